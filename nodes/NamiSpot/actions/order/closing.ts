import type { IDataObject } from 'n8n-workflow';

import {
	add,
	floorToStep,
	isPositive,
	max,
	min,
	parseComputed,
	subtract,
	ZERO,
	type Decimal,
} from '../../exchange/decimal';
import { orderIdOf, wordIn } from '../../exchange/orderRow';
import { Failure } from '../../exchange/reply/failure';
import { judgeUnsent } from '../../rails/admission';
import type { AskedOrder } from '../../sizing/askedOrder';
import { heldOf } from '../../sizing/held';
import type { Run } from '../run';
import { openOf, type OpenOrder } from './cancelOpen';
import type { CreateOptions } from './createOptions';
import { HINT, shownUnsent } from './dryRun';
import { prepareOrder, type PreparedOrder } from './prepareOrder';

/**
 * Makes sure, before an open order is canceled that may be what protects the position, that all there
 * is then may be sold: within the rails and the symbol's rules.
 *
 * @throws Failure when it may not
 */
export async function foresee(
	run: Run,
	exit: AskedOrder,
	open: readonly OpenOrder[],
	options: CreateOptions,
): Promise<void> {
	const prepared = await prepareClosing(run, exit, open, options);
	if (prepared === undefined) return;
	const candidate = { order: prepared.order, signalAt: options.signalAt };
	await judgeUnsent(await run.connection(), candidate, options.limits);
}

/**
 * Shows the sale as it would be once what is open is canceled, and what that is.
 *
 * @throws Failure when it would not be sent
 */
export async function dryRunOfClosing(
	run: Run,
	exit: AskedOrder,
	options: CreateOptions,
): Promise<IDataObject> {
	const open = await openOf(await run.connection(), exit.symbol, options.timeout);
	const prepared = await prepareClosing(run, exit, open, options);
	const wouldCancel = open.map(({ name }) => ({ ...name }));
	run.hint(HINT);
	if (prepared === undefined)
		return { outcome: 'nothing_to_close', symbol: exit.symbol, wouldCancel };
	const shown = await shownUnsent(run, prepared, options, { isFunded: true });
	return { outcome: 'dry_run', wouldCancel, ...shown };
}

/** The sale of all there is once what is open is canceled; undefined where that is nothing. */
async function prepareClosing(
	run: Run,
	exit: AskedOrder,
	open: readonly OpenOrder[],
	options: CreateOptions,
): Promise<PreparedOrder | undefined> {
	const { total, available, step } = await heldOf(await run.connection(), exit, options.timeout);
	const most = min(total, add(available, releasedBy(open)));
	const amount = { in: 'base', value: step ? floorToStep(most, step) : most } as const;
	if (!isPositive(amount.value)) return undefined;
	return await prepareOrder(run, run.item, { ...exit, amount }, options).catch(
		async (caught: unknown) => {
			return isTooLittle(caught, exit) ? undefined : await Promise.reject(caught);
		},
	);
}

/** How much of the base asset orders hold that sell it. */
function releasedBy(open: readonly OpenOrder[]): Decimal {
	const byOrder = new Map<string, Decimal>();
	for (const { row } of open) {
		if (wordIn(row.side) !== 'SELL') continue;
		// The legs of an OCO hold what it sells together.
		const id = String(row.ocoOrderId || orderIdOf(row));
		const left = subtract(
			parseComputed(row.quantity) ?? ZERO,
			parseComputed(row.executedQty) ?? ZERO,
		);
		byOrder.set(id, max(left, byOrder.get(id) ?? ZERO));
	}
	return [...byOrder.values()].reduce(add, ZERO);
}

/**
 * Whether there is less than anybody can sell. Whether a limit order is worth the minimum depends on
 * its price too, so that is left an error.
 */
export function isTooLittle(caught: unknown, { type }: AskedOrder): boolean {
	if (!(caught instanceof Failure)) return false;
	const { rule } = caught.facts;
	return rule === 'quantity.min' || (rule === 'notional.min' && type === 'MARKET');
}
