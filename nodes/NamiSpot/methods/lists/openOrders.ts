import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { newestFirst } from '../../exchange/api/newestFirst';
import { readOpenOrders } from '../../exchange/api/orders';
import { listSymbols } from '../../exchange/api/symbols';
import { clock } from '../../exchange/clock';
import { formatDecimal, isPositive, parseDecimal } from '../../exchange/decimal';
import { isRecord, textOf } from '../../exchange/guards';
import { storeOf } from '../../exchange/memory';
import { createdAt, orderIdOf, symbolOf, wordIn } from '../../exchange/orderRow';
import { connect } from '../../exchange/wire/connect';
import type { Connection } from '../../exchange/wire/request';
import { normalizeSymbol } from '../../fields/symbol';
import { readList, searched } from './list';
import { pairOf } from './symbols';

const OTHERWISE = 'Enter the order By ID, or try again in a minute';
const TIMEOUT_MS = 10_000;
/** n8n asks for the list at each letter that is typed into its search. */
const FRESH_MS = 5_000;

class LastRead {
	private at = Number.NEGATIVE_INFINITY;

	private orders: IDataObject[] = [];

	async list(connection: Connection): Promise<IDataObject[]> {
		if (clock.monotonic() - this.at < FRESH_MS) return this.orders;
		const { value } = await readOpenOrders(connection, { timeout: TIMEOUT_MS });
		this.orders = newestFirst(value, createdAt);
		this.at = clock.monotonic();
		return this.orders;
	}
}

const lastReadOf = storeOf(() => new LastRead());

/**
 * The list of the Order ID field: the open orders of the chosen symbol, or all of them where none is
 * chosen, as `Buy 0.001 BTC/USDT at 60000 (435372)`, the newest first.
 */
export async function searchOpenOrders(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const symbol = chosenSymbol(this);
	const [orders, pairs] = await readList(this, OTHERWISE, async () => {
		const connection = await connect(this, undefined);
		const symbols = (await listSymbols(connection)) ?? [];
		const listed = await lastReadOf(connection.account).list(connection);
		return [listed, new Map(symbols.map((row) => [row.symbol, pairOf(row)]))] as const;
	});
	const entries = orders
		.filter((order) => symbol === undefined || symbolOf(order) === symbol)
		.flatMap((order) => toEntry(order, pairs));
	return searched(entries, filter, (text) => text.trim().toLowerCase());
}

/** An expression has no value here, and so chooses none. */
function chosenSymbol(context: ILoadOptionsFunctions): string | undefined {
	const given: unknown = context.getCurrentNodeParameter('symbol');
	const symbol = isRecord(given) ? given.value : given;
	return typeof symbol === 'string' ? normalizeSymbol(symbol) : undefined;
}

function toEntry(
	order: IDataObject,
	pairs: ReadonlyMap<unknown, string | undefined>,
): INodeListSearchItems[] {
	const id = orderIdOf(order);
	if (id === undefined) return [];
	const symbol = symbolOf(order) ?? '';
	const words = [
		wordIn(order.side) === 'SELL' ? 'Sell' : 'Buy',
		amountIn(order.quantity),
		pairs.get(symbol) ?? symbol,
		...phrase('at', order.price),
		...phrase('stop at', order.stopPrice),
		`(${id})`,
	];
	return [{ name: words.filter(Boolean).join(' '), value: id }];
}

function phrase(word: string, value: unknown): string[] {
	const amount = amountIn(value);
	return amount === undefined ? [] : [word, amount];
}

function amountIn(value: unknown): string | undefined {
	const amount = parseDecimal(typeof value === 'number' ? value : textOf(value));
	return amount === undefined || !isPositive(amount) ? undefined : formatDecimal(amount);
}
