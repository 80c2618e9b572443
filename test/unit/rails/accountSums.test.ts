import type { IDataObject } from 'n8n-workflow';
import { formatDecimal, parseDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import { AccountSums } from '../../../nodes/NamiSpot/rails/accountSums';
import type { Reservation } from '../../../nodes/NamiSpot/rails/reservations';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ago: number) => new Date(NOW - ago).toISOString();

let lastId = 0;
const row = (changes: IDataObject = {}): IDataObject => {
	lastId += 1;
	return {
		displayingId: lastId,
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'LIMIT',
		status: 'FILLED',
		price: 60_000,
		quantity: 0.001,
		executedQty: 0.001,
		quoteQty: 60,
		executedQuoteQty: 59.5,
		createdAt: at(10 * MINUTE),
		updatedAt: at(10 * MINUTE),
		...changes,
	};
};

const reservation = (changes: Partial<Reservation> = {}): Reservation => ({
	order: { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', useQuoteQty: false },
	quoteAsset: 'USDT',
	value: parseDecimal('10'),
	at: NOW - 1000,
	...changes,
});

const sums = (rows: IDataObject[], reserved: Reservation[] = [], readAt = NOW) =>
	new AccountSums({ rows, readAt, clockOffset: 0 }, () => reserved, NOW);

const spent = (rows: IDataObject[], reserved: Reservation[] = [], readAt = NOW) => {
	const sum = sums(rows, reserved, readAt).spentWithinDay('USDT');
	return sum && formatDecimal(sum);
};

test.each<[string, IDataObject, string | undefined]>([
	['a filled order: what it took', {}, '59.5'],
	['an open order: all of it', { status: 'NEW', executedQty: 0, executedQuoteQty: 0 }, '60'],
	[
		'an open OCO: its dearer leg, also where its legs are not listed',
		{ type: 'OCO', status: 'NEW', executedQty: 0, executedQuoteQty: 0, limitPrice: 64_000 },
		'64',
	],
	['one that is filled in part: all of it', { status: 'PARTIALLY_FILLED' }, '60'],
	['a status that nobody knows: all of it', { status: 'SLEEPING' }, '60'],
	['one without a status', { status: undefined }, '60'],
	['a canceled order: what it took', { status: 'CANCELED', executedQuoteQty: 20 }, '20'],
	[
		'a canceled order that took nothing',
		{ status: 'CANCELED', executedQty: 0, executedQuoteQty: 0 },
		'0',
	],
	['a filled order with an amount of zero', { executedQuoteQty: 0 }, '60'],
	['a filled order without its amount', { executedQuoteQty: undefined }, '60'],
	['a row that says nothing', { executedQuoteQty: null, price: null, quoteQty: null }, undefined],
	['a sell', { side: 'SELL' }, '0'],
	['a side in small letters', { side: 'buy' }, '59.5'],
	['a row without a side', { side: undefined }, '59.5'],
	['another quote asset', { symbol: 'BTCVNST' }, '0'],
	['a symbol with a slash', { symbol: 'BTC/USDT' }, '59.5'],
	['older than a day', { createdAt: at(25 * HOUR), updatedAt: at(25 * HOUR) }, '0'],
	['older, but filled today', { createdAt: at(25 * HOUR), updatedAt: at(HOUR) }, '59.5'],
	['older, but open', { createdAt: at(99 * HOUR), updatedAt: at(99 * HOUR), status: 'NEW' }, '60'],
	['without a time', { createdAt: undefined, updatedAt: undefined }, '59.5'],
	['a time without a zone', { createdAt: '2026-03-01 11:50:00', updatedAt: undefined }, '59.5'],
])('spent by %s', (_, changes, cost) => {
	expect(spent([row(changes)])).toBe(cost);
});

test('an OCO and its legs count once, as the dearest of them', () => {
	const oco = row({ status: 'NEW', quoteQty: 60 });
	const legs = [61, 60].map((quoteQty) =>
		row({ status: 'NEW', quoteQty, ocoOrderId: oco.displayingId }),
	);
	expect(spent([oco, ...legs])).toBe('61');
	expect(sums([oco, ...legs]).ordersWithinHour()).toBe(1);
});

test('orders of the last hour count, of either side and whatever became of them', () => {
	const rows = [
		row(),
		row({ side: 'SELL' }),
		row({ status: 'CANCELED' }),
		row({ createdAt: at(2 * HOUR) }),
		row({ createdAt: undefined }),
	];
	expect(sums(rows, [reservation()]).ordersWithinHour()).toBe(5);
});

test('orders of two symbols are two, also with the same id', () => {
	const rows = [row({ displayingId: 7 }), row({ displayingId: 7, symbol: 'ETHUSDT' })];
	expect(sums(rows).ordersWithinHour()).toBe(2);
	expect(spent(rows)).toBe('119');
	const own = reservation({ outcome: { displayingId: '7' }, settledAt: NOW });
	expect(spent(rows.slice(1), [own])).toBe('69.5');
});

test('an asset is the same in small letters', () => {
	const sum = sums([row()], [reservation({ quoteAsset: 'usdt' })]).spentWithinDay('usdt');
	expect(sum && formatDecimal(sum)).toBe('69.5');
});

test('times count by the exchange’s clock', () => {
	const early = { rows: [row({ createdAt: at(0) })], readAt: NOW, clockOffset: 2 * HOUR };
	expect(new AccountSums(early, () => [], NOW).ordersWithinHour()).toBe(0);
});

describe('what this process has let through', () => {
	const known = row({ displayingId: 77 });

	test.each<[string, Partial<Reservation>, string]>([
		['on its way', {}, '69.5'],
		['placed, and not listed yet', { outcome: { displayingId: '78' }, settledAt: NOW }, '69.5'],
		['placed and listed: once', { outcome: { displayingId: '77' }, settledAt: NOW }, '59.5'],
		['unknown', { outcome: null, settledAt: NOW - MINUTE }, '69.5'],
		[
			'unknown, and a list read long after it',
			{ outcome: null, settledAt: NOW - 6 * MINUTE },
			'59.5',
		],
		['a sell', { order: { ...reservation().order, side: 'SELL' } }, '59.5'],
		['another asset', { quoteAsset: 'VNST' }, '59.5'],
		[
			'yesterday’s',
			{ at: NOW - 26 * HOUR, settledAt: NOW - 26 * HOUR, outcome: { displayingId: '1' } },
			'59.5',
		],
	])('%s', (_, changes, sum) => {
		expect(spent([known], [reservation(changes)])).toBe(sum);
	});

	test('one whose value is not known leaves the sum unknown', () => {
		expect(spent([known], [reservation({ value: undefined })])).toBeUndefined();
	});
});
