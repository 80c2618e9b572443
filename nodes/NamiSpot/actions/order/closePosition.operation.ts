import type { IDataObject } from 'n8n-workflow';

import { cancelOrders } from '../../canceling/cancelOrders';
import type { CancelResult } from '../../canceling/settle';
import { readBalances } from '../../exchange/api/balances';
import type { OrderName } from '../../exchange/api/cancelOrder';
import { readOpenOrders } from '../../exchange/api/orders';
import { clock } from '../../exchange/clock';
import {
	compareDecimals,
	floorToStep,
	formatDecimal,
	isPositive,
	ZERO,
	type Decimal,
} from '../../exchange/decimal';
import { orderIdOf, symbolOf, wordIn } from '../../exchange/orderRow';
import { nearestNumber } from '../../exchange/realTypes';
import { Failure } from '../../exchange/reply/failure';
import type { Connection } from '../../exchange/wire/request';
import { dryRunFields } from '../../fields/dryRun';
import type { ItemFields } from '../../fields/itemFields';
import { symbolField } from '../../fields/symbol';
import { confirmKey, keptKey } from '../../placement/orderKey';
import { requireNewKey } from '../../placement/place';
import { currentLimits } from '../../rails/currentLimits';
import { judgeUnsent } from '../../rails/admission';
import { heldCancellation } from '../../rails/hold';
import type { AskedOrder } from '../../sizing/askedOrder';
import { unreadable } from '../../sizing/resolveOrder';
import type { Holding } from '../../sizing/size';
import { quantityGrid } from '../../symbolRules';
import { symbolRulesOf } from '../../symbolRules/symbolRulesOf';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { closeOptionsField, readCreateOptions, type CreateOptions } from './createOptions';
import { dryRun } from './dryRun';
import { marketOrLimitFields, readMarketOrLimit } from './marketOrLimit';
import { placeUnlessPlaced, placePrepared, waitAndPresent } from './placeItem';
import { prepareOrder, type PreparedOrder } from './prepareOrder';

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

	async execute(run, item) {
		return await placeUnlessPlaced(run, item, async () => await closeOne(run, item));
	},
};

async function closeOne(run: Run, item: number): Promise<IDataObject> {
	// All there is can be told anew by every try, so no earlier call says how much this one sells.
	const options = { ...readCreateOptions(run, item), repeatWindowMs: 0 };
	run.ledger.forgetPrepared(item);
	const exit = readExit(run.fields(item));
	if (options.isDryRun) return await dryRun(run, item, exit, options);

	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(item);
	const connection = await run.connection();
	await requireNewKey(run, item, options.orderKey, exit);
	const before = await foresee(run, item, connection, exit, options);
	const { canceled, isFreed } = await cancelOpen(connection, exit.symbol, options);
	const locked = await stillLocked(connection, exit, canceled.length, options);
	const prepared = await prepareOrder(run, item, exit, options).catch((caught: unknown) => {
		if (isTooLittle(caught, exit)) {
			if (isFreed && compareDecimals(locked, before.locked) >= 0) throw notFreed(locked, canceled);
			return undefined;
		}
		throw caught instanceof Failure ? withCanceled(caught, canceled) : caught;
	});
	const told = { canceled, ...(isPositive(locked) && { locked: nearestNumber(locked) }) };
	if (prepared !== undefined) {
		const placed = await placePrepared(run, item, withStep(prepared, told), options);
		return await waitAndPresent(run, item, placed, options);
	}
	await rememberKey(run, options.orderKey);
	return {
		outcome: 'nothing_to_close',
		symbol: exit.symbol,
		...told,
	};
}

/** All that is available, sold. */
function readExit(fields: ItemFields): AskedOrder {
	const symbol = fields.symbol();
	const amount = { in: 'percent', percent: { units: 100n, scale: 0 } } as const;
	return { symbol, side: 'SELL', amount, ...readMarketOrLimit(fields) };
}

/**
 * Makes sure, before an open order is canceled that may be what protects the position, that all there
 * is may be sold: within the rails and the symbol's rules.
 *
 * @returns what the account has before that
 * @throws Failure when it may not
 */
async function foresee(
	run: Run,
	item: number,
	connection: Connection,
	exit: AskedOrder,
	options: CreateOptions,
): Promise<Held> {
	const held = await holdingOf(connection, exit, options);
	const { total, step } = held;
	const amount = { in: 'base', value: step ? floorToStep(total, step) : total } as const;
	const prepared = await prepareOrder(run, item, { ...exit, amount }, options).catch(
		async (caught: unknown) => {
			return isTooLittle(caught, exit) ? undefined : await Promise.reject(caught);
		},
	);
	if (prepared === undefined) return held;
	const candidate = { order: prepared.order, signalAt: options.signalAt };
	await judgeUnsent(connection, candidate, options.limits);
	return held;
}

interface Held extends Holding {
	readonly locked: Decimal;
	/** Undefined where the exchange sets none. */
	readonly step: Decimal | undefined;
}

/** What the account has of the symbol's base asset. */
async function holdingOf(
	connection: Connection,
	{ symbol, type }: AskedOrder,
	{ timeout }: CreateOptions,
): Promise<Held> {
	const rules = await symbolRulesOf(connection, symbol);
	const assetId = rules?.baseAssetId;
	if (rules === undefined || assetId === undefined) throw unreadable(symbol, 'assets');
	const [balance] = await readBalances(connection, { wallet: 'spot', assetId, timeout });
	const { total, available, locked } = balance ?? { total: ZERO, available: ZERO, locked: ZERO };
	return { total, available, locked, step: quantityGrid(rules, { type })?.step };
}

/** Milliseconds after a cancellation at which balances are read until nothing is locked any more. */
const RELEASED_AFTER_MS: readonly number[] = [0, 1_000, 2_000];

/**
 * What is locked of the base asset after so many cancellations. Balances may show an order's hold a
 * while longer; orders of other markets may hold something, too. Zero where that cannot be read.
 */
async function stillLocked(
	connection: Connection,
	exit: AskedOrder,
	canceled: number,
	options: CreateOptions,
): Promise<Decimal> {
	let locked = ZERO;
	for (const pause of canceled === 0 ? [0] : RELEASED_AFTER_MS) {
		await clock.sleep(pause, connection.signal);
		const seen = await holdingOf(connection, exit, options).catch(() => undefined);
		locked = seen?.locked ?? locked;
		if (seen !== undefined && !isPositive(locked)) break;
	}
	return locked;
}

async function rememberKey(run: Run, orderKey: string): Promise<void> {
	if (orderKey === '') return;
	const { account } = await run.connection();
	await confirmKey(run.context, keptKey(run.context, account, orderKey));
}

/**
 * Cancels what is open on a symbol, and says what became of each order, and whether one of them held
 * something to sell.
 *
 * @throws Failure when one may still be open: what it holds could not be sold
 */
async function cancelOpen(
	connection: Connection,
	symbol: string,
	{ limits, timeout }: CreateOptions,
): Promise<{ canceled: IDataObject[]; isFreed: boolean }> {
	const held = heldCancellation([...(await currentLimits(connection)), ...limits], symbol);
	if (held !== undefined) throw notSold(held, symbol, []);
	const open = await readOpenOrders(connection, { timeout }, { symbol });
	const names = open.value.map((order) => nameOf(order, symbol));
	if (names.length === 0) return { canceled: [], isFreed: false };
	const options = { allowNotification: undefined, timeout, wereOpen: true };
	const results = await cancelOrders(connection, names, options);
	const failed = results.find((result) => result instanceof Failure);
	const steps = results.map((result, nth) => stepOf(result, names[nth]));
	if (failed !== undefined) throw notSold(failed, symbol, steps);
	const wasCanceled = (nth: number) => steps[nth]?.outcome === 'canceled';
	const isFreed = open.value.some(({ side }, nth) => wordIn(side) === 'SELL' && wasCanceled(nth));
	return { canceled: steps, isFreed };
}

function notFreed(locked: Decimal, canceled: IDataObject[]): Failure {
	return new Failure(
		{
			outcome: 'not_placed',
			reason: 'unreachable',
			canceled,
			locked: nearestNumber(locked),
		},
		`Nothing was sold, because the account still shows ${formatDecimal(locked)} as locked, although the open orders were canceled`,
		'Run it again in a while: what the canceled orders protected has no protection now',
	);
}

function notSold({ facts, message, advice }: Failure, symbol: string, canceled: IDataObject[]) {
	return new Failure(
		{ ...facts, outcome: 'not_placed', canceled },
		`Nothing was sold, because it is not known whether an open order of ${symbol} was canceled: ${message}`,
		advice,
	);
}

function nameOf(order: IDataObject, symbol: string): OrderName {
	const displayingId = orderIdOf(order);
	if (displayingId !== undefined && symbolOf(order) === symbol) return { displayingId, symbol };
	throw new Failure(
		{ outcome: 'not_placed', reason: 'unreadable_answer', symbol },
		`Nothing was sold: the exchange lists an open order that may be of ${symbol}, but does not say which`,
		'Check the open orders on the exchange, and cancel it there',
	);
}

function stepOf(result: CancelResult, name: OrderName | undefined): IDataObject {
	const outcome = result instanceof Failure ? result.facts.outcome : result.outcome;
	return { ...name, outcome };
}

/**
 * Whether there is less than anybody can sell. Whether a limit order is worth the minimum depends on
 * its price too, so that is left an error.
 */
function isTooLittle(caught: unknown, { type }: AskedOrder): boolean {
	if (!(caught instanceof Failure)) return false;
	const { rule } = caught.facts;
	return rule === 'quantity.min' || (rule === 'notional.min' && type === 'MARKET');
}

function withCanceled({ facts, message, advice }: Failure, canceled: IDataObject[]): Failure {
	return new Failure({ ...facts, canceled }, message, advice);
}

function withStep(prepared: PreparedOrder, told: IDataObject): PreparedOrder {
	return { ...prepared, remarks: { ...told, ...prepared.remarks } };
}
