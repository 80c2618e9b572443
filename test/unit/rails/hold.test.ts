import { parseDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import { Failure } from '../../../nodes/NamiSpot/exchange/reply/failure';
import type { SpotOrder } from '../../../nodes/NamiSpot/exchange/spotOrder';
import type { AccountSums } from '../../../nodes/NamiSpot/rails/accountSums';
import { holdCancellation, holdToOutline, holdToRails } from '../../../nodes/NamiSpot/rails/hold';
import { credentialLimits } from '../../../nodes/NamiSpot/rails/limits';
import type { OrderFacts } from '../../../nodes/NamiSpot/rails/rail';

const decimal = (text: string) => parseDecimal(text) ?? fail(text);

const order: SpotOrder = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', useQuoteQty: false };

const account = (spent: string | undefined, orders: number) =>
	({
		spentWithinDay: () => spent && decimal(spent),
		ordersWithinHour: () => orders,
	}) as unknown as AccountSums;

const facts = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
	order,
	signalAt: undefined,
	lastPrice: decimal('60000'),
	quoteAsset: 'USDT',
	value: { value: decimal('30'), origin: 'test' },
	account: account('70', 4),
	...changes,
});

function failureOf(hold: () => void): Failure | undefined {
	try {
		hold();
		return undefined;
	} catch (caught) {
		if (caught instanceof Failure) return caught;
		throw caught;
	}
}

const beyond = (credential: Record<string, unknown>, changes: Partial<OrderFacts> = {}) =>
	failureOf(() => holdToRails(credentialLimits(credential), facts(changes)))?.facts;

const sell = { order: { ...order, side: 'SELL' } } as const;

test.each<[string, Record<string, unknown>, Partial<OrderFacts>]>([
	['no rail', {}, {}],
	['empty fields', { trading: 'allowed', allowedSymbols: '', maxOrderValue: '' }, {}],
	['Reduce Only, a sell', { trading: 'reduceOnly' }, sell],
	['a symbol that is listed', { allowedSymbols: 'eth/usdt btc/usdt' }, {}],
	['a value at its limit', { maxOrderValue: 'VNST 1, USDT 30' }, {}],
	['a sum at its limit', { maxSpentPerDay: 'USDT 100' }, {}],
	['a sum beyond its limit, a sell', { maxSpentPerDay: 'USDT 1' }, sell],
	['a sell in an asset that may not be spent', { maxSpentPerDay: 'VNST 1' }, sell],
	['the last order of the hour', { maxOrdersPerHour: '5' }, {}],
	['a number', { maxOrdersPerHour: 5 }, {}],
])('within: %s', (_, credential, changes) => {
	expect(beyond(credential, changes)).toBeUndefined();
});

test.each<[string, Record<string, unknown>, Partial<OrderFacts>, Record<string, unknown>]>([
	['Read Only', { trading: 'readOnly' }, {}, { rail: 'trading', limit: 'readOnly' }],
	['Read Only, a sell', { trading: 'readOnly' }, sell, { rail: 'trading', limit: 'readOnly' }],
	[
		'Reduce Only',
		{ trading: 'reduceOnly' },
		{},
		{ rail: 'trading', limit: 'reduceOnly', value: 'BUY' },
	],
	[
		'another symbol',
		{ allowedSymbols: 'ETHUSDT' },
		{},
		{ rail: 'allowedSymbols', limit: 'ETHUSDT', value: 'BTCUSDT' },
	],
	[
		'a higher value',
		{ maxOrderValue: 'USDT 29.99' },
		{},
		{ rail: 'maxOrderValue', limit: '29.99 USDT', value: '30 USDT' },
	],
	[
		'an asset that is not listed',
		{ maxOrderValue: 'VNST 6000000' },
		{},
		{ rail: 'maxOrderValue', limit: 'VNST 6000000', value: 'USDT' },
	],
	[
		'an unknown asset',
		{ maxOrderValue: 'USDT 999' },
		{ quoteAsset: undefined },
		{ rail: 'maxOrderValue' },
	],
	[
		'an unknown value',
		{ maxOrderValue: 'USDT 999' },
		{ value: undefined },
		{ rail: 'maxOrderValue' },
	],
	[
		'a higher sum',
		{ maxSpentPerDay: 'USDT 99.99' },
		{},
		{ rail: 'maxSpentPerDay', limit: '99.99 USDT', value: '100 USDT' },
	],
	[
		'unreadable lists',
		{ maxSpentPerDay: 'USDT 999' },
		{ account: undefined },
		{ rail: 'maxSpentPerDay' },
	],
	[
		'a row that does not say what it costs',
		{ maxSpentPerDay: 'USDT 999' },
		{ account: account(undefined, 0) },
		{ rail: 'maxSpentPerDay' },
	],
	[
		'one order more',
		{ maxOrdersPerHour: '4' },
		{},
		{ rail: 'maxOrdersPerHour', limit: '4', value: '5' },
	],
	['one sell more', { maxOrdersPerHour: '4' }, sell, { rail: 'maxOrdersPerHour' }],
	[
		'uncounted orders',
		{ maxOrdersPerHour: '4' },
		{ account: undefined },
		{ rail: 'maxOrdersPerHour' },
	],
	['Allowed among symbols', { allowedSymbols: 'allowed' }, {}, { rail: 'allowedSymbols' }],
])('beyond: %s', (_, credential, changes, told) => {
	expect(beyond(credential, changes)).toMatchObject({
		outcome: 'not_placed',
		reason: 'guard_rail',
		owner: 'credential',
		...told,
	});
});

test.each<[string, unknown[]]>([
	['trading', ['', undefined, null, 'Allowed', 'constructor', 0, {}]],
	['allowedSymbols', [undefined, null, ' ', '?', 'all', 7, [], {}]],
	['maxOrderValue', [undefined, null, ' ', '250', 250, 'USDT', 'lots', 'allowed']],
	['maxSpentPerDay', [undefined, null, ' ', '250', 250]],
	['maxOrdersPerHour', [undefined, null, ' ', '0', -1, 1.5, 'ten', true, [5], Number.NaN]],
])('a %s that cannot be used holds every order, before anything is asked', (rail, values) => {
	for (const value of values) {
		const failure = failureOf(() => holdToOutline(credentialLimits({ [rail]: value }), facts()));
		expect(failure?.facts).toMatchObject({ reason: 'guard_rail', rail, owner: 'credential' });
	}
});

test.each<[string, Record<string, unknown>, string, boolean]>([
	['nothing set', {}, 'BTCUSDT', true],
	['Read Only', { trading: 'readOnly' }, 'BTCUSDT', false],
	['Reduce Only', { trading: 'reduceOnly' }, 'BTCUSDT', true],
	['a listed symbol', { allowedSymbols: 'BTCUSDT' }, 'BTCUSDT', true],
	['another symbol', { allowedSymbols: 'ETHUSDT' }, 'BTCUSDT', false],
	['a list that cannot be used', { allowedSymbols: '?' }, 'BTCUSDT', false],
	['limits of value and number', { maxOrderValue: 'USDT 1', maxOrdersPerHour: 1 }, 'BTCUSDT', true],
	['a limit of value that cannot be used', { maxOrderValue: '1' }, 'BTCUSDT', true],
])('canceling with %s', (_, credential, symbol, passes) => {
	const failure = failureOf(() => holdCancellation(credentialLimits(credential), symbol));
	expect(failure === undefined).toBe(passes);
	if (!passes)
		expect(failure?.facts).toMatchObject({ outcome: 'not_canceled', reason: 'guard_rail' });
});
