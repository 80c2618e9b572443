import type { IDataObject } from 'n8n-workflow';
import {
	isTradable,
	listSymbols,
	readAboutSymbol,
	readSymbols,
} from '../../../../nodes/NamiSpot/exchange/api/symbols';
import { Failure } from '../../../../nodes/NamiSpot/exchange/reply/failure';
import { symbolRulesOf } from '../../../../nodes/NamiSpot/symbolRules/symbolRulesOf';
import { connectionTo, ok, useStandIn, type Answer } from './standIn';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT'];

const row = (symbol: string, more: object = {}) => ({
	symbol,
	status: 'TRADING',
	baseAsset: symbol.slice(0, 3),
	quoteAsset: symbol.slice(3),
	...more,
});

function serveAll(address: string): Answer {
	const asked = new URL(address).searchParams.get('symbol');
	return ok(...SYMBOLS.filter((name) => asked === null || name === asked).map((name) => row(name)));
}

const standIn = useStandIn(serveAll);
const connection = connectionTo(standIn, 'nami.example');

const MINUTE = 60_000;

describe('rules of a symbol', () => {
	test('one symbol alone is read alone, and again only after five minutes', async () => {
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
		standIn.now += 5 * MINUTE;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
		expect(standIn.requests).toEqual(['config?symbol=BTCUSDT']);
		standIn.now += 1;
		await symbolRulesOf(connection, 'BTCUSDT');
		expect(standIn.requests).toEqual(['config?symbol=BTCUSDT', 'config?symbol=BTCUSDT']);
	});

	test('the same rules are parsed once', async () => {
		const first = await symbolRulesOf(connection, 'BTCUSDT');
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBe(first);
	});

	test('a second symbol brings all of them, so any number costs two calls', async () => {
		for (const symbol of [...SYMBOLS, ...SYMBOLS]) {
			expect((await symbolRulesOf(connection, symbol))?.symbol).toBe(symbol);
		}
		expect(standIn.requests).toEqual(['config?symbol=BTCUSDT', 'config']);
	});

	test('runs at the same time share one read', async () => {
		const found = await Promise.all(
			['BTCUSDT', 'BTCUSDT', 'BTCUSDT'].map((symbol) => symbolRulesOf(connection, symbol)),
		);
		expect(found.map((rules) => rules?.symbol)).toEqual(['BTCUSDT', 'BTCUSDT', 'BTCUSDT']);
		expect(standIn.requests).toHaveLength(1);
	});

	test('runs at the same time with other symbols share the read of all', async () => {
		await Promise.all(SYMBOLS.map((symbol) => symbolRulesOf(connection, symbol)));
		expect(standIn.requests).toEqual(['config?symbol=BTCUSDT', 'config']);
	});

	test('two base URLs on one host have their own', async () => {
		standIn.respond = (address) =>
			ok(row('BTCUSDT', { quotePrecision: address.includes('/a/') ? 1 : 2 }));
		const stepAt = async (path: string) =>
			(await symbolRulesOf(connectionTo(standIn, `nami.example/${path}`), 'BTCUSDT'))?.quoteStep;
		expect(await stepAt('a')).toEqual({ units: 1n, scale: 1 });
		expect(await stepAt('b')).toEqual({ units: 1n, scale: 2 });
		expect(await stepAt('a')).toEqual({ units: 1n, scale: 1 });
		expect(standIn.requests).toHaveLength(2);
	});

	test.each([
		['the connection breaks', () => new Error('reset')],
		['a page comes', () => '<html>'],
		['no data comes', () => ({ status: 'ok' })],
		['the exchange refuses', () => ({ status: 'UNKNOWN', code: 1000, data: {} })],
		['the symbol is not known', () => ({ status: 'BAD_SYMBOL', code: 1112, data: {} })],
		['the symbol is missing', () => ok(row('ETHUSDT'))],
	])('where %s, it is not asked for again within half a minute', async (_, answer) => {
		standIn.respond = answer;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
		standIn.now += 29_000;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
		expect(standIn.requests).toHaveLength(1);
		standIn.respond = serveAll;
		standIn.now += 1_001;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
	});

	test('they are asked for at once after this machine’s clock was set back', async () => {
		standIn.respond = () => new Error('reset');
		await symbolRulesOf(connection, 'BTCUSDT');
		standIn.now -= 60 * MINUTE;
		standIn.respond = serveAll;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
	});

	test('a symbol that is not known holds up no other', async () => {
		standIn.respond = () => ({ status: 'BAD_SYMBOL', code: 1112, data: {} });
		await symbolRulesOf(connection, 'NOPEUSDT');
		standIn.respond = serveAll;
		expect((await symbolRulesOf(connection, 'BTCUSDT'))?.symbol).toBe('BTCUSDT');
	});

	test('old rules serve for an hour where no newer ones can be read', async () => {
		const rules = await symbolRulesOf(connection, 'BTCUSDT');
		standIn.respond = () => new Error('down');
		standIn.now += 59 * MINUTE;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBe(rules);
		standIn.now += 2 * MINUTE;
		expect(await symbolRulesOf(connection, 'BTCUSDT')).toBeUndefined();
	});

	test('a canceled execution leaves those that share its read with a read of their own', async () => {
		const controller = new AbortController();
		controller.abort();
		const canceled = connectionTo(standIn, 'nami.example', controller.signal);
		const [none, rules] = await Promise.all([
			symbolRulesOf(canceled, 'BTCUSDT'),
			symbolRulesOf(connection, 'BTCUSDT'),
		]);
		expect(none).toBeUndefined();
		expect(rules?.symbol).toBe('BTCUSDT');
		expect(standIn.requests).toHaveLength(1);
	});
});

describe('the list', () => {
	test('is read once in five minutes and serves the rules too', async () => {
		expect(await listSymbols(connection)).toHaveLength(3);
		expect(await listSymbols(connection)).toHaveLength(3);
		await symbolRulesOf(connection, 'BNBUSDT');
		expect(standIn.requests).toEqual(['config']);
	});

	test('drops what the exchange no longer lists', async () => {
		await listSymbols(connection);
		standIn.respond = () => ok(row('ETHUSDT'));
		standIn.now += 6 * MINUTE;
		expect(await listSymbols(connection)).toEqual([row('ETHUSDT')]);
	});

	test('is not there where it could not be read, and is not one symbol', async () => {
		await symbolRulesOf(connection, 'BTCUSDT');
		standIn.respond = () => new Error('down');
		expect(await listSymbols(connection)).toBeUndefined();
	});
});

describe('all of them, read now', () => {
	const timeout = 1_000;

	test.each([
		['one alone', { status: 'ok', data: row('BTCUSDT') }],
		['a list', ok(row('BTCUSDT'), row('ETHUSDT'))],
	])('are understood as %s', async (_, answer) => {
		standIn.respond = () => answer;
		const rows = await readSymbols(connection, { symbol: 'BTCUSDT', timeout });
		expect(rows).toEqual([row('BTCUSDT')]);
	});

	test.each([
		['refuses it', { status: 'BAD_SYMBOL', code: 1112, data: {} }],
		['has an empty list', ok()],
		['lists another', ok(row('ETHUSDT'))],
	])('say so where the exchange %s', async (_, answer) => {
		standIn.respond = () => answer;
		await expect(readSymbols(connection, { symbol: 'NOPEUSDT', timeout })).rejects.toMatchObject({
			facts: { reason: 'not_found', symbol: 'NOPEUSDT' },
		});
	});

	test('are not a list with something else in it', async () => {
		standIn.respond = () => ({ status: 'ok', data: [row('BTCUSDT'), null] });
		await expect(readSymbols(connection, { timeout })).rejects.toMatchObject({
			facts: { reason: 'unreadable_answer' },
		});
	});
});

describe('a read about a symbol', () => {
	const isEmpty = (found: readonly unknown[]) => found.length === 0;
	const notFound = { facts: { reason: 'not_found', symbol: 'NOPEUSDT' } };
	const about = async (symbol: string | undefined, found: unknown[]) =>
		await readAboutSymbol(connection, symbol, Promise.resolve(found), isEmpty);

	test('that brings something makes no other call', async () => {
		expect(await about('NOPEUSDT', [1])).toEqual([1]);
		expect(standIn.requests).toEqual([]);
	});

	test('that brings nothing is refused where there is no such symbol', async () => {
		await expect(about('NOPEUSDT', [])).rejects.toMatchObject(notFound);
		expect(await about('BTCUSDT', [])).toEqual([]);
		expect(await about(undefined, [])).toEqual([]);
		expect(standIn.requests).toEqual(['config']);
	});

	test('that brings nothing is believed where the symbols cannot be had', async () => {
		standIn.respond = () => new Error('down');
		expect(await about('NOPEUSDT', [])).toEqual([]);
	});

	test('that is refused as of a bad symbol is of one that is not listed, or under maintenance', async () => {
		const refused = new Failure({ reason: 'refused', status: 'BAD_SYMBOL' }, '', '');
		const refuse = async (symbol: string) =>
			await readAboutSymbol(connection, symbol, Promise.reject<unknown[]>(refused), isEmpty);
		await expect(refuse('NOPEUSDT')).rejects.toMatchObject(notFound);
		await expect(refuse('BTCUSDT')).rejects.toBe(refused);
	});
});

test.each<[IDataObject, boolean]>([
	[{ status: 'TRADING' }, true],
	[{ status: 'TRADING', isSpotTradingAllowed: false }, false],
	[{}, true],
	[{ status: 'MAINTAIN' }, false],
	[{ status: 'PRE_TRADING' }, false],
	[{ status: 'END_OF_DAY' }, false],
	[{ status: 'HALT' }, false],
	[{ status: 'BREAK' }, false],
])('%j can be traded: %s', (symbol, expected) => {
	expect(isTradable(symbol)).toBe(expected);
});
