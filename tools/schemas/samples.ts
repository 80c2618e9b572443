import type { INodeParameters } from 'n8n-workflow';
import { faults, type Exchange } from '../exchange';

/** One run of an operation; what it brings out is a sample. */
export interface Sample {
	readonly parameters: INodeParameters;
	/** Prepares the exchange; what it returns is added to the parameters. */
	readonly before?: (exchange: Exchange) => INodeParameters | void;
}

const symbol = (value: string) => ({ __rl: true, mode: 'name', value });
const BTC = { symbol: symbol('BTCUSDT') };
const CREATE = { resource: 'order', operation: 'create', ...BTC, side: 'BUY', dryRun: 'never' };
const QUANTITY = { amountIn: 'base', quantity: '0.0005' };
const LIMIT = { ...CREATE, ...QUANTITY, type: 'LIMIT', price: '60000' };
const MARKET = { ...CREATE, ...QUANTITY, type: 'MARKET' };
const OCO = {
	...CREATE,
	...QUANTITY,
	type: 'OCO',
	price: '60000',
	stopPrice: '64000',
	limitPrice: '64100',
};
const CLOSE = {
	resource: 'order',
	operation: 'closePosition',
	...BTC,
	type: 'MARKET',
	dryRun: 'never',
};
const PROTECTED = {
	...MARKET,
	operation: 'createProtected',
	quantity: '0.01',
	takeProfit: '+4%',
	stopPrice: '-2%',
	limitPrice: '-2.5%',
};
const ALL_OPEN = { resource: 'order', operation: 'cancelMany', which: 'account' };
const MARKET_DATA = { resource: 'market', ...BTC };

const firstOf =
	(type: string) =>
	({ orders }: Exchange): INodeParameters => ({
		orderId: String(orders.find((order) => order.type === type)?.displayingId),
	});
const loses = (exchange: Exchange, fault = faults.dropAfterAccepting()): void => {
	exchange.faults.add({ match: { method: 'POST' }, fault });
};

/**
 * What is run to see what comes out of each operation, in this order and on one exchange, so that
 * the first orders are there for the later ones.
 */
export const SAMPLES: readonly Sample[] = [
	{ parameters: LIMIT },
	{ parameters: MARKET },
	{
		parameters: { ...CREATE, ...QUANTITY, type: 'STOP_LIMIT', stopPrice: '64000', price: '64100' },
	},
	{ parameters: OCO },
	{ parameters: { ...LIMIT, quantity: '0.00050004', price: '60001.123' } },
	{ parameters: { ...LIMIT, amountIn: 'percent', percent: '0.001', price: '-2%' } },
	{ parameters: { ...OCO, amountIn: 'risk', riskPercent: '0.00001' } },
	{ parameters: { ...MARKET, options: { waitUntilFilled: 1 } } },
	{ parameters: LIMIT, before: loses },
	{ parameters: { ...LIMIT, dryRun: 'always' } },
	{ parameters: { ...LIMIT, operation: 'preview' } },
	...['LIMIT', 'MARKET', 'OCO'].map((type) => ({
		parameters: { resource: 'order', operation: 'get' },
		before: firstOf(type),
	})),
	{ parameters: { resource: 'order', operation: 'getAll', list: 'open', returnAll: true } },
	{ parameters: { resource: 'order', operation: 'getAll', list: 'history', returnAll: true } },
	{ parameters: { resource: 'order', operation: 'cancel', ...BTC }, before: partlyFilled },
	{
		parameters: { ...CLOSE, dryRun: 'always' },
		before: ({ state }) => state.setBalance('BTC', '1'),
	},
	{ parameters: CLOSE },
	{ parameters: CLOSE },
	{ parameters: PROTECTED },
	{ parameters: { ...PROTECTED, options: { repeatWindow: 60 } }, before: exitPartlyFilled },
	{ parameters: { ...PROTECTED, dryRun: 'always' } },
	{ parameters: LIMIT },
	{ parameters: ALL_OPEN, before: partlyFilled },
	{ parameters: ALL_OPEN },
	{ parameters: { resource: 'trade', operation: 'getAll', returnAll: true } },
	{ parameters: { resource: 'account', operation: 'getBalances' } },
	{ parameters: { ...MARKET_DATA, operation: 'getTicker' } },
	{ parameters: { ...MARKET_DATA, operation: 'getCandles', interval: '1h', limit: 2 } },
	{ parameters: { ...MARKET_DATA, operation: 'getOrderBook' } },
	{ parameters: { ...MARKET_DATA, operation: 'getRecentTrades' } },
	{ parameters: { ...MARKET_DATA, operation: 'getSymbols' } },
];

function exitPartlyFilled({ orders, state }: Exchange): void {
	const exit = orders.filter(({ type }) => type === 'OCO').at(-1);
	if (exit !== undefined) state.fill(exit.displayingId, exit.quantity.div(2));
}

/** An order of which a part is filled, so that averagePrice is there. */
function partlyFilled({ orders, state }: Exchange): INodeParameters {
	const order = orders.find(({ status, type }) => status === 'NEW' && type === 'LIMIT');
	if (order === undefined) throw new Error('No limit order is open');
	state.fill(order.displayingId, '0.0001');
	return { orderId: String(order.displayingId) };
}

/** What is run to see what comes out of the error output. */
export const ERROR_SAMPLES: readonly Sample[] = [
	{ parameters: { ...LIMIT, price: '' } },
	{
		parameters: LIMIT,
		before: (exchange) => loses(exchange, faults.refusal('NOT_ENOUGH_QUOTE_ASSET')),
	},
	{
		parameters: { ...LIMIT, price: '60100' },
		before: (exchange) => loses(exchange, faults.dropBeforeReading()),
	},
	{ parameters: { ...LIMIT, options: { maxOrderValue: '1' } } },
	{ parameters: { ...LIMIT, quantity: '0.00001' } },
	{
		parameters: PROTECTED,
		before: ({ faults: list }) => {
			const match = { method: 'POST' };
			list.add({ match, skip: 1, fault: faults.refusal('ACCOUNT_BAN_TRADE') });
		},
	},
];
