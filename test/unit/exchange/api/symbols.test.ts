import { clock } from '../../../../nodes/NamiSpot/exchange/clock';
import {
	lastPriceOf,
	priceAtHand,
	resetLastPrices,
} from '../../../../nodes/NamiSpot/exchange/api/lastPrices';
import { forgetAll } from '../../../../nodes/NamiSpot/exchange/memory';
import type { Caller, Connection } from '../../../../nodes/NamiSpot/exchange/wire/request';
import {
	listSymbols,
	resetSymbols,
	symbolRulesOf,
} from '../../../../nodes/NamiSpot/exchange/api/symbols';

type Answer = unknown;

const original = { ...clock };
let now: number;
let requests: string[];
/** What the exchange answers; a function may take its time. */
let respond: (address: string) => Answer | Promise<Answer>;

const row = (symbol: string, more: object = {}) => ({
	symbol,
	status: 'TRADING',
	baseAsset: symbol.slice(0, 3),
	quoteAsset: symbol.slice(3),
	...more,
});
const ok = (...rows: object[]) => ({ status: 'ok', data: rows });
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT'];

function connectionTo(host: string, signal?: AbortSignal): Connection {
	const caller = {
		logger: { info: () => {} },
		helpers: {
			httpRequest: async ({ url }: { url: string }) => {
				requests.push(url.replace(`https://${host}/api/v3/spot/`, ''));
				const body = await respond(url);
				if (body instanceof Error) throw body;
				return { statusCode: 200, headers: {}, body: JSON.stringify(body) };
			},
		},
	};
	return {
		caller: caller as unknown as Caller,
		baseUrl: `https://${host}`,
		host,
		account: host,
		callsPerMinute: 1000,
		longestWaitMs: 60_000,
		credential: { id: '', name: '', type: 'namiApi' },
		signal,
	};
}

const connection = connectionTo('nami.example');

function serveAll(address: string): Answer {
	const asked = new URL(address).searchParams.get('symbol');
	return ok(...SYMBOLS.filter((name) => asked === null || name === asked).map((name) => row(name)));
}

beforeEach(() => {
	now = 1_000_000_000_000;
	requests = [];
	respond = serveAll;
	clock.now = () => now;
	clock.sleep = async () => {};
	resetSymbols();
	resetLastPrices();
	forgetAll();
});

afterAll(() => Object.assign(clock, original));

const MINUTE = 60_000;

describe('rules of a symbol', () => {
	test('one symbol alone is read alone, and again only after five minutes', async () => {
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
		now += 5 * MINUTE;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
		expect(requests).toEqual(['config?symbol=BTCUSDT']);
		now += 1;
		await symbolRulesOf(connection, 'BTCUSDT');
		expect(requests).toEqual(['config?symbol=BTCUSDT', 'config?symbol=BTCUSDT']);
	});

	test('the same rules are parsed once', async () => {
		const first = await symbolRulesOf(connection, 'BTCUSDT');
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBe(first);
	});

	test('a second symbol brings all of them, so any number costs two calls', async () => {
		for (const symbol of [...SYMBOLS, ...SYMBOLS]) {
			expect((await symbolRulesOf(connection, symbol))?.symbol).toBe(symbol);
		}
		expect(requests).toEqual(['config?symbol=BTCUSDT', 'config']);
	});

	test('runs at the same time share one read', async () => {
		const found = await Promise.all(
			['BTCUSDT', 'BTCUSDT', 'BTCUSDT'].map((symbol) => symbolRulesOf(connection, symbol)),
		);
		expect(found.map((rules) => rules?.symbol)).toEqual(['BTCUSDT', 'BTCUSDT', 'BTCUSDT']);
		expect(requests).toHaveLength(1);
	});

	test('runs at the same time with other symbols share the read of all', async () => {
		await Promise.all(SYMBOLS.map((symbol) => symbolRulesOf(connection, symbol)));
		expect(requests).toEqual(['config?symbol=BTCUSDT', 'config']);
	});

	test('each host has its own', async () => {
		await symbolRulesOf(connection, 'BTCUSDT');
		await symbolRulesOf(connectionTo('test.nami.example'), 'BTCUSDT');
		expect(requests).toHaveLength(2);
	});

	test.each([
		['the connection breaks', () => new Error('reset')],
		['a page comes', () => '<html>'],
		['no data comes', () => ({ status: 'ok' })],
		['the exchange refuses', () => ({ status: 'UNKNOWN', code: 1000, data: {} })],
		['the symbol is not known', () => ({ status: 'BAD_SYMBOL', code: 1112, data: {} })],
		['the symbol is missing', () => ok(row('ETHUSDT'))],
	])('where %s, it is not asked for again within half a minute', async (_, answer) => {
		respond = answer;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
		now += 29_000;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
		expect(requests).toHaveLength(1);
		respond = serveAll;
		now += 1_001;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
	});

	test('a symbol that is not known holds up no other', async () => {
		respond = () => ({ status: 'BAD_SYMBOL', code: 1112, data: {} });
		await symbolRulesOf(connection, 'NOPEUSDT');
		respond = serveAll;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
	});

	test('old rules serve for an hour where no newer ones can be read', async () => {
		const rules = await symbolRulesOf(connection, 'BTCUSDT');
		respond = () => new Error('down');
		now += 59 * MINUTE;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBe(rules);
		now += 2 * MINUTE;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
	});

	test('a canceled execution leaves those that share its read with a read of their own', async () => {
		const controller = new AbortController();
		controller.abort();
		const canceled = connectionTo('nami.example', controller.signal);
		const [none, rules] = await Promise.all([
			symbolRulesOf(canceled, 'BTCUSDT'),
			symbolRulesOf(connection, 'BTCUSDT'),
		]);
		expect(none).toBeUndefined();
		expect(rules?.symbol).toBe('BTCUSDT');
		expect(requests).toHaveLength(1);
	});
});

describe('the list', () => {
	test('is read once in five minutes and serves the rules too', async () => {
		expect(await listSymbols(connection)).toHaveLength(3);
		expect(await listSymbols(connection)).toHaveLength(3);
		await symbolRulesOf(connection, 'BNBUSDT');
		expect(requests).toEqual(['config']);
	});

	test('drops what the exchange no longer lists', async () => {
		await listSymbols(connection);
		respond = () => ok(row('ETHUSDT'));
		now += 6 * MINUTE;
		expect(await listSymbols(connection)).toEqual([row('ETHUSDT')]);
	});

	test('is not there where it could not be read, and is not one symbol', async () => {
		await symbolRulesOf(connection, 'BTCUSDT');
		respond = () => new Error('down');
		expect(await listSymbols(connection)).toBeUndefined();
	});
});

describe('last prices', () => {
	const ticker = (s: string, p: unknown) => ok({ s, p });

	test('are read once in five seconds', async () => {
		respond = () => ticker('BTCUSDT', 62877.99);
		expect(priceAtHand(connection, 'BTCUSDT')).toBeUndefined();
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('62877.99');
		now += 5_000;
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('62877.99');
		expect(requests).toEqual(['market_watch?symbol=BTCUSDT']);
		now += 1;
		await lastPriceOf(connection, 'BTCUSDT');
		expect(requests).toHaveLength(2);
	});

	test('are at hand for a minute', async () => {
		respond = () => ticker('BTCUSDT', '1.5e-7');
		await lastPriceOf(connection, 'BTCUSDT');
		now += MINUTE;
		expect(priceAtHand(connection, 'BTCUSDT')).toBe('0.00000015');
		now += 1;
		expect(priceAtHand(connection, 'BTCUSDT')).toBeUndefined();
	});

	test.each([
		['zero', ticker('BTCUSDT', 0)],
		['missing', ok({ s: 'BTCUSDT' })],
		['another symbol’s', ticker('ETHUSDT', 1)],
		['nothing', { status: 'ok', data: [] }],
		['no answer', new Error('down')],
	])('a price that is %s is none', async (_, answer) => {
		respond = () => answer;
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBeUndefined();
	});

	test.each([
		['that is not there is not asked for again at once', ok({ s: 'BTCUSDT' }), 1],
		['that could not be read is', new Error('down'), 4],
		['without a word on it is', { status: 'ok', data: null }, 4],
	])('a price %s', async (_, answer, count) => {
		respond = () => answer;
		await lastPriceOf(connection, 'BTCUSDT');
		respond = () => ticker('BTCUSDT', 1);
		await lastPriceOf(connection, 'BTCUSDT');
		expect(requests).toHaveLength(count);
	});

	test('those who need it at once share its reads', async () => {
		let times = 0;
		respond = () => {
			times += 1;
			return times < 3 ? new Error('down') : ticker('BTCUSDT', 2);
		};
		const wanted = [1, 2, 3].map(async () => await lastPriceOf(connection, 'BTCUSDT'));
		expect(await Promise.all(wanted)).toEqual(['2', '2', '2']);
		expect(requests).toHaveLength(3);
	});

	test('a canceled execution leaves those that share its read with a read of their own', async () => {
		const controller = new AbortController();
		const canceled = connectionTo('nami.example', controller.signal);
		respond = () => {
			if (controller.signal.aborted) return ticker('BTCUSDT', 2);
			controller.abort();
			return new Error('aborted');
		};
		const [none, ...prices] = await Promise.all(
			[canceled, connection, connection].map(
				async (caller) => await lastPriceOf(caller, 'BTCUSDT'),
			),
		);
		expect(none).toBeUndefined();
		expect(prices).toEqual(['2', '2']);
		expect(requests).toHaveLength(2);
	});
});
