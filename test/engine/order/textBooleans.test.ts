import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { namiWorkflow, ORDERS, parametersOf, useExchange } from '../support';
import { FIRST_ID, FILLED, seedOrders } from '../support/seedOrders';

const stand = useExchange();

const SYMBOL = { __rl: true, mode: 'name', value: 'BTCUSDT' };
const CANCEL = {
	resource: 'order',
	operation: 'cancel',
	symbol: SYMBOL,
	orderId: String(FIRST_ID),
};
const GET_MANY = { resource: 'order', operation: 'getAll', list: 'history' };
const SYMBOLS = { resource: 'market', operation: 'getSymbols' };
const BALANCES = { resource: 'account', operation: 'getBalances' };

const option = (name: string) => ({ options: { [name]: '={{ $json.value }}' } });
const filter = (name: string) => ({ filters: { [name]: '={{ $json.value }}' } });

/** Every boolean of the node. */
const BOOLEANS: Array<[field: string, parameters: INodeParameters]> = [
	['allowNotification', { ...CANCEL, ...option('allowNotification') }],
	['simplify', { ...CANCEL, ...option('simplify') }],
	['simplify', { ...ORDERS.LIMIT, ...option('simplify') }],
	['simplify', { ...SYMBOLS, ...option('simplify') }],
	['continueAfterUnknown', { ...ORDERS.LIMIT, ...option('continueAfterUnknown') }],
	['hideCanceled', { ...GET_MANY, ...filter('hideCanceled') }],
	['returnAll', { ...GET_MANY, returnAll: '={{ $json.value }}' }],
	['tradableOnly', { ...SYMBOLS, tradableOnly: '={{ $json.value }}' }],
	['hideZero', { ...BALANCES, hideZero: '={{ $json.value }}' }],
];

const UNDERSTOOD = [true, 'true', 'TRUE', ' True ', 1, '1', false, 'false', 'FALSE', 0, '0'];
const REFUSED = ['yes', 'off', '', null, undefined, 2, 'tru', [true], {}];

const run = async (parameters: INodeParameters, values: readonly unknown[]) =>
	await namiWorkflow(stand.exchange, {
		parameters,
		items: values.map((value) => ({ value }) as IDataObject),
		onError: 'continueErrorOutput',
	});

test.each(BOOLEANS)(
	'%s: what is no boolean is refused, never ignored (%#)',
	async (field, parameters) => {
		const { success, failed } = await run(parameters, REFUSED);
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual(
			REFUSED.map((_, item) => expect.objectContaining({ reason: 'invalid_input', field, item })),
		);
		expect(stand.exchange.requests).toEqual([]);
	},
);

test.each(BOOLEANS)('%s: as sheets, forms and webhooks write it (%#)', async (_, parameters) => {
	await seedOrders(stand, {}, FILLED);
	const { failed } = await run(parameters, UNDERSTOOD);
	expect(failed).toEqual([]);
});

test.each([
	['"false"', false],
	['"TRUE"', true],
	['0', false],
])('Allow Notification as %s is sent as %s', async (value, sent) => {
	await seedOrders(stand, {});
	await run({ ...CANCEL, options: { allowNotification: `={{ ${value} }}` } }, [0]);
	const cancellations = stand.exchange.requests.filter(({ method }) => method === 'DELETE');
	const carried = new Map(cancellations.flatMap(parametersOf)).get('allowNotification');
	expect(String(carried)).toBe(String(sent));
});
