import { clockOffset } from '../../nodes/NamiSpot/exchange/reply/evidence';
import { isRecord } from '../../nodes/NamiSpot/exchange/guards';
import { createdAt, ordersOf } from '../../nodes/NamiSpot/exchange/orderRow';
import type { Check } from './check';
import type { LiveClient, Reply, SignedCall } from './client';
import { acceptance, bodyOf, dataOf, isUnauthorized, said, shapeOf } from './words';

const BALANCE: SignedCall = {
	method: 'GET',
	path: '/api/v4/user/balance',
	parameters: { type: 0 },
};
const HISTORY = '/api/v4/spot/history';

/** Questions that reading alone answers. */
export const READS: readonly Check[] = [
	{
		question: 'Signed GET, parameters in the query',
		ask: async (client) => acceptance(await client.signed(BALANCE)),
	},
	{
		question: 'Order of keys in the query',
		ask: async (client) => {
			const reversed = { pageSize: 1, page: 1 };
			const usual = await client.signed({ method: 'GET', path: HISTORY, parameters: reversed });
			const first = await client.signed({ ...BALANCE, timestampFirst: true });
			return `signed in the order sent, not sorted: ${acceptance(usual)}; timestamp first: ${acceptance(first)}`;
		},
	},
	{
		question: 'Errors of signed reads, HTTP 200 or 4xx',
		ask: async (client) => {
			const invalid = await client.signed({ ...BALANCE, parameters: {} });
			const forged = await client.signed({ ...BALANCE, signedAs: { type: 2 } });
			return `parameter missing: ${said(invalid)}; signed something else: ${said(forged)}`;
		},
	},
	{
		question: 'Errors of public reads',
		ask: async (client) =>
			`unknown symbol: ${said(await client.read('/api/v3/spot/depth', { symbol: 'NOSUCHPAIR' }))}`,
	},
	{
		question: 'Tolerance of the timestamp',
		ask: async (client) =>
			`behind: ${await tolerance(client, -1)}; ahead: ${await tolerance(client, 1)}`,
	},
	{
		question: 'Clock',
		ask: async (client) => clock(await client.read('/api/v3/spot/config', { symbol: 'BTCUSDT' })),
	},
	{
		question: 'Shape of balances',
		ask: async (client) => {
			const balances = dataOf(await client.signed(BALANCE));
			const [first] = isRecord(balances) ? Object.values(balances) : [];
			return isRecord(balances)
				? `object of ${Object.keys(balances).length} assets, each ${shapeOf(first)}`
				: shapeOf(balances);
		},
	},
	{
		question: 'Shape of open orders',
		ask: async (client) => {
			const reply = await client.signed({
				method: 'GET',
				path: '/api/v4/spot/open',
				parameters: {},
			});
			return `${said(reply)}, data is ${isRecord(dataOf(reply)) ? 'an object with a list: ' : ''}${shapeOf(dataOf(reply))}`;
		},
	},
	{
		question: 'Shape of the order book',
		ask: async (client, symbol) => {
			const body = bodyOf(await client.read('/api/v3/spot/depth', { symbol }));
			return shapeOf(body, 3);
		},
	},
	{ question: 'Filters of the symbol', ask: filters },
	{
		question: 'Shape of candles',
		ask: async (client, symbol) => {
			const to = Math.floor(client.time.now() / 1000);
			const query = { from: to - 7200, to, resolution: '1h', broker: 'NAMI_SPOT', symbol };
			const reply = await client.read('/api/v1/chart/history', query);
			return `HTTP ${reply.answer.httpStatus}, ${shapeOf(bodyOf(reply), 3)}`;
		},
	},
	{ question: 'Times in the history', ask: historyTimes },
	{
		question: 'Headers about limits',
		ask: async (client) => {
			const found = [...client.headers].filter(([name]) =>
				/limit|remaining|retry|reset/.test(name),
			);
			return found.length === 0
				? 'none on any answer so far'
				: found.map(([name, value]) => `${name}: ${value}`).join(', ');
		},
	},
];

const OFFSETS_S = [2, 10, 60, 300];

async function tolerance(client: LiveClient, direction: 1 | -1): Promise<string> {
	let accepted = 0;
	for (const seconds of OFFSETS_S) {
		const reply = await client.signed({ ...BALANCE, clockOffset: direction * seconds * 1000 });
		if (isUnauthorized(reply)) return `${accepted} s accepted, ${seconds} s not (${said(reply)})`;
		accepted = seconds;
	}
	return `${accepted} s accepted, more was not tried`;
}

function clock({ answer }: Reply): string {
	const offset = clockOffset(answer);
	if (offset === undefined) return 'answers carry no Date header';
	return `the exchange's Date header is ${Math.round(offset)} ms ahead of this machine (exact to a second)`;
}

async function filters(client: LiveClient, symbol: string): Promise<string> {
	const data = dataOf(await client.read('/api/v3/spot/config', { symbol }));
	const rows: unknown[] = Array.isArray(data) ? data : [data];
	const row = rows.filter(isRecord).find((candidate) => candidate.symbol === symbol);
	if (!row || !Array.isArray(row.filters)) return `none for ${symbol}: ${shapeOf(data)}`;
	const each = row.filters.filter(isRecord).map(({ filterType, ...limits }) => {
		const values = Object.entries(limits).map(
			([name, value]) => `${name} ${JSON.stringify(value)}`,
		);
		return `${String(filterType)} (${values.join(', ')})`;
	});
	return `${rows.length} row(s) for one symbol; ${each.join('; ')}`;
}

async function historyTimes(client: LiveClient): Promise<string> {
	const page = async (parameters: object) =>
		ordersOf(
			dataOf(await client.signed({ method: 'GET', path: HISTORY, parameters: { ...parameters } })),
		);
	const orders = (await page({ pageSize: 100, page: 1 })) ?? [];
	const sample = orders.find((order) => {
		const changed = Date.parse(String(order.updatedAt));
		return changed > (createdAt(order) ?? changed);
	});
	if (!sample)
		return `no order among ${orders.length} that was created and closed at different times`;
	const after = new Date((createdAt(sample) ?? 0) + 1).toISOString();
	const later = (await page({ timeFrom: after, pageSize: 100, page: 1 })) ?? [];
	const isThere = later.some(({ displayingId }) => displayingId === sample.displayingId);
	return `createdAt ${String(sample.createdAt)}, updatedAt ${String(sample.updatedAt)}; timeFrom goes by ${isThere ? 'a later time than createdAt' : 'createdAt'}`;
}
