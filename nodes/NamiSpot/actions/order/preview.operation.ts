import type { Operation } from '../operation';
import { createOptionsField, readCreateOptions } from './createOptions';
import { shownUnsent } from './dryRun';
import { orderFields } from './orderFields';
import { prepareOrder } from './prepareOrder';
import { readOrder } from './readOrder';

export const preview: Operation = {
	option: {
		name: 'Preview',
		value: 'preview',
		action: 'Preview order',
		description:
			'Describe an order in one sentence, for a person to approve: what is traded, for how much at most, with which fee, and which guard rail is close. Sends nothing.',
	},
	fields: [...orderFields, createOptionsField],
	outcomeIfUnsent: 'not_placed',
	isRead: true,

	async execute(run) {
		const options = { ...readCreateOptions(run), isDryRun: true };
		const prepared = await prepareOrder(run, run.item, readOrder(run.fields), options);
		return [{ outcome: 'preview', ...(await shownUnsent(run, prepared, options)) }];
	},
};
