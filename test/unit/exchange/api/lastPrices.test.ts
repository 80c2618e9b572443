import * as lastPrices from '../../../../nodes/NamiSpot/exchange/api/lastPrices';
import { formatDecimal, type Decimal } from '../../../../nodes/NamiSpot/exchange/decimal';
import { connectionTo, ok, useStandIn } from './standIn';

const standIn = useStandIn(() => ok());
const connection = connectionTo(standIn, 'nami.example');

const MINUTE = 60_000;

/** As text. */
const lastPriceOf = async (...of: Parameters<typeof lastPrices.lastPriceOf>) =>
	textOf(await lastPrices.lastPriceOf(...of));
const priceAtHand = (...of: Parameters<typeof lastPrices.priceAtHand>) =>
	textOf(lastPrices.priceAtHand(...of));
const textOf = (price: Decimal | undefined) => price && formatDecimal(price);

describe('last prices', () => {
	const ticker = (s: string, p: unknown) => ok({ s, p });

	test('are read once in five seconds', async () => {
		standIn.respond = () => ticker('BTCUSDT', 62877.99);
		expect(priceAtHand(connection, 'BTCUSDT')).toBeUndefined();
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('62877.99');
		standIn.now += 5_000;
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('62877.99');
		expect(standIn.requests).toEqual(['market_watch?symbol=BTCUSDT']);
		standIn.now += 1;
		await lastPriceOf(connection, 'BTCUSDT');
		expect(standIn.requests).toHaveLength(2);
	});

	test('are read again after this machine’s clock was set back', async () => {
		standIn.respond = () => ticker('BTCUSDT', 62877.99);
		await lastPriceOf(connection, 'BTCUSDT');
		standIn.now -= 60 * MINUTE;
		standIn.respond = () => ticker('BTCUSDT', 50000);
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('50000');
	});

	test('are at hand for a minute', async () => {
		standIn.respond = () => ticker('BTCUSDT', '1.5e-7');
		await lastPriceOf(connection, 'BTCUSDT');
		standIn.now += MINUTE;
		expect(priceAtHand(connection, 'BTCUSDT')).toBe('0.00000015');
		standIn.now += 1;
		expect(priceAtHand(connection, 'BTCUSDT')).toBeUndefined();
	});

	test('of two base URLs on one host do not mix', async () => {
		standIn.respond = (address) => ticker('BTCUSDT', address.includes('/a/') ? 100 : 62_900);
		const at = (path: string) => connectionTo(standIn, `nami.example/${path}`);
		expect(await lastPriceOf(at('a'), 'BTCUSDT')).toBe('100');
		expect(priceAtHand(at('b'), 'BTCUSDT')).toBeUndefined();
		expect(await lastPriceOf(at('b'), 'BTCUSDT')).toBe('62900');
		expect(await lastPriceOf(at('a'), 'BTCUSDT')).toBe('100');
	});

	const WEEK = 7 * 24 * 60 * MINUTE;
	test.each([
		[0, '2'],
		[WEEK, '2'],
		[WEEK + 1, undefined],
	])('of a market whose ticker is %d ms old', async (age, price) => {
		standIn.respond = () => ok({ s: 'BTCUSDT', p: 2, t: standIn.now - age });
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe(price);
		standIn.respond = () => ok({ s: 'ETHUSDT', p: '2', t: String(standIn.now - age) });
		expect(await lastPriceOf(connection, 'ETHUSDT')).toBe(price);
	});

	test('come in a ticker without a list, too', async () => {
		standIn.respond = () => ({ status: 'ok', data: { s: 'BTCUSDT', p: '3' } });
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBe('3');
	});

	test.each([
		['zero', ticker('BTCUSDT', 0)],
		['below zero', ticker('BTCUSDT', '-1')],
		['no number', ticker('BTCUSDT', 'abc')],
		['missing', ok({ s: 'BTCUSDT' })],
		['another symbol’s', ticker('ETHUSDT', 1)],
		['nothing', { status: 'ok', data: [] }],
		['no answer', new Error('down')],
	])('a price that is %s is none', async (_, answer) => {
		standIn.respond = () => answer;
		expect(await lastPriceOf(connection, 'BTCUSDT')).toBeUndefined();
	});

	test.each([
		['that is not there is not asked for again at once', ok({ s: 'BTCUSDT' }), 1],
		['that could not be read is', new Error('down'), 4],
		['without a word on it is', { status: 'ok', data: null }, 4],
	])('a price %s', async (_, answer, count) => {
		standIn.respond = () => answer;
		await lastPriceOf(connection, 'BTCUSDT');
		standIn.respond = () => ticker('BTCUSDT', 1);
		await lastPriceOf(connection, 'BTCUSDT');
		expect(standIn.requests).toHaveLength(count);
	});

	test('those who need it at once share its reads', async () => {
		let times = 0;
		standIn.respond = () => {
			times += 1;
			return times < 3 ? new Error('down') : ticker('BTCUSDT', 2);
		};
		const wanted = [1, 2, 3].map(async () => await lastPriceOf(connection, 'BTCUSDT'));
		expect(await Promise.all(wanted)).toEqual(['2', '2', '2']);
		expect(standIn.requests).toHaveLength(3);
	});

	test('a canceled execution leaves those that share its read with a read of their own', async () => {
		const controller = new AbortController();
		const canceled = connectionTo(standIn, 'nami.example', controller.signal);
		standIn.respond = () => {
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
		expect(standIn.requests).toHaveLength(2);
	});
});
