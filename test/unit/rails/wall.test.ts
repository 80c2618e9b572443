import { parseDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import { orderParameters, type SpotOrder } from '../../../nodes/NamiSpot/exchange/spotOrder';
import { accountKey } from '../../../nodes/NamiSpot/exchange/wire/connect';
import type { SignableOptions } from '../../../nodes/NamiSpot/exchange/wire/signableOptions';
import { withNotes } from '../../../nodes/NamiSpot/exchange/wire/signingNotes';
import { reservationsOf, type Reservation } from '../../../nodes/NamiSpot/rails/reservations';
import { requireWithinRails } from '../../../nodes/NamiSpot/rails/wall';
import { NamiApi } from '../../../credentials/NamiApi.credentials';

const BASE = 'https://nami.exchange';
const credential = (rails: Record<string, unknown>) => ({
	apiKey: 'key',
	apiSecret: 'secret',
	environment: 'live',
	...rails,
});

const order: SpotOrder = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	useQuoteQty: false,
	quantity: parseDecimal('0.001'),
	price: parseDecimal('60000'),
} as SpotOrder;

const request = (method: string, path: string, body?: unknown): SignableOptions =>
	({ method, url: `${BASE}${path}`, body }) as SignableOptions;
const post = (changes: Record<string, unknown> = {}) =>
	request('POST', '/api/v4/spot/order', { ...orderParameters(order), ...changes });
const cancel = (body: unknown) => request('DELETE', '/api/v4/spot/order', body);
const cancelMany = (body: unknown) => request('DELETE', '/api/v4/spot/all_order', body);

const refusal = (rails: Record<string, unknown>, options: SignableOptions): string | undefined => {
	try {
		requireWithinRails(credential(rails), options);
		return undefined;
	} catch (caught) {
		return String(caught);
	}
};

const READ_ONLY = { trading: 'readOnly' };
const REDUCE_ONLY = { trading: 'reduceOnly' };
const SYMBOLS = { allowedSymbols: 'BTCUSDT, ETHUSDT' };
const VALUE = { maxOrderValue: 'USDT 1000' };
const DAY = { maxSpentPerDay: 'USDT 1000' };
const HOUR = { maxOrdersPerHour: '10' };

test.each<[string, Record<string, unknown>, SignableOptions]>([
	['anything without rails', {}, request('PUT', '/api/v9/futures', { a: 1 })],
	['a read with every rail', { ...READ_ONLY, ...SYMBOLS, ...VALUE }, request('GET', '/api/v4/x')],
	['a read with a rail that cannot be used', { maxOrderValue: '1' }, request('GET', '/api/v4/x')],
	['a sell, Reduce Only', REDUCE_ONLY, post({ side: 'SELL' })],
	['a cancellation, Reduce Only', REDUCE_ONLY, cancel({ symbol: 'DOGEUSDT', displayingId: '1' })],
	['a listed symbol', SYMBOLS, post()],
	['canceling a listed symbol', SYMBOLS, cancel({ symbol: 'ETHUSDT', displayingId: '1' })],
	['canceling listed symbols', SYMBOLS, cancelMany({ orders: [{ symbol: 'ETHUSDT' }] })],
	['the same as text', SYMBOLS, cancelMany({ orders: '[{"symbol":"ETHUSDT"}]' })],
	['canceling under a limit of value', VALUE, cancel({ symbol: 'DOGEUSDT', displayingId: '1' })],
])('signs %s', (_, rails, options) => {
	expect(refusal(rails, options)).toBeUndefined();
});

test.each<[string, Record<string, unknown>, SignableOptions, RegExp]>([
	['an order, Read Only', READ_ONLY, post({ side: 'SELL' }), /Read Only/],
	['a cancellation, Read Only', READ_ONLY, cancel({ symbol: 'BTCUSDT' }), /Read Only/],
	[
		'anything else, Read Only',
		READ_ONLY,
		request('PUT', '/api/v4/x', { a: 1 }),
		/only spot orders/,
	],
	['a HEAD, Read Only', READ_ONLY, request('HEAD', '/api/v4/spot/order'), /only spot orders/],
	['a buy, Reduce Only', REDUCE_ONLY, post(), /Reduce Only/],
	['a side that is none', REDUCE_ONLY, post({ side: 'sell' }), /no symbol or side/],
	['a side in a list', REDUCE_ONLY, post({ side: ['SELL'] }), /no symbol or side/],
	['another symbol', SYMBOLS, post({ symbol: 'DOGEUSDT' }), /DOGEUSDT is not among/],
	['a symbol in another spelling', SYMBOLS, post({ symbol: 'BTC/USDT' }), /is not among/],
	['a symbol in a list', SYMBOLS, post({ symbol: ['BTCUSDT'] }), /no symbol or side/],
	['canceling another symbol', SYMBOLS, cancel({ symbol: 'DOGEUSDT' }), /is not among/],
	[
		'canceling another symbol among others',
		SYMBOLS,
		cancelMany({ orders: [{ symbol: 'BTCUSDT' }, { symbol: 'DOGEUSDT' }] }),
		/DOGEUSDT is not among/,
	],
	['canceling what is not named', SYMBOLS, cancelMany({ allowNotification: true }), /is not among/],
	[
		'canceling one order beside an empty list',
		SYMBOLS,
		cancel({ symbol: 'DOGEUSDT', displayingId: '1', orders: [] }),
		/one order and a list/,
	],
	[
		'canceling one order beside a list, as text',
		SYMBOLS,
		cancel({ displayingId: '1', orders: '[{"symbol":"BTCUSDT"}]' }),
		/one order and a list/,
	],
	['an empty list, Read Only', READ_ONLY, cancelMany({ orders: [] }), /not a list/],
	[
		'a second side that servers read out of an address',
		REDUCE_ONLY,
		request('POST', '/api/v4/spot/order?symbol=BTCUSDT&side=SELL&side[]=BUY'),
		/parameter side\[\]/,
	],
	[
		'a second order that servers read out of an address',
		SYMBOLS,
		request('DELETE', '/api/v4/spot/all_order?symbol=BTCUSDT&orders[0][symbol]=DOGEUSDT'),
		/parameter orders\[0\]\[symbol\]/,
	],
	['canceling no list', SYMBOLS, cancelMany({ orders: { symbol: 'BTCUSDT' } }), /not a list/],
	['canceling what is no JSON', SYMBOLS, cancelMany({ orders: 'x' }), /not a list/],
	['an order that nobody has valued', VALUE, post(), /Nami Spot node has checked/],
	['an order that nobody has summed up', DAY, post(), /Nami Spot node has checked/],
	['an order that nobody has counted', HOUR, post(), /Nami Spot node has checked/],
	['a rail that cannot be used', { maxOrderValue: '1' }, post(), /cannot be used/],
	[
		'another endpoint',
		VALUE,
		request('POST', '/api/v4/futures/order', { a: 1 }),
		/only spot orders/,
	],
	[
		'the endpoint in another spelling',
		SYMBOLS,
		request('POST', '/API/v4/spot/order', {}),
		/only spot orders/,
	],
	['a doubled slash', SYMBOLS, request('POST', '//api/v4/spot/order', {}), /only spot orders/],
	['a slash at its end', SYMBOLS, request('POST', '/api/v4/spot/order/', {}), /only spot orders/],
	['an order in small letters', READ_ONLY, { ...post(), method: 'post' }, /Read Only/],
	['a PUT of an order', SYMBOLS, { ...post(), method: 'PUT' }, /only spot orders/],
])('does not sign %s', (_, rails, options, message) => {
	expect(refusal(rails, options)).toMatch(message);
});

test('an order in the address is held like one in the body', () => {
	const url = `${BASE}/api/v4/spot/order?symbol=BTCUSDT&side=BUY`;
	expect(refusal(REDUCE_ONLY, { method: 'POST', url })).toMatch(/Reduce Only/);
});

describe('an order whose value is limited is signed', () => {
	const reservations = reservationsOf(accountKey(BASE, 'key'));
	const reserved = (of: SpotOrder): Reservation => ({
		order: of,
		quoteAsset: undefined,
		value: undefined,
		at: Date.now(),
	});
	const own = (changes: Record<string, unknown> = {}) => withNotes(post(changes), {});
	beforeEach(() => reservations.add(reserved(order)));
	afterEach(() => reservations.clear());

	test('if the node sends it and has checked it', () => {
		expect(refusal({ ...VALUE, ...DAY, ...HOUR }, own())).toBeUndefined();
	});

	test.each<[string, Exclude<Reservation['outcome'], undefined>]>([
		['it is placed', { displayingId: '1' }],
		['nobody knows whether it is', null],
	])('not after the node is done with it: %s', (_, outcome) => {
		for (const reservation of reservations) reservation.outcome = outcome;
		expect(refusal(VALUE, own())).toMatch(/has checked/);
	});

	test('not after it is proven not to be placed', () => {
		reservations.clear();
		expect(refusal(VALUE, own())).toMatch(/has checked/);
	});

	test('not if somebody else sends the same', () => {
		expect(refusal(VALUE, post())).toMatch(/has checked/);
	});

	test('not for another account', () => {
		expect(refusal({ ...VALUE, apiKey: 'other' }, own())).toMatch(/has checked/);
	});

	test.each([
		{ quantity: 0.002 },
		{ price: 60001 },
		{ symbol: 'ETHUSDT' },
		{ side: 'SELL' },
		{ type: 'MARKET' },
		{ quoteOrderQty: 900 },
		{ useQuoteQty: true },
		{ quantity: undefined },
	])('not with %j', (changes) => {
		expect(refusal(VALUE, own(changes))).toMatch(/has checked/);
	});

	test('a market order also with a price and both amounts', () => {
		const market: SpotOrder = { ...order, type: 'MARKET' };
		reservations.add(reserved(market));
		const parameters = { type: 'MARKET', price: 61000, quoteOrderQty: 61 };
		expect(refusal(VALUE, own(parameters))).toBeUndefined();
		expect(refusal(VALUE, own({ ...parameters, quantity: 0.002 }))).toMatch(/has checked/);
	});
});

test('below a base URL with a path', () => {
	const custom = { environment: 'custom', baseUrl: 'https://proxy.example/nami', ...SYMBOLS };
	const at = (path: string) => ({ ...post(), url: `https://proxy.example${path}` });
	expect(refusal(custom, at('/nami/api/v4/spot/order'))).toBeUndefined();
	expect(refusal(custom, at('/nami/other/api/v4/spot/order'))).toMatch(/only spot orders/);
	for (const elsewhere of ['/other/api/v4/spot/order', '/api/v4/spot/order']) {
		expect(refusal(custom, at(elsewhere))).toMatch(/signs only requests to/);
	}
	const reduceOnly = { ...custom, ...REDUCE_ONLY };
	expect(refusal(reduceOnly, at('/nami/api/v4/spot/order'))).toMatch(/Reduce Only/);
});

test('authenticate looks at the rails before it signs', async () => {
	const sign = async (rails: Record<string, unknown>) =>
		await new NamiApi().authenticate(credential(rails) as never, post() as never);
	await expect(sign(READ_ONLY)).rejects.toThrow(/Read Only/);
	await expect(sign({})).resolves.toMatchObject({ method: 'POST' });
});
