import { compareDecimals, formatDecimal, parseDecimal, type Decimal } from '../../exchange/decimal';
import { Failure, todoOf } from '../../exchange/reply/failure';
import { fromRecord, orderParameters, type SpotOrder } from '../../exchange/spotOrder';
import type { Slot } from '../../placement/entry';
import { fundsFor } from '../../sizing/funds';
import type { Run } from '../run';
import { connectionOf } from './prepareOrder';

/**
 * An error that tells what the order's fields do not: what was really sent, if that was adjusted,
 * priced or sized, and, where funds were lacking, of which asset how much was needed and is there.
 */
export async function tellMore(run: Run, slot: Slot, caught: unknown): Promise<unknown> {
	const entry = run.ledger.find(slot);
	if (!(caught instanceof Failure) || entry === undefined) return caught;
	const prepared = run.ledger.prepared(slot);
	if (prepared === undefined) return caught;
	const order = fromRecord(prepared.order);
	const remarks = Object.keys(prepared.remarks).length > 0 && {
		...prepared.remarks,
		sent: orderParameters(order),
	};
	const funds = todoOf(caught.facts) === 'fund' ? await fundsOf(run, order) : {};
	return caught.and({ ...remarks, ...funds }, withFunds(caught.message, funds));
}

async function fundsOf(run: Run, order: SpotOrder) {
	const connection = await connectionOf(run);
	return connection === undefined || run.isCanceled ? {} : await fundsFor(connection, order);
}

/** In the asset's own name where that is what was lacking, and not, for one, the fee's. */
function withFunds(message: string, { asset, needed, available }: Record<string, unknown>): string {
	const [need, have] = [parseDecimal(needed), parseDecimal(available)];
	if (have === undefined) return message;
	if (need === undefined) return `${message} (${shown(have)} ${String(asset)} available)`;
	const isLacking = compareDecimals(have, need) < 0;
	const unit = isLacking ? '' : ` ${String(asset)}`;
	const what = isLacking ? `Not enough ${String(asset)}` : message;
	return `${what} (${shown(need)}${unit} needed, ${shown(have)}${unit} available)`;
}

/** With commas between thousands: `1,200,000.5`. */
function shown(value: Decimal): string {
	const [whole = '', ...rest] = formatDecimal(value).split('.');
	return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...rest].join('.');
}
