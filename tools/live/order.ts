import type { IDataObject } from 'n8n-workflow';
import {
	ceilToStep,
	compareDecimals,
	divideUp,
	floorToStep,
	multiply,
	parseDecimal,
	type Decimal,
} from '../../nodes/NamiSpot/exchange/decimal';
import { knownError } from '../../nodes/NamiSpot/exchange/reply/errors';
import { isRecord } from '../../nodes/NamiSpot/exchange/guards';
import { createdAt, ordersOf } from '../../nodes/NamiSpot/exchange/orderRow';
import { orderParameters, type SpotOrder } from '../../nodes/NamiSpot/exchange/spotOrder';
import { parseSymbolRules } from '../../nodes/NamiSpot/symbolRules/parse';
import type { Check } from './check';
import type { LiveClient, Reply } from './client';
import { acceptance, dataOf, isUnauthorized, said } from './words';

const ORDER = '/api/v4/spot/order';
const ALL_ORDERS = '/api/v4/spot/all_order';
/** No order has this id, so canceling it only shows whether the signature was accepted. */
const NO_ORDER = '0';
const OPEN = '/api/v4/spot/open';
const HISTORY = '/api/v4/spot/history';
const MOST_LOOKS = 20;
const CLOCK_TOLERANCE_MS = 10_000;

/** Questions that take a request that changes something, though it finds nothing to change. */
export const PROBES: readonly Check[] = [
	{
		question: 'Signed parameters of DELETE',
		ask: async (client, symbol) => {
			const cancel = { method: 'DELETE', path: ORDER, parameters: nothing(symbol) } as const;
			const inBody = await client.signed({ ...cancel, carrier: 'body' });
			const inQuery = await client.signed({ ...cancel, carrier: 'query' });
			return `in the body ${acceptance(inBody)}; in the query ${acceptance(inQuery)}`;
		},
	},
	{
		question: 'Order of keys in the body',
		ask: async (client, symbol) => {
			const { displayingId, ...rest } = nothing(symbol);
			const cancel = { method: 'DELETE', path: ORDER } as const;
			const other = await client.signed({ ...cancel, parameters: { ...rest, displayingId } });
			const first = await client.signed({
				...cancel,
				parameters: nothing(symbol),
				timestampFirst: true,
			});
			return `another order, signed as sent: ${acceptance(other)}; timestamp first: ${acceptance(first)}`;
		},
	},
	{
		question: 'Nested orders array of all_order',
		ask: async (client, symbol) => {
			const orders = [{ displayingId: Number(NO_ORDER), symbol }];
			const call = {
				method: 'DELETE',
				path: ALL_ORDERS,
				parameters: { orders, allowNotification: false },
			} as const;
			const asObject = await client.signed(call);
			if (!isUnauthorized(asObject)) return `signed as [object Object]: ${acceptance(asObject)}`;
			const asJson = await client.signed({ ...call, signedAs: { orders: JSON.stringify(orders) } });
			return `signed as [object Object]: ${acceptance(asObject)}; as JSON: ${acceptance(asJson)}`;
		},
	},
	{
		question: 'How 0.0000001 signs in a body',
		ask: async (client, symbol) => {
			const call = {
				method: 'DELETE',
				path: ORDER,
				parameters: { ...nothing(symbol), quantity: 1e-7 },
			} as const;
			const short = await client.signed(call);
			const plain = await client.signed({ ...call, signedAs: { quantity: '0.0000001' } });
			return `as 1e-7 ${acceptance(short)}; as 0.0000001 ${acceptance(plain)}`;
		},
	},
];

function nothing(symbol: string) {
	return { symbol, displayingId: NO_ORDER, allowNotification: false };
}

/** One small order far below the market: placed, looked for, canceled, looked for again. */
export class OneOrder {
	/** Set from when it may exist until it is known to be canceled. */
	private open: { id: string; symbol: string } | undefined;

	private placedAt = 0;

	/** How late the lists were. */
	readonly lags: { openLagMs?: number; historyLagMs?: number } = {};

	/** Its id, also after it was canceled. */
	private id = '';

	constructor(private readonly client: LiveClient) {}

	/** The order that could not be canceled, if there is one. */
	get left(): string | undefined {
		return (
			this.open && `${this.open.id ? `order ${this.open.id}` : 'an order'} of ${this.open.symbol}`
		);
	}

	/** Says each step. */
	async run(symbol: string, say: (line: string) => void): Promise<void> {
		const order = await this.smallOrder(symbol);
		say(`The order: buy ${order.quantity} of ${symbol} at ${order.price}`);
		await this.place(order, say);
		if (!this.open) return;
		try {
			const lag = await this.lagIn(OPEN, this.placedAt);
			if (lag.ms !== undefined) this.lags.openLagMs = lag.ms;
			say(`Lag of open orders: ${lag.words}`);
		} finally {
			await this.cancel(say);
		}
		if (this.open) return;
		const lag = await this.lagIn(HISTORY, this.client.time.now());
		if (lag.ms !== undefined) this.lags.historyLagMs = lag.ms;
		say(`Lag of history: ${lag.words}`);
	}

	/** In the body, and in the query only if the exchange turned the signature in the body away. */
	private async place(order: SpotOrder, say: (line: string) => void): Promise<void> {
		for (const carrier of ['body', 'query', 'both'] as const) {
			this.open = { id: '', symbol: order.symbol };
			const reply = await this.post(order, carrier);
			say(`Order placed, parameters in the ${carrier}: ${reply ? said(reply) : 'no answer'}`);
			const id = reply && idOf(reply);
			if (id !== undefined) this.open.id = this.id = id;
			else if (reply && isProvenUnplaced(reply)) this.open = undefined;
			else await this.findLost(order);
			if (!reply || !isUnauthorized(reply)) return;
		}
	}

	private async post(
		order: SpotOrder,
		carrier: 'body' | 'query' | 'both',
	): Promise<Reply | undefined> {
		const parameters = orderParameters(order);
		const call = { method: 'POST', path: ORDER, parameters, carrier } as const;
		this.placedAt = this.client.time.now();
		const reply = await this.client.signed(call).catch(() => undefined);
		this.placedAt = reply?.answer.sentAt ?? this.placedAt;
		return reply;
	}

	/** An order whose answer got lost shows among the open ones, if it exists. */
	private async findLost({ symbol, price, quantity }: SpotOrder): Promise<void> {
		const found = await this.look(
			OPEN,
			(order) =>
				order.symbol === symbol &&
				isAmount(order.price, price) &&
				isAmount(order.quantity, quantity) &&
				(createdAt(order) ?? 0) > this.placedAt - CLOCK_TOLERANCE_MS,
		);
		if (!found || !this.open) return;
		this.open.id = this.id = String(found.order.displayingId);
	}

	private async cancel(say: (line: string) => void): Promise<void> {
		if (!this.open || this.open.id === '') return;
		const { id, symbol } = this.open;
		const parameters = { symbol, displayingId: id, allowNotification: false };
		for (const carrier of ['body', 'query', 'both'] as const) {
			const call = { method: 'DELETE', path: ORDER, parameters, carrier } as const;
			const reply = await this.client.signed(call).catch(() => undefined);
			say(`Order canceled, parameters in the ${carrier}: ${reply ? said(reply) : 'no answer'}`);
			if (reply?.judgement.kind !== 'ok') continue;
			this.open = undefined;
			return;
		}
	}

	/** Nothing in milliseconds where the first look found it: then there is none that can be seen. */
	private async lagIn(path: string, since: number): Promise<{ words: string; ms?: number }> {
		const found = await this.look(path, ({ displayingId }) => String(displayingId) === this.id);
		if (!found) return { words: `not listed within ${this.client.time.now() - since} ms` };
		const created = createdAt(found.order);
		const age = created === undefined ? 'is missing' : `is ${created - this.placedAt} ms after it`;
		const late = found.at - since;
		return {
			words: `listed at look ${found.looks}, ${late} ms later; its createdAt ${age} was sent`,
			...(found.looks > 1 && { ms: late }),
		};
	}

	private async look(path: string, isIt: (order: IDataObject) => boolean) {
		for (let looks = 1; looks <= MOST_LOOKS; looks += 1) {
			const call = { method: 'GET', path, parameters: {} } as const;
			const reply = await this.client.signed(call).catch(() => undefined);
			const order = reply && ordersOf(dataOf(reply))?.find(isIt);
			if (order) return { order, looks, at: reply.answer.sentAt };
		}
		return undefined;
	}

	private async smallOrder(symbol: string): Promise<SpotOrder> {
		const config = await this.client.read('/api/v3/spot/config', { symbol });
		const rows: unknown[] = [dataOf(config)].flat();
		const row = rows.find((found) => isRecord(found) && found.symbol === symbol);
		const rules = row === undefined ? undefined : parseSymbolRules(row);
		const last = await this.lastPrice(symbol);
		if (!rules?.price || !rules.quantity || !last) {
			throw new Error(`price, rules or both of ${symbol} could not be read, so nothing was placed`);
		}
		const price = floorToStep(multiply(last, HALF), rules.price.step ?? CENT);
		const value = multiply(rules.notional?.min ?? ONE, MARGIN);
		const least = divideUp(value, price, 8);
		const quantity = ceilToStep(larger(least, rules.quantity.min), rules.quantity.step ?? CENT);
		return {
			symbol,
			side: 'BUY',
			type: 'LIMIT',
			useQuoteQty: false,
			quantity,
			price,
		};
	}

	private async lastPrice(symbol: string): Promise<Decimal | undefined> {
		const data = dataOf(await this.client.read('/api/v3/spot/market_watch', { symbol }));
		const rows: unknown[] = Array.isArray(data) ? data : [data];
		const row = rows.filter(isRecord).find(({ s }) => s === symbol);
		return parseDecimal(row?.p);
	}
}

/** Whether what a list shows is that amount, exactly. */
function isAmount(shown: unknown, asked: Decimal | undefined): boolean {
	const read = parseDecimal(shown);
	return read !== undefined && asked !== undefined && compareDecimals(read, asked) === 0;
}

function idOf(reply: Reply): string | undefined {
	const data = dataOf(reply);
	return isRecord(data) && data.displayingId !== undefined ? String(data.displayingId) : undefined;
}

/** The exchange said no, and not in a way that leaves doubt. */
function isProvenUnplaced({ answer, judgement }: Reply): boolean {
	if (judgement.kind !== 'refused' || answer.httpStatus >= 500) return false;
	return knownError(judgement.status, judgement.code)?.kind === 'refused';
}

const decimal = (text: string): Decimal => parseDecimal(text) as Decimal;
const HALF = decimal('0.5');
const MARGIN = decimal('1.1');
const ONE = decimal('1');
const CENT = decimal('0.01');

function larger(a: Decimal, b: Decimal | undefined): Decimal {
	return b !== undefined && compareDecimals(a, b) < 0 ? b : a;
}
