import type { IDataObject } from 'n8n-workflow';

import { dryRunFields } from '../../fields/dryRun';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { createOptionsField, readCreateOptions } from './createOptions';
import { dryRun } from './dryRun';
import { orderFields, orderSubtitle } from './orderFields';
import { placeUnlessPlaced, placePrepared, waitAndPresent } from './placeItem';
import { prepareOrder } from './prepareOrder';
import { readOrder } from './readOrder';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create order',
		description:
			'Place a limit, market, stop-limit or OCO order. It is sent at most once and moves real money. Amounts and prices are decimal numbers; which fields are needed depends on the order type.',
	},
	subtitle: orderSubtitle,
	fields: [...orderFields, ...dryRunFields, createOptionsField],
	outcomeIfUnsent: 'not_placed',

	async execute(run) {
		return await placeUnlessPlaced(run, async () => await createOne(run));
	},
};

async function createOne(run: Run): Promise<IDataObject> {
	const options = readCreateOptions(run);
	const read = () => readOrder(run.fields);
	if (options.isDryRun) return await dryRun(run, read(), options);

	await run.connection();
	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(run.item);
	const prepared = await prepareOrder(run, run.item, read(), options);
	const placed = await placePrepared(run, run.item, prepared, options);
	return await waitAndPresent(run, placed, options);
}
