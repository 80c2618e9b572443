import type { IDataObject } from 'n8n-workflow';
import { namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

const TELEGRAM = { update_id: 7, message: { chat: { id: 42 }, text: '/buy' } };
const SENTENCE = 'Not placed: Price is empty';

const run = async (item: IDataObject, onError: 'continueErrorOutput' | 'continueRegularOutput') =>
	await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, price: '={{ $json.price }}' },
		items: [item],
		onError,
	});

test('an item keeps a message of its own on the error branch', async () => {
	const { success, failed } = await run(TELEGRAM, 'continueErrorOutput');
	expect(success).toEqual([]);
	expect(failed.map(({ json }) => json)).toEqual([
		{ ...TELEGRAM, error: expect.objectContaining({ field: 'price', message: SENTENCE }) },
	]);
});

test('every other item has the error’s, in both places', async () => {
	const { failed } = await run({ update_id: 7 }, 'continueErrorOutput');
	expect(failed[0]?.json).toEqual({
		update_id: 7,
		error: expect.objectContaining({ field: 'price', message: SENTENCE }),
		message: SENTENCE,
	});
});

test('on the regular output, where n8n adds no fields of the item, it stands in both places', async () => {
	const { success } = await run(TELEGRAM, 'continueRegularOutput');
	expect(success[0]?.json).toEqual({
		error: expect.objectContaining({ field: 'price', message: SENTENCE }),
		message: SENTENCE,
	});
});
