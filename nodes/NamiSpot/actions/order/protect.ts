import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../exchange/clock';
import { formatDecimal, isPositive, ZERO, type Decimal } from '../../exchange/decimal';
import { boughtBy, fillOf } from '../../exchange/orderFill';
import { textOf } from '../../exchange/guards';
import { storeOf } from '../../exchange/memory';
import {
	cameToNothing,
	createdAt,
	hasExecuted,
	orderIdOf,
	stateOf,
	symbolOf,
} from '../../exchange/orderRow';
import { nearestNumber } from '../../exchange/realTypes';
import { Failure } from '../../exchange/reply/failure';
import { fromRecord, orderParameters } from '../../exchange/spotOrder';
import { asFailure } from '../../nodeError';
import { Delivery } from '../../placement/delivery';
import { exitOf } from '../../placement/entry';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { recallOrder } from '../../placement/recall';
import { waitForFill } from '../../placement/waitForFill';
import { presentOrder } from '../../presentation/order';
import type { Run } from '../run';
import { askedExit, readBracket, type Bracket } from './bracket';
import { readProtectedOptions, type CreateOptions } from './createOptions';
import { placePrepared, telling } from './placeItem';
import { prepareOrder, type PreparedOrder } from './prepareOrder';
import { presentPlaced } from './presentPlaced';

/**
 * Waits for an entry that is placed, cancels what is not filled of it, and protects what is with one
 * selling OCO. Whatever was done by an earlier try stays as it is: only what is missing is added.
 *
 * @throws Failure: `not_placed` when nothing was bought, `unprotected` when what was bought has no exit,
 * `unknown` when it is not known how much was bought, or whether the exit was placed
 */
export async function protect(run: Run, item: number, entry: PlacedOrder): Promise<IDataObject> {
	try {
		const options = readProtectedOptions(run, item);
		const delivery = Delivery.of(run.context, await run.connection(), options.orderKey);
		await delivery?.placed(entry.data);
		const waited = await waitForFill(run, item, entry, options);
		if (waited.result === 'canceled') {
			await delivery?.ended();
			throw notFilled(waited.placed.data);
		}
		requireOver(waited.placed.data);
		const exit = await telling(run, exitOf(item), async () => {
			return await leaveOnce(run, item, waited.placed.data, options);
		});
		await delivery?.ended();
		return presentBoth(run, item, waited, exit, options);
	} catch (caught) {
		throw withEntry(run, item, entry, asFailure(caught, ACT_NOW, run.context.logger));
	}
}

/** The exit of an entry: as it was sent, and as it was placed, where that is known. */
interface Exit {
	readonly prepared?: PreparedOrder;
	readonly placed?: PlacedOrder;
}

const EXITS_KEPT = 1_000;
/** By the entry. */
const exitsOf = storeOf(() => new Map<string, Exit>());

/**
 * Places the exit of an entry, unless it has one. Several calls may be given the same entry: equal
 * ones within the Repeat Window, whatever exit each of them asks for.
 */
async function leaveOnce(
	run: Run,
	item: number,
	entry: IDataObject,
	options: CreateOptions,
): Promise<PlacedOrder> {
	const { account } = await run.connection();
	const exits = exitsOf(account);
	const name = `${String(symbolOf(entry))} ${String(orderIdOf(entry))}`;
	const note = (exit: Exit) => {
		exits.set(name, exit);
		if (exits.size > EXITS_KEPT) exits.delete([...exits.keys()][0] ?? '');
	};
	return await oneAtATime(`exit of ${account} ${name}`, async () => {
		const earlier = await recallOrder(run, exitOf(item));
		const known = exits.get(name);
		if (earlier === undefined && known?.placed) return { ...known.placed, isRepeated: true };
		const sending = (prepared: PreparedOrder) => note({ prepared });
		const left = async () =>
			await leave(run, item, entry, options, known?.prepared, sending).catch(
				async (caught: unknown) => {
					if (caught instanceof Failure && caught.facts.outcome !== 'unknown') exits.delete(name);
					return await Promise.reject(caught);
				},
			);
		const placed = earlier ?? (await left());
		note({ placed });
		return placed;
	});
}

/** The exchange's clock may be ahead of this machine's. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/** Places the exit of an entry that is over. */
async function leave(
	run: Run,
	item: number,
	entry: IDataObject,
	options: CreateOptions,
	before: PreparedOrder | undefined,
	sending: (prepared: PreparedOrder) => void,
): Promise<PlacedOrder> {
	// How old the signal may be is said of the entry; the signal of its exit is that it is filled.
	const now = { ...options, signalAt: clock.now() };
	const prepared = before ?? (await prepareExit(run, item, entry, now));
	sending(prepared);
	const orderKey = options.orderKey === '' ? '' : `${options.orderKey}/exit`;
	return await placePrepared(
		run,
		exitOf(item),
		prepared,
		// Which exits are repeated is told by their entries.
		{ ...now, orderKey, repeatWindowMs: 0 },
		{
			isExit: true,
			mayBeUnderWay: before !== undefined,
			keyOfThis: {
				since: (createdAt(entry) ?? CLOCKS_DIFFER_MS) - CLOCKS_DIFFER_MS,
				after: orderIdOf(entry),
			},
		},
	);
}

async function prepareExit(
	run: Run,
	item: number,
	entry: IDataObject,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const bracket: Bracket = readBracket(run.fields(item));
	const bought = boughtBy(entry) ?? ZERO;
	const asked = await askedExit(run, bracket, bought, fillOf(entry).averagePrice);
	if (!isPositive(asked.amount.in === 'base' ? asked.amount.value : ZERO)) throw tooLittle();
	return await prepareOrder(run, exitOf(item), asked, options);
}

function presentBoth(
	run: Run,
	item: number,
	{ placed, result }: Awaited<ReturnType<typeof waitForFill>>,
	exit: PlacedOrder,
	options: CreateOptions,
): IDataObject {
	const remarks = (slot: Parameters<typeof run.ledger.prepared>[0]) =>
		run.ledger.prepared(slot)?.remarks ?? {};
	const sold = presentPlaced(exit, remarks(exitOf(item)), options);
	return {
		outcome: 'protected',
		symbol: sold.symbol,
		protectedQty: sold.quantity,
		entry: presentPlaced(placed, { result, ...remarks(item) }, options),
		exit: sold,
	};
}

function requireOver(entry: IDataObject): void {
	if (stateOf(entry) !== 'open') return;
	throw new Failure(
		{ outcome: 'not_placed', reason: 'execution_canceled' },
		'The execution was canceled while it waited for the order to be filled',
		ACT_NOW,
	);
}

const ACT_NOW =
	'Sell it with Order → Close Position, or protect it by hand with an OCO. A retry of this execution adds only what is missing';

function notFilled(entry: IDataObject): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'not_filled', orderStatus: entry.status },
		'Nothing was bought: the order was not filled in time and was canceled',
		'Wait for the next signal, or allow a worse price or a longer wait',
	);
}

function tooLittle(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'symbol_rules', rule: 'quantity.min', field: 'quantity' },
		'Too little was bought to be sold again',
		ACT_NOW,
	);
}

/** A failure of what was to follow an entry: it names what was bought first, and what of it is naked. */
function withEntry(run: Run, item: number, entry: PlacedOrder, failure: Failure): Failure {
	const known = run.ledger.find(item);
	const data = known?.state === 'placed' ? known.data : entry.data;
	const { reason, outcome: was } = failure.facts;
	const exit = run.ledger.find(exitOf(item)) && run.ledger.prepared(exitOf(item));
	const isBought = reason !== 'not_filled';
	const outcome = isBought && was !== 'unknown' ? 'unprotected' : (was ?? 'unprotected');
	const bought = cameToNothing(data) ? ZERO : hasExecuted(data) ? boughtBy(data) : undefined;
	const facts = {
		...failure.facts,
		outcome,
		isPlaced: true,
		symbol: symbolOf(data),
		...(outcome === 'unprotected' && bought && { unprotectedQty: nearestNumber(bought) }),
		entry: presentOrder(data, true),
		...(exit && { exit: orderParameters(fromRecord(exit.order)) }),
	};
	if (!isBought) return new Failure(facts, failure.message, failure.advice);
	const message = `${quantityOf(data, bought)} bought: ${failure.message}`;
	return new Failure(facts, message, `${ACT_NOW}. ${failure.advice}`);
}

function quantityOf(data: IDataObject, bought: Decimal | undefined): string {
	const asset = textOf(data.baseAsset) ?? `of ${String(symbolOf(data))}`;
	return bought === undefined
		? `An unknown quantity ${asset}`
		: `${formatDecimal(bought)} ${asset}`;
}
