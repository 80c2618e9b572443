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

	async execute(run, item) {
		return await placeUnlessPlaced(run, item, async () => await createOne(run, item));
	},
};

async function createOne(run: Run, item: number): Promise<IDataObject> {
	const options = readCreateOptions(run, item);
	const read = () => readOrder(run.fields(item));
	if (options.isDryRun) return await dryRun(run, item, read(), options);

	await run.connection();
	if (!options.continueAfterUnknown) run.ledger.requireNotHeldUp(item);
	const prepared = await prepareOrder(run, item, read(), options);
	const placed = await placePrepared(run, item, prepared, options);
	return await waitAndPresent(run, item, placed, options);
}
