import { readCandles, type CandleSearch } from '../../../../nodes/NamiSpot/exchange/api/candles';
import { connectionTo, ok, useStandIn, type Answer } from './standIn';

const HOUR = 3_600;
const NOW = 1_000_000_000 - (1_000_000_000 % HOUR);
const ROWS = [
	[NOW - HOUR, 1, 2, 0.5, 1.5, 10, 15],
	[NOW, 1, 2, 0.5, 1.5, 10, 15],
];
const [DATAV2, NAMI] = ['datav2.nami.exchange', 'nami.exchange'];

/** What each host answers. */
let answers: Record<string, Answer>;

const standIn = useStandIn(
	(address) => answers[new URL(address).host] ?? new Error('no such host'),
);
const live = connectionTo(standIn, NAMI);

const search: CandleSearch = {
	symbol: 'BTCUSDT',
	interval: '1h',
	from: undefined,
	to: NOW + 1,
	limit: 2,
	timeout: 1_000,
};
const hostsAsked = () => standIn.requests.map((address) => new URL(address).host);
const countOf = async (connection = live) => (await readCandles(connection, search)).length;

beforeEach(() => {
	answers = { [DATAV2]: ROWS, [NAMI]: ROWS };
});

const NO_SUCH_PATH = { statusCode: 404, message: 'Cannot GET /api/v1/chart/history' };

describe('the live exchange’s candles', () => {
	test('come from the host that every reader uses, in one call', async () => {
		expect(await countOf()).toBe(2);
		expect(await countOf()).toBe(2);
		expect(hostsAsked()).toEqual([DATAV2, DATAV2]);
	});

	test.each([
		['is not there', new Error('getaddrinfo ENOTFOUND')],
		['has no such path', NO_SUCH_PATH],
		['shows a page', '<html>'],
		['gives others than it is asked for', [[NOW - 60, 1, 1, 1, 1, 1, 1]]],
		['gives none', []],
	])('come from the other one where that %s, which is remembered', async (_, answer) => {
		answers[DATAV2] = answer;
		expect(await countOf()).toBe(2);
		expect(hostsAsked()).toEqual([DATAV2, NAMI]);
		expect(await countOf()).toBe(2);
		expect(hostsAsked()).toEqual([DATAV2, NAMI, NAMI]);
	});

	test('are looked for anew where the host that had them has them no more', async () => {
		answers[DATAV2] = NO_SUCH_PATH;
		await countOf();
		answers = { [DATAV2]: ROWS, [NAMI]: NO_SUCH_PATH };
		await expect(countOf()).rejects.toMatchObject({ facts: { reason: 'refused' } });
		expect(await countOf()).toBe(2);
		expect(hostsAsked().at(-1)).toBe(DATAV2);
	});

	test('that no host has are a failure, after another round', async () => {
		answers = {};
		await expect(countOf()).rejects.toMatchObject({ facts: { reason: expect.any(String) } });
		expect(hostsAsked()).toEqual([DATAV2, NAMI, NAMI, NAMI, NAMI]);
	});

	test('of a symbol that is refused are not asked for at another host', async () => {
		answers[DATAV2] = { status: 'BAD_SYMBOL', code: 1112, data: {} };
		answers[NAMI] = ok({ symbol: 'ETHUSDT' });
		await expect(countOf()).rejects.toMatchObject({ facts: { reason: 'not_found' } });
		expect(standIn.requests.filter((address) => address.includes('chart'))).toHaveLength(1);
	});
});

test.each(['test.nami.exchange', 'nami.example/path'])('%s has its own', async (base) => {
	const host = new URL(`https://${base}`).host;
	answers = { [host]: ROWS };
	expect(await countOf(connectionTo(standIn, base))).toBe(2);
	expect(hostsAsked()).toEqual([host]);
});
