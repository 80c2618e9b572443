import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import type { Adjustment } from '../../symbolRules';
import { retriedRun, runIndexOf } from '../../placement/execution';
import { oneAtATime } from '../../placement/oneAtATime';
import type { PlacedOrder } from '../../placement/orderRun';
import { placedEntry, placeOrder } from '../../placement/place';
import { recallOrder } from '../../placement/recall';
import { withinRails } from '../../rails/admission';
import { dryRunFields, mayBeTriedOut } from '../../fields/dryRun';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { createOptionsField, optionsOrDefaults, readCreateOptions } from './createOptions';
import { orderFields } from './orderFields';
import { dryRun } from './dryRun';
import { prepareOrder } from './prepareOrder';
import { presentPlaced } from './presentPlaced';

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
	// First of all: whatever has changed since, an order that was placed stays placed.
	const earlier = await recallOrder(run, item);
	if (earlier !== undefined) return [presentPlaced(earlier, optionsOrDefaults(run, item))];

	if (run.isCanceled) throw canceled();
	const options = readCreateOptions(run, item);
	if (options.isDryRun) return [await dryRun(run, item, options)];

	const connection = await run.connection();
	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(item);
	const { order, adjusted, hints } = await prepareOrder(run, item, options);
	hints.forEach((hint) => run.hint(hint));
	const candidate = { order, signalAt: options.signalAt };
	const admit = withinRails(connection, candidate, options.limits);
	const placed = await placeOrder(run, item, order, { ...options, admit });
	if (mayBeTriedOut(run.context)) run.hint(`A real order was placed at ${connection.host}.`);
	return [presentPlaced(recordAdjusted(run, item, placed, adjusted), options)];
}

function canceled(): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'execution_canceled' },
		'The execution was canceled before the order was sent',
		'Run the workflow again if you still want the order',
	);
}

/** Adds what the symbol's rules changed to the answer, also to the one that a later try recalls. */
function recordAdjusted(
	{ ledger }: Run,
	item: number,
	placed: PlacedOrder,
	adjusted: readonly Adjustment[],
): PlacedOrder {
	if (adjusted.length === 0) return placed;
	const data = { ...placed.data, adjusted: adjusted.map((change) => ({ ...change })) };
	ledger.write(item, placedEntry(data, placed.isReconciled));
	return { ...placed, data };
}
