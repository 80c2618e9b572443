import type { Operation } from '../operation';
import { createOptionsField, readCreateOptions } from './createOptions';
import { shownOrder } from './dryRun';
import { orderFields } from './orderFields';
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

	async execute(run, item) {
		const options = readCreateOptions(run, item);
		const order = readOrder(run.fields(item));
		return [{ outcome: 'preview', ...(await shownOrder(run, item, order, options)) }];
	},
};
