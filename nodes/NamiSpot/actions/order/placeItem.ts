import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import { toRecord, type SpotOrder } from '../../exchange/spotOrder';
import { mayBeTriedOut } from '../../fields/dryRun';
import type { Slot } from '../../placement/entry';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { placeOrder, type PlaceOptions } from '../../placement/place';
import { recallOrder } from '../../placement/recall';
import { waitForFill } from '../../placement/waitForFill';
import { withinRails } from '../../rails/admission';
import type { Run } from '../run';
import { optionsOrDefaults, type CreateOptions } from './createOptions';
import type { PreparedOrder } from './prepareOrder';
import { presentPlaced } from './presentPlaced';
import { tellMore } from './tellMore';

/**
 * Does what places the orders of an item, never beside another retry of the same execution.
 *
 * @throws Failure as `place` does
 */
export async function placeForItem(
	run: Run,
	place: () => Promise<IDataObject>,
): Promise<IDataObject[]> {
	const { retried } = run.ledger;
	const name = `${retried} ${run.item}`;
	return [retried === undefined ? await place() : await oneAtATime(name, place)];
}

/**
 * Does what places an order, with an error that tells what was sent.
 *
 * @throws Failure as `place` does
 */
export async function telling<T>(run: Run, slot: Slot, place: () => Promise<T>): Promise<T> {
	try {
		return await place();
	} catch (caught) {
		throw await tellMore(run, slot, caught);
	}
}

/** What else there is to an order that is placed. */
interface More extends Pick<PlaceOptions, 'keyOfThis' | 'mayBeUnderWay' | 'beforeFirst'> {
	/** It sells what an order bought that was let through together with it. */
	readonly isExit?: boolean;
	/** An order that is going to follow it, and has to be within the rails, too. */
	readonly following?: SpotOrder;
}

/**
 * Places the order of an item, unless an earlier try has: whatever has changed since, an order that was
 * placed stays placed, and is waited for and shown.
 *
 * @throws Failure as `place` does
 */
export async function placeUnlessPlaced(
	run: Run,
	place: () => Promise<IDataObject>,
): Promise<IDataObject[]> {
	const once = async (): Promise<IDataObject> => {
		const earlier = await recallOrder(run, run.item);
		if (earlier !== undefined) {
			return await waitAndPresent(run, earlier, optionsOrDefaults(run));
		}
		requireNotCanceled(run);
		return await place();
	};
	return await placeForItem(run, async () => await telling(run, run.item, once));
}

/**
 * Places an order of an item within the rails.
 *
 * @throws Failure with its outcome and reason
 */
export async function placePrepared(
	run: Run,
	slot: Slot,
	{ order, asked, remarks, hints }: PreparedOrder,
	options: CreateOptions,
	{ following, isExit = false, ...more }: More = {},
): Promise<PlacedOrder> {
	const connection = await run.connection();
	hints.forEach((hint) => run.hint(hint));
	run.ledger.prepare(slot, { asked, order: toRecord(order), remarks });
	const candidate = { order, signalAt: options.signalAt, isExit };
	const next = following && { ...candidate, order: following };
	const admit = withinRails(connection, candidate, options.limits, next);
	const wish = { order, ...(asked !== '' && { asked }) };
	const placed = await placeOrder(run, slot, wish, { ...options, ...more, admit });
	const isSent = placed.isRepeated !== true;
	if (isSent && mayBeTriedOut(run.context))
		run.hint(`A real order was placed at ${connection.host}.`);
	return placed;
}

/** A placed order with what was said of it when it was prepared, by this try or by an earlier one. */
export async function waitAndPresent(
	run: Run,
	placed: PlacedOrder,
	options: CreateOptions,
): Promise<IDataObject> {
	const remarks = run.ledger.remarks(run.item);
	if (options.waitMs === 0) return presentPlaced(placed, remarks, options);
	const waited = await waitForFill(run, placed, options);
	return presentPlaced(waited.placed, { result: waited.result, ...remarks }, options);
}

/** @throws Failure when the execution was canceled, so that nothing is to be sent any more */
export function requireNotCanceled(run: Run): void {
	if (!run.isCanceled) return;
	throw new Failure(
		{ outcome: 'not_placed', reason: 'execution_canceled' },
		'The execution was canceled before the order was sent',
		'Run the workflow again if you still want the order',
	);
}
