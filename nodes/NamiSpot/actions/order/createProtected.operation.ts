import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import { dryRunFields } from '../../fields/dryRun';
import { symbolField } from '../../fields/symbol';
import { ordersOfAccount } from '../../placement/accountOrders';
import { Delivery } from '../../placement/delivery';
import { placedEntry } from '../../placement/entry';
import { oneAtATimeFor } from '../../placement/orderKey';
import type { PlacedOrder } from '../../placement/orderRun';
import { justPlaced } from '../../placement/otherRuns';
import { duplicateKey } from '../../placement/keys';
import { recallOrder } from '../../placement/recall';
import { LOOK_BEFORE_REPEATING } from '../../placement/settling';
import { needsResolving } from '../../sizing/resolveOrder';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { exitFields, foreseeExit, readBracket, type Bracket } from './bracket';
import {
	optionsOrDefaults,
	protectedOptionsField,
	readProtectedOptions,
	type CreateOptions,
} from './createOptions';
import { HINT, shownUnsent } from './dryRun';
import { marketOrLimitFields } from './marketOrLimit';
import { amountFields } from './orderFields';
import { placeForItem, placePrepared, requireNotCanceled, telling } from './placeItem';
import { connectionOf, prepareOrder } from './prepareOrder';
import { protect } from './protect';

export const createProtected: Operation = {
	option: {
		name: 'Create With Protection',
		value: 'createProtected',
		action: 'Create order with protection',
		description:
			'Buy at the market or with a limit, wait until the order is filled, then protect what was bought with one selling OCO: take profit and stop. The part that is not filled in time is canceled. Both orders are sent at most once and move real money.',
	},
	fields: [
		symbolField('The market to trade on'),
		...marketOrLimitFields('Buys', 'How to buy'),
		...amountFields,
		...exitFields,
		...dryRunFields,
		protectedOptionsField,
	],
	outcomeIfUnsent: 'not_placed',

	async execute(run) {
		return await placeForItem(run, async () => await createOne(run));
	},
};

async function createOne(run: Run): Promise<IDataObject> {
	// First of all: whatever has changed since, an entry that was placed stays the only one.
	const earlier = await telling(run, run.item, async () => await recallEntry(run));
	if (earlier !== undefined) return await protect(run, earlier, { isResumed: true });
	requireNotCanceled(run);
	const options = readProtectedOptions(run);
	const bracket = readBracket(run.fields);
	if (options.isDryRun) return await dryRunOfBoth(run, bracket, options);

	const connection = await run.connection();
	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(run.item);
	const { orderKey } = options;
	const delivery = Delivery.of(run.context, connection, orderKey);
	const create = async () => {
		const found = delivery && (await findEntry(run, bracket, options, delivery));
		const entry = found ?? (await enter(run, bracket, options, delivery));
		const isResumed = found !== undefined || entry.isRepeated === true;
		return await protect(run, entry, { isResumed });
	};
	return delivery === undefined
		? await create()
		: await oneAtATimeFor(run.context, connection.account, orderKey, create);
}

/** The entry that an earlier try has placed: never one that another signal is known to have placed. */
async function recallEntry(run: Run): Promise<PlacedOrder | undefined> {
	const state = run.ledger.find(run.item)?.state;
	if (state === undefined || state === 'placed') return await recallOrder(run, run.item);
	const connection = await connectionOf(run);
	const { orderKey } = optionsOrDefaults(run);
	const others = connection && Delivery.others(run.context, connection, orderKey, 'entry');
	return await recallOrder(run, run.item, others);
}

/** Buys, once it is sure that what is bought could be protected as well. */
async function enter(
	run: Run,
	bracket: Bracket,
	options: CreateOptions,
	delivery: Delivery | undefined,
): Promise<PlacedOrder> {
	return await telling(run, run.item, async () => {
		const prepared = await prepareOrder(run, run.item, bracket.entry, options);
		const connection = await run.connection();
		// A call that is repeated is about what was bought, whatever can be foreseen now.
		const data = justPlaced(run, connection, prepared, options.repeatWindowMs);
		if (data !== undefined) return { data, isReconciled: false, isRepeated: true };
		const exit = await foreseeExit(run, bracket, prepared.order, options);
		await delivery?.sending('entry', prepared.order);
		const orderKey = delivery === undefined ? '' : `${options.orderKey}/entry`;
		const keyed = { ...options, orderKey };
		return await placePrepared(run, run.item, prepared, keyed, { following: exit.order });
	});
}

/**
 * The entry that an earlier delivery of the same signal has placed, and that nobody has taken care of
 * since: n8n was stopped, or its exit was refused. Undefined where there was no earlier delivery.
 *
 * @throws Failure when nothing is left to do, or it is not known whether there is such an entry
 */
async function findEntry(
	run: Run,
	{ entry }: Bracket,
	options: CreateOptions,
	delivery: Delivery,
): Promise<PlacedOrder | undefined> {
	const connection = await run.connection();
	const progress = await delivery.progress();
	if (progress === 'ended') throw duplicateKey(options.orderKey, entry, run.item);
	if (progress !== 'begun') return undefined;
	const prepared = needsResolving(entry)
		? undefined
		: await prepareOrder(run, run.item, entry, options).catch(() => undefined);
	const data = await delivery.findEntry(entry, prepared?.order, options.timeout);
	if (data === undefined) throw interrupted(options.orderKey);
	run.ledger.setAccount(run.item, connection.account);
	ordersOfAccount(connection).mark(entry.symbol, String(data.displayingId));
	run.ledger.write(run.item, placedEntry(data, true));
	return { data, isReconciled: true };
}

function interrupted(orderKey: string): Failure {
	return new Failure(
		{ outcome: 'unknown', reason: 'interrupted', orderKey },
		`An earlier delivery of the signal “${orderKey}” was interrupted while it was buying, and the exchange’s lists do not show whether the order exists`,
		LOOK_BEFORE_REPEATING,
	);
}

async function dryRunOfBoth(
	run: Run,
	bracket: Bracket,
	options: CreateOptions,
): Promise<IDataObject> {
	const entry = await prepareOrder(run, run.item, bracket.entry, options);
	const exit = await foreseeExit(run, bracket, entry.order, options);
	run.hint(HINT);
	return {
		outcome: 'dry_run',
		symbol: entry.order.symbol,
		entry: await shownUnsent(run, entry, options),
		exit: await shownUnsent(run, exit, options, { isFunded: true }),
	};
}
