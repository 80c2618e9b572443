import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../exchange/clock';
import {
	compareDecimals,
	floorToStep,
	formatDecimal,
	HUNDRED,
	isPositive,
	ZERO,
	type Decimal,
} from '../../exchange/decimal';
import { nearestNumber } from '../../exchange/realTypes';
import { Failure } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { dryRunFields } from '../../fields/dryRun';
import type { ItemFields } from '../../fields/itemFields';
import { symbolField } from '../../fields/symbol';
import { ordersOfAccount } from '../../placement/accountOrders';
import { rememberKey, requireNewKey } from '../../placement/keys';
import type { AskedOrder } from '../../sizing/askedOrder';
import { heldOf, SHOWN_AFTER_MS, type Held } from '../../sizing/held';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { cancelOpen, openOf } from './cancelOpen';
import { closeOptionsField, readCreateOptions, type CreateOptions } from './createOptions';
import { dryRunOfClosing, foresee, isTooLittle } from './closing';
import { marketOrLimitFields, readMarketOrLimit } from './marketOrLimit';
import { placeUnlessPlaced, placePrepared, waitAndPresent } from './placeItem';
import { prepareOrder } from './prepareOrder';

export const closePosition: Operation = {
	option: {
		name: 'Close Position',
		value: 'closePosition',
		action: 'Close position',
		description:
			'Cancel all open orders of a symbol, then sell everything that is available of its base asset, at the market or with a limit. If there is nothing to close, the outcome is nothing_to_close.',
	},
	fields: [
		symbolField('The market of the position'),
		...marketOrLimitFields(
			'Sells',
			'How to sell what is available after the open orders are canceled',
		),
		...dryRunFields,
		closeOptionsField,
	],
	outcomeIfUnsent: 'not_placed',

	async execute(run) {
		return await placeUnlessPlaced(run, async () => await closeOne(run)).catch(
			async (caught: unknown) => await Promise.reject(withCanceled(run, caught)),
		);
	},
};

async function closeOne(run: Run): Promise<IDataObject> {
	// All there is can be told anew by every try, so no earlier call says how much this one sells.
	const options = { ...readCreateOptions(run), repeatWindowMs: 0 };
	run.ledger.forgetPrepared(run.item);
	const exit = readExit(run.fields);
	if (options.isDryRun) return await dryRunOfClosing(run, exit, options);

	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(run.item);
	const connection = await run.connection();
	const requireNew = async () => await requireNewKey(run, options.orderKey, exit);
	await requireNew();
	const open = await openOf(connection, exit.symbol, options.timeout);
	if (open.length > 0) await foresee(run, exit, open, options);
	// Once more: what is open may be the sale of the same signal, which took its key before.
	await requireNew();
	const note = (orders: IDataObject[]) => run.ledger.noteCanceled(run.item, orders);
	await cancelOpen(connection, exit.symbol, open, options, note);
	return await sellAll(run, exit, options);
}

async function sellAll(run: Run, exit: AskedOrder, options: CreateOptions): Promise<IDataObject> {
	const connection = await run.connection();
	const canceled = run.ledger.canceled(run.item);
	const holding = await shownHolding(connection, exit, canceled.length > 0, options);
	const { available, locked, coming } = holding;
	const prepared = await prepareOrder(run, run.item, exit, options).catch(
		async (caught: unknown) => {
			if (!isTooLittle(caught, exit)) return await Promise.reject(caught);
			if (compareDecimals(available, coming) < 0) throw notShown(coming, locked);
			return undefined;
		},
	);
	const told = { canceled, ...(isPositive(locked) && { locked: nearestNumber(locked) }) };
	if (prepared !== undefined) {
		const remarks = { ...told, ...prepared.remarks };
		// Whatever was closed before, this is another position.
		const sale = { ...prepared, asked: '', remarks };
		const placed = await placePrepared(run, run.item, sale, options);
		return await waitAndPresent(run, placed, options);
	}
	await rememberKey(run, options.orderKey);
	return { outcome: 'nothing_to_close', symbol: exit.symbol, ...told };
}

/** All that is available, sold. */
function readExit(fields: ItemFields): AskedOrder {
	const symbol = fields.symbol();
	const amount = { in: 'percent', percent: HUNDRED } as const;
	return { symbol, side: 'SELL', amount, ...readMarketOrLimit(fields) };
}

interface Shown extends Pick<Held, 'available' | 'locked'> {
	/** What has just been bought or released, on the step. */
	readonly coming: Decimal;
}

/**
 * What the account shows of the base asset once it shows what orders have just brought or released,
 * or nobody can wait any longer. Orders of other markets may lock something, too.
 */
async function shownHolding(
	connection: Connection,
	exit: AskedOrder,
	hasCanceled: boolean,
	options: CreateOptions,
): Promise<Shown> {
	const incoming = ordersOfAccount(connection).incoming.of(exit.symbol);
	const mayLag = hasCanceled || isPositive(incoming);
	let shown = { available: ZERO, locked: ZERO, coming: incoming };
	for (const pause of mayLag ? SHOWN_AFTER_MS : [0]) {
		await clock.sleep(pause, connection.signal);
		const seen = await heldOf(connection, exit, options.timeout).catch(() => undefined);
		if (seen === undefined) continue;
		const { available, locked, step } = seen;
		shown = { available, locked, coming: step ? floorToStep(incoming, step) : incoming };
		if (!isPositive(locked) && compareDecimals(available, shown.coming) >= 0) break;
	}
	return shown;
}

function notShown(coming: Decimal, locked: Decimal): Failure {
	return new Failure(
		{
			outcome: 'not_placed',
			reason: 'unreachable',
			...(isPositive(locked) && { locked: nearestNumber(locked) }),
		},
		`Nothing was sold, because the account does not show ${formatDecimal(coming)} as available yet that was just bought, or released by a cancellation`,
		'Run it again in a while',
	);
}

const STILL_OPEN: readonly unknown[] = ['not_canceled', 'unknown'];

/**
 * A sale that failed after orders were canceled for it, be it by an earlier try: they may be what
 * protected the position.
 */
function withCanceled({ ledger, item }: Run, caught: unknown): unknown {
	const canceled = ledger.canceled(item);
	if (!(caught instanceof Failure) || canceled.length === 0) return caught;
	const { outcome = 'not_placed' } = caught.facts;
	const isGone = canceled.some((order) => !STILL_OPEN.includes(order.outcome));
	const more =
		outcome === 'not_placed' && isGone
			? '. What the canceled orders protected has no protection now'
			: '';
	return caught.and({ canceled }, caught.message, `${caught.advice}${more}`);
}
