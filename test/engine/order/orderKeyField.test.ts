import type { IDataObject } from 'n8n-workflow';
import { useDeduplicationStore } from '../../../tools/harness';
import { namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

beforeEach(() => useDeduplicationStore());

const run = async (orderKey: IDataObject[string], item: IDataObject = {}) =>
	await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, options: { orderKey } } as never,
		items: [item],
		onError: 'continueErrorOutput',
	});

test.each<[unknown, IDataObject]>([
	['={{ $json.id }}', {}],
	['={{ $json.id }}', { id: null }],
	['={{ $json.id }}', { id: ' \u200b' }],
	['={{ $json.id }}', { id: true }],
	['={{ $json.id }}', { id: {} }],
	['={{ $json.id }}', { id: 2 ** 53 }],
	['={{ $json.id }}', { id: Number('12345678901234567890') }],
	['={{ $json.id }}', { id: 'null' }],
	['=tv-{{ $json.id }}', {}],
	['=tv-{{ $json.id }}', { id: null }],
	['=tv-{{ $json.id }}', { id: '' }],
	['=tv-{{ $json.id }}', { id: ' ' }],
	['=tv-{{ $json.id }}', { id: {} }],
	['=tv-{{ Number($json.id) }}', { id: 'x' }],
	['={{ $json.id }}', { id: 'tv-undefined' }],
	['={{ $json.id }}', { id: 'tv-null-7' }],
	['={{ "tv-" + $json.id }}', {}],
	['={{ "tv-" + ($json.id || "") }}', {}],
	['={{ `tv-${$json.id ?? ""}` }}', {}],
	['={{ $json.bot }}-{{ $json.id }}', { bot: 'b' }],
	['={{ $json.bot }}-{{ $json.id }}', { id: 'x-y' }],
	['tv-', {}],
	['', {}],
])('the Signal ID %j with %j tells no signals apart: nothing is sent', async (orderKey, item) => {
	const { failed } = await run(orderKey as string, item);
	expect(failed[0]?.json.error).toMatchObject({
		outcome: 'not_placed',
		reason: 'invalid_input',
		field: 'orderKey',
		item: 0,
	});
	expect(stand.exchange.requests).toEqual([]);
});

test.each<[string, IDataObject]>([
	['={{ $json.id }}', { id: 0 }],
	['={{ $json.id }}', { id: 2 ** 53 - 1 }],
	['={{ $json.id }}', { id: '12345678901234567890' }],
	['={{ $json.id }}', { id: 'V1StGXR8_Z5jdHi6B-' }],
	['=tv-{{ $json.id }}', { id: '_V1StGXR8-' }],
	['={{ "tv-" + $json.id }}', { id: 7 }],
	['=tv-{{ $json.id }}', { id: 'nullify' }],
	['a fixed one', {}],
])('the Signal ID %j with %j is one', async (orderKey, item) => {
	expect((await run(orderKey, item)).success[0]?.json).toMatchObject({ outcome: 'placed' });
	expect((await run(orderKey, item)).failed[0]?.json.error).toMatchObject({
		reason: 'duplicate_order_key',
		item: 0,
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'LIMIT',
	});
	expect(stand.exchange.countOrderPosts()).toBe(1);
});
