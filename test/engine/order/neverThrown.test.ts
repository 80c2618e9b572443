import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import {
	inDocumentedForm,
	FROM_ITEM,
	LIMIT_ITEM,
	namiWorkflow,
	orderPosts,
	ORDERS,
	useExchange,
	type NamiOptions,
} from '../support';

const stand = useExchange();

const CONTINUE = ['continueErrorOutput', 'continueRegularOutput'] as const;
const ITEMS = [{ n: 0 }, { n: 1 }];

/** Runs two items with On Error set to continue and returns what came out for them as errors. */
async function errorsOf(onError: (typeof CONTINUE)[number], options: NamiOptions) {
	const run = await namiWorkflow(stand.exchange, { items: ITEMS, ...options, onError });
	expect(run.status).toBe('success');
	const items = onError === 'continueErrorOutput' ? run.failed : run.success;
	if (onError === 'continueErrorOutput') expect(run.success).toEqual([]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	return items.map(({ json: { error, message } }) => ({ error, message }));
}

const CREDENTIALS: Array<[string, ICredentialDataDecryptedObject, RegExp]> = [
	['an empty key', { apiKey: '' }, /API Key is empty/],
	['a secret of blanks', { apiSecret: '  ' }, /API Secret is empty/],
	['no Custom URL', { baseUrl: '' }, /Custom URL is empty/],
	['a Custom URL that is no address', { baseUrl: 'nami' }, /Custom URL is not an address/],
	['a Custom URL in the clear', { baseUrl: 'http://nami.example' }, /must be https/],
];

describe.each(CONTINUE)('with %s', (onError) => {
	test.each(CREDENTIALS)('a credential with %s', async (_, credential, message) => {
		const errors = await errorsOf(onError, { parameters: ORDERS.LIMIT, credential });
		const error = expect.objectContaining({ outcome: 'not_placed', reason: 'invalid_credential' });
		const expected = { error, message: expect.stringMatching(message) };
		expect(errors).toEqual([expected, expected]);
		expect(stand.exchange.requests).toEqual([]);
	});

	test('a credential that n8n cannot give', async () => {
		const run = await errorsOf(onError, {
			parameters: ORDERS.LIMIT,
			credential: 'none',
			node: { credentials: { namiApi: { id: 'gone', name: 'Deleted' } } },
		});
		const error = expect.objectContaining({ outcome: 'not_placed', reason: 'invalid_credential' });
		const message: unknown = expect.stringMatching(/n8n could not open the Nami credential: “.+”$/);
		expect(run).toEqual([
			{ error, message },
			{ error, message },
		]);
	});

	test.each<[string, ICredentialDataDecryptedObject]>([
		['an unknown key', { apiKey: 'a-key-that-nobody-has' }],
		['a wrong secret', { apiSecret: 'a-secret-that-is-wrong' }],
	])('%s: sent once for each item', async (_, credential) => {
		const errors = await errorsOf(onError, { parameters: ORDERS.LIMIT, credential });
		const error = expect.objectContaining({
			outcome: 'not_placed',
			reason: 'unauthorized',
			...inDocumentedForm({ httpStatus: 401 }),
		});
		expect(errors).toEqual([
			{ error, message: expect.stringContaining('clock agrees') },
			{ error, message: expect.stringContaining('clock agrees') },
		]);
		expect(orderPosts(stand.exchange)).toHaveLength(2);
	});

	test.each<[string, INodeParameters]>([
		['throws', { price: '={{ (() => { throw new Error("boom") })() }}' }],
		['reads a node that is not there', { price: '={{ $("Gone").item.json.price }}' }],
		['is not JavaScript', { price: '={{ 1 + }}' }],
		['stands in the options', { options: { orderKey: '={{ $("Gone").item.json.id }}' } }],
		['stands in the symbol', { symbol: '={{ $("Gone").item.json.symbol }}' }],
	])('an expression that %s', async (_, parameters) => {
		const errors = await errorsOf(onError, { parameters: { ...ORDERS.LIMIT, ...parameters } });
		// n8n makes an empty value of some errors, and throws others.
		const reason = expect.stringMatching(/^(unexpected|invalid_input)$/);
		const error = expect.objectContaining({ outcome: 'not_placed', reason });
		const message = expect.stringMatching(/./);
		expect(errors).toEqual([
			{ error, message },
			{ error, message },
		]);
		expect(stand.exchange.placed).toEqual([]);
	});
});

test('an expression that fails for one item spoils that item only', async () => {
	const price = '={{ $json.price.value.toFixed(2) }}';
	const run = await namiWorkflow(stand.exchange, {
		parameters: { ...FROM_ITEM, price },
		items: [
			{ ...LIMIT_ITEM, price: { value: 60000 } },
			{ ...LIMIT_ITEM, price: 60000 },
			{ ...LIMIT_ITEM, price: { value: 60001 } },
		],
		onError: 'continueErrorOutput',
	});
	expect(run.success.map(({ json }) => json.price)).toEqual([60000, 60001]);
	expect(run.failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
});

test('with Stop Workflow, a missing credential is a NodeApiError with the same facts', async () => {
	const run = await namiWorkflow(stand.exchange, {
		parameters: ORDERS.LIMIT,
		credential: { apiSecret: '' },
	});
	expect(run.error).toMatchObject({
		name: 'NodeApiError',
		message: expect.stringContaining('credential’s API Secret is empty'),
		context: { data: { outcome: 'not_placed', reason: 'invalid_credential', placed: [] } },
	});
});
