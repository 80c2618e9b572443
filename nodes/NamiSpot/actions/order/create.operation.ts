import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import { toRecord } from '../../exchange/spotOrder';
import { retriedRun, runIndexOf } from '../../placement/execution';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { placeOrder } from '../../placement/place';
import { recallOrder } from '../../placement/recall';
import { waitForFill } from '../../placement/waitForFill';
import { withinRails } from '../../rails/admission';
import { dryRunFields, mayBeTriedOut } from '../../fields/dryRun';
import type { Operation } from '../operation';
import type { Run } from '../run';
import {
	createOptionsField,
	optionsOrDefaults,
	readCreateOptions,
	type CreateOptions,
} from './createOptions';
import { orderFields } from './orderFields';
import { dryRun } from './dryRun';
import { prepareOrder } from './prepareOrder';
import { presentPlaced } from './presentPlaced';
import { tellMore } from './tellMore';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an order',
		description:
			'Place a limit, market, stop-limit or OCO order. It is sent at most once and moves real money. Amounts and prices are decimal numbers; which fields are needed depends on the order type.',
	},
	fields: [...orderFields, ...dryRunFields, createOptionsField],
	outcomeIfUnsent: 'not_placed',

	async execute(run, item) {
		const retried = retriedRun(run.context, runIndexOf(run.context));
		if (retried === undefined) return await createOne(run, item);
		return await oneAtATime(`${retried} ${item}`, async () => await createOne(run, item));
	},
};

async function createOne(run: Run, item: number): Promise<IDataObject[]> {
	try {
		return [await placeOne(run, item)];
	} catch (caught) {
		throw await tellMore(run, item, caught);
	}
}

async function placeOne(run: Run, item: number): Promise<IDataObject> {
	// First of all: whatever has changed since, an order that was placed stays placed.
	const earlier = await recallOrder(run, item);
	if (earlier !== undefined) {
		return await waitAndPresent(run, item, earlier, optionsOrDefaults(run, item));
	}

	if (run.isCanceled) throw canceled();
	const options = readCreateOptions(run, item);
	if (options.isDryRun) return await dryRun(run, item, options);

	const connection = await run.connection();
	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(item);
	const { order, asked, remarks, hints } = await prepareOrder(run, item, options);
	hints.forEach((hint) => run.hint(hint));
	run.ledger.prepare(item, { asked, order: toRecord(order), remarks });
	const candidate = { order, signalAt: options.signalAt };
	const admit = withinRails(connection, candidate, options.limits);
	const placed = await placeOrder(run, item, order, { ...options, admit });
	if (mayBeTriedOut(run.context)) run.hint(`A real order was placed at ${connection.host}.`);
	return await waitAndPresent(run, item, placed, options);
}

/** A placed order with what was said of it when it was prepared, by this try or by an earlier one. */
async function waitAndPresent(
	run: Run,
	item: number,
	placed: PlacedOrder,
	options: CreateOptions,
): Promise<IDataObject> {
	const remarks = run.ledger.prepared(item)?.remarks ?? {};
	if (options.waitMs === 0) return presentPlaced(placed, remarks, options);
	const waited = await waitForFill(run, item, placed, options);
	return presentPlaced(waited.placed, { result: waited.result, ...remarks }, options);
}

function canceled(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'execution_canceled' },
		'The execution was canceled before the order was sent',
		'Run the workflow again if you still want the order',
	);
}
