import { ordersOf } from '../../nodes/NamiSpot/exchange/orderRow';
import { isRecord } from '../../nodes/NamiSpot/exchange/guards';
import type { Settings } from '../exchange/options';
import type { LiveClient, Reply, SignedCall } from './client';
import { bodyOf, dataOf, isUnauthorized } from './words';

/** An open question, and how the stand-in is set to answer as the exchange does; nothing where it cannot be told. */
export interface Finding {
	readonly question: string;
	/** Takes a request that would change something, were there anything to change. */
	readonly writes?: true;
	readonly find: (client: LiveClient, symbol: string) => Promise<Partial<Settings>>;
}

const ORDER = '/api/v4/spot/order';
const HISTORY = '/api/v4/spot/history';
const BALANCE: SignedCall = {
	method: 'GET',
	path: '/api/v4/user/balance',
	parameters: { type: 0 },
};

/** What the sources contradict each other about, each with a question that settles it. */
export const FINDINGS: readonly Finding[] = [
	{
		question: 'Envelope of results',
		find: async (client) => {
			const reply = await client.signed(BALANCE);
			const inner = innerOf(reply);
			if (!isRecord(inner)) return {};
			return {
				doublyWrapped: isWrapped(bodyOf(reply)),
				envelope: inner.statusCode === undefined ? 'status' : 'statusCode',
			};
		},
	},
	{ question: 'Form of a refusal', find: refusalForm },
	{
		question: 'Form of errors that HTTP has a status for',
		find: async (client) => {
			const { answer } = await client.signed({ ...BALANCE, signedAs: { type: 2 } });
			return { httpErrorsInBody: answer.httpStatus === 200 };
		},
	},
	{
		question: 'Open orders, order book and candles',
		find: async (client, symbol) => {
			const open = dataOf(
				await client.signed({ method: 'GET', path: '/api/v4/spot/open', parameters: {} }),
			);
			const depth = innerOf(await client.read('/api/v3/spot/depth', { symbol }));
			const candles = innerOf(await candlesOf(client, symbol, '1h', 7200));
			return {
				openShape: Array.isArray(open) ? 'array' : 'orders',
				depthShape: isRecord(depth) && isRecord(depth.data) ? 'data' : 'topLevel',
				candlesShape: Array.isArray(candles) ? 'array' : 'data',
			};
		},
	},
	{
		question: 'Resolutions with candles of their own',
		find: async (client, symbol) => {
			const spacings = [];
			for (const [resolution, seconds] of [
				['5m', 300],
				['4h', 4 * 3600],
			] as const) {
				const reply = await candlesOf(client, symbol, resolution, 20 * seconds);
				spacings.push({ seconds, found: spacingOf(innerOf(reply)) });
			}
			if (spacings.some(({ found }) => found === undefined)) return {};
			const areTrue = spacings.every(({ seconds, found }) => found === seconds);
			return { resolutions: areTrue ? 'all' : '1m, 1h and 1d' };
		},
	},
	{ question: 'Number of the first page', find: firstPage },
	{
		question: 'Markets whose orders have null for useQuoteQty',
		find: async (client) => {
			const rows = await historyOf(client, { pageSize: 100 });
			const quotes = rows
				.filter(({ useQuoteQty }) => useQuoteQty === null)
				.map(({ quoteAsset }) => String(quoteAsset));
			return rows.length === 0 ? {} : { ownQuotes: [...new Set(quotes)].sort() };
		},
	},
	{
		question: 'Legs of an OCO in the history',
		find: async (client) => {
			const rows = await historyOf(client, { pageSize: 100 });
			const hasOco = rows.some(({ type }) => type === 'OCO');
			const hasLegs = rows.some(({ ocoOrderId }) => Boolean(ocoOrderId));
			if (!hasOco && !hasLegs) return {};
			return { ocoLegs: hasLegs ? 'listed' : 'hidden' };
		},
	},
	{
		question: 'Tolerance of the timestamp',
		find: async (client) => {
			let accepted = 0;
			for (const seconds of [1, 4, 10, 30, 60]) {
				const reply = await client.signed({ ...BALANCE, clockOffset: -seconds * 1000 });
				if (isUnauthorized(reply)) break;
				accepted = seconds;
			}
			return { timestampWindowMs: accepted * 1000 };
		},
	},
	{ question: 'Carrier of signed parameters', writes: true, find: carrier },
	{ question: 'What a market order must carry', writes: true, find: marketNeeds },
];

/** Whether a whole answer, of any envelope or of none, stands in `{ message: 'ok', data }`. */
function isWrapped(body: unknown): body is { readonly data: unknown } {
	return isRecord(body) && body.message === 'ok' && body.statusCode === undefined && 'data' in body;
}

/** The body without what is around it in some answers. */
function innerOf(reply: Reply): unknown {
	const body = bodyOf(reply);
	return isWrapped(body) ? body.data : body;
}

/** By a read that the exchange's own code refuses: an unknown symbol. */
async function refusalForm(client: LiveClient): Promise<Partial<Settings>> {
	const reply = await client.read('/api/v3/spot/depth', { symbol: 'NOSUCHPAIR' });
	const body = bodyOf(reply);
	const inner = innerOf(reply);
	if (!isRecord(inner)) return {};
	const { status } = inner;
	const errorsWithHttp200 = reply.answer.httpStatus === 200 && !isWrapped(body);
	if (status === undefined) return { errorsWithHttp200 };
	if (status === 'error') return { errorsWithHttp200, errorForm: 'error' };
	return { errorsWithHttp200, errorForm: typeof status === 'number' ? 'older' : 'named' };
}

async function candlesOf(client: LiveClient, symbol: string, resolution: string, span: number) {
	const to = Math.floor(client.time.now() / 1000);
	const query = { from: to - span, to, resolution, broker: 'NAMI_SPOT', symbol };
	return await client.read('/api/v1/chart/history', query);
}

function spacingOf(body: unknown): number | undefined {
	const rows: unknown = isRecord(body) ? body.data : body;
	if (!Array.isArray(rows)) return undefined;
	const times = rows.map((row: unknown) => (Array.isArray(row) ? Number(row[0]) : NaN));
	const spacings = times.slice(1).map((time, index) => time - (times[index] ?? NaN));
	return spacings.length === 0 ? undefined : Math.min(...spacings);
}

async function historyOf(client: LiveClient, parameters: Readonly<Record<string, unknown>>) {
	return ordersOf(dataOf(await client.signed({ method: 'GET', path: HISTORY, parameters }))) ?? [];
}

/** Compares what comes without a page with what comes as page 1; nothing if there are not two orders. */
async function firstPage(client: LiveClient): Promise<Partial<Settings>> {
	const idOf = async (parameters: object) => {
		const [row] = await historyOf(client, { pageSize: 1, ...parameters });
		return row === undefined ? undefined : String(row.displayingId);
	};
	const unasked = await idOf({});
	const one = await idOf({ page: 1 });
	const two = await idOf({ page: 2 });
	if (unasked === undefined || (one === undefined && two === undefined)) return {};
	if (one === unasked) return { firstPage: 1 };
	return one === undefined ? {} : { firstPage: 0 };
}

/** By canceling an order that cannot exist: only the signature can be refused. */
async function carrier(client: LiveClient, symbol: string): Promise<Partial<Settings>> {
	const accepts = async (as: 'body' | 'query' | 'both') => {
		const parameters = { symbol, displayingId: '0' };
		const reply = await client.signed({ method: 'DELETE', path: ORDER, parameters, carrier: as });
		return !isUnauthorized(reply);
	};
	const body = await accepts('body');
	const url = await accepts('query');
	if (body && url) return { signedIn: 'either' };
	if (body || url) return { signedIn: body ? 'body' : 'url' };
	return (await accepts('both')) ? { signedIn: 'both' } : {};
}

/** So much that no account has it, and every filter refuses it. */
const IMPOSSIBLE = 1e12;

/**
 * By a market order that has to be refused, for its quantity. If it is refused in another way without
 * a price and the other amount, these are what was missing.
 */
async function marketNeeds(client: LiveClient, symbol: string): Promise<Partial<Settings>> {
	const bare = { symbol, side: 'SELL', type: 'MARKET', quantity: IMPOSSIBLE };
	const full = { ...bare, quoteOrderQty: IMPOSSIBLE, price: 1, useQuoteQty: false };
	const words = [];
	for (const parameters of [{ ...bare, useQuoteQty: false }, full]) {
		const call = { method: 'POST', path: ORDER, parameters, carrier: 'both' } as const;
		const { judgement } = await client.signed(call);
		if (judgement.kind !== 'refused') return {};
		const isInvalid = judgement.status === undefined || judgement.status === 'INVALID_INPUT';
		words.push(isInvalid ? 'invalid' : 'refused');
	}
	if (words[1] === 'invalid') return {};
	return { marketNeeds: words[0] === 'invalid' ? 'priceAndBothAmounts' : 'nothing' };
}

/** What was found, in words. */
export function toldOf({ question }: Finding, found: Partial<Settings>): string {
	const parts = Object.entries(found).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
	return `${question}: ${parts.length === 0 ? 'cannot be told' : parts.join(', ')}`;
}
