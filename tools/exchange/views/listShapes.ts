import { idText } from '../support/json';

/** A row of a list as it is served. */
export type Row = Readonly<Record<string, unknown>>;

/** What a list is asked for, once it is read. */
export interface ListQuery {
	readonly symbol: string | undefined;
	readonly side: string | undefined;
	readonly hideCanceled: boolean;
	/** Unix milliseconds. */
	readonly from: number;
	readonly to: number;
	/** Counts from 0 here, whatever the exchange calls its first. */
	readonly page: number;
	/** Undefined for a list that has no pages. */
	readonly size: number | undefined;
	readonly oldestFirst: boolean;
}

/** One way in which lists of orders may differ from the documented ones. What is left out stays as it is. */
export interface ListShape {
	readonly says: string;
	/** What the exchange makes of what it is asked. */
	readonly ask?: (query: ListQuery) => ListQuery;
	/** How it shows one order. */
	readonly row?: (row: Row) => Row;
	/** Whether it shows an order at all. */
	readonly shows?: (row: Row) => boolean;
	/** What it makes of the rows of one page. */
	readonly page?: (rows: readonly Row[]) => readonly Row[];
	/** What stands around the rows, instead of the documented envelope. */
	readonly envelope?: (rows: readonly Row[]) => unknown;
	/** So many milliseconds is the header Date off the exchange's clock. */
	readonly dateOffMs?: number;
}

const rows = (says: string, row: (row: Row) => Row): ListShape => ({ says, row });

const asked = (says: string, ask: (query: ListQuery) => ListQuery): ListShape => ({ says, ask });

/** Changes fields; those that a row does not have stay away. */
function change(...names: readonly string[]) {
	return (says: string, to: (value: unknown, row: Row) => unknown): ListShape =>
		rows(says, (row) => {
			const present = names.filter((name) => name in row);
			return {
				...row,
				...Object.fromEntries(present.map((name) => [name, to(row[name], row)])),
			};
		});
}

function without(...names: readonly string[]): (row: Row) => Row {
	return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

const times = change('createdAt', 'updatedAt');
const amounts = change('quantity', 'executedQty', 'quoteQty', 'executedQuoteQty', 'price');
const ids = change('displayingId', 'ocoOrderId', 'limitOrderId', 'stopLimitOrderId');

const HANOI_MS = 7 * 3_600_000;
const HALF_A_TICK = 2 ** -52;

const iso = (value: unknown, shiftMs = 0) =>
	new Date(Date.parse(String(value)) + shiftMs).toISOString();
const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
const titled = (value: unknown) =>
	typeof value === 'string' ? value.charAt(0) + value.slice(1).toLowerCase() : value;
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
const rounded = (decimals: number) => (value: unknown) =>
	typeof value === 'number' ? Math.floor(value * 10 ** decimals) / 10 ** decimals : value;
const paired = (separator: string) => (_value: unknown, row: Row) =>
	`${String(row['baseAsset'])}${separator}${String(row['quoteAsset'])}`;
const pagesOf = (most: number) =>
	asked(`no page is longer than ${most}`, (query) => ({
		...query,
		size: query.size && Math.min(query.size, most),
	}));
const isStop = ({ type }: Row) => type === 'STOP_LIMIT';
const isLinked = ({ ocoOrderId }: Row) => ocoOrderId !== null && ocoOrderId !== undefined;
const isByQuote = ({ useQuoteQty }: Row) => useQuoteQty === true;

/** Every form that a list may have, by name. */
const TABLE = {
	documented: { says: 'as documented' },

	// times
	timeWithoutZone: times('times lack their Z', (value) => iso(value).slice(0, -1)),
	timeWithBlank: times('times as a database writes them', (value) =>
		iso(value).slice(0, 19).replace('T', ' '),
	),
	timeOfHanoi: times('times of Hanoi, without a zone', (value) =>
		iso(value, HANOI_MS).slice(0, -1),
	),
	timeWithOffset: times('times of Hanoi, with their offset', (value) =>
		iso(value, HANOI_MS).replace('Z', '+07:00'),
	),
	timeInSeconds: times('times in Unix seconds', (value) =>
		Math.floor(Date.parse(String(value)) / 1000),
	),
	timeInMilliseconds: times('times in Unix milliseconds', (value) => Date.parse(String(value))),
	timeInMillisecondsAsText: times('the same as text', (value) => `${Date.parse(String(value))}`),
	timeCutToSeconds: times(
		'times without their fraction',
		(value) => `${iso(value).slice(0, 19)}.000Z`,
	),
	timeOfRecord: rows('createdAt is that of the record', (row) => ({
		...row,
		createdAt: row['updatedAt'],
	})),
	timeTooEarly: times('a database 12 s behind', (value) => iso(value, -12_000)),
	timeMissing: rows('no times at all', without('createdAt', 'updatedAt')),
	dateAhead: { says: 'the header Date is 12 s ahead', dateOffMs: 12_000 },
	dateBehind: { says: 'the header Date is 12 s behind', dateOffMs: -12_000 },

	// amounts and prices
	quantityRounded: change('quantity', 'executedQty')('quantities of 3 decimals', rounded(3)),
	quantityLessFee: change('quantity')('the fee is taken from the quantity', (value) =>
		typeof value === 'number' ? value * 0.999 : value,
	),
	quantityOfQuote: rows('amounts by quote listed as quantity', (row) =>
		isByQuote(row) ? { ...row, quantity: row['quoteQty'], quoteQty: 0 } : row,
	),
	quantityExecuted: rows('quantity of what has ended is what was executed', (row) =>
		row['status'] === 'NEW' ? row : { ...row, quantity: row['executedQty'] },
	),
	amountsAsText: amounts('amounts as text', asText),
	amountsPadded: amounts('amounts as text of 8 decimals', (value) =>
		typeof value === 'number' ? value.toFixed(8) : value,
	),
	amountsWithTails: amounts('amounts with the tails of floating point', (value) =>
		typeof value === 'number' ? value * (1 + HALF_A_TICK) : value,
	),
	quoteQtyZero: change('quoteQty')('no amount in quote', () => 0),
	quoteQtyNull: change('quoteQty')('null for the amount in quote', () => null),
	quoteQtyExecuted: change('quoteQty')('amount in quote is what was executed', (_value, row) =>
		row['executedQuoteQty'] === 0 ? row['quoteQty'] : row['executedQuoteQty'],
	),
	useQuoteQtyNull: change('useQuoteQty')('useQuoteQty is null', () => null),
	useQuoteQtyFalse: change('useQuoteQty')('useQuoteQty is always false', () => false),
	useQuoteQtyAsText: change('useQuoteQty')('useQuoteQty as text', (value) => String(value)),
	useQuoteQtyAsNumber: change('useQuoteQty')('useQuoteQty as 0 or 1', (value) => Number(value)),
	useQuoteQtyMissing: rows('useQuoteQty is missing', without('useQuoteQty')),
	priceRounded: change('price')('prices without decimals', rounded(0)),
	marketPriceZero: change('price')('market orders have the price 0', (value, row) =>
		row['type'] === 'MARKET' ? 0 : value,
	),
	priceExecuted: change('price')('price is what it was executed at', (value, row) =>
		row['executedPrice'] === 0 ? value : row['executedPrice'],
	),
	executedPriceZero: change('executedPrice')('executedPrice is always 0', () => 0),
	stopPriceZero: change('stopPrice')('stop prices are not shown', () => 0),
	stopPriceNull: change('stopPrice', 'limitPrice')('stop prices are null', () => null),

	// types and words
	stopLimitAsLimit: change('type')('a stop limit is shown as a limit order', (value, row) =>
		isStop(row) ? 'LIMIT' : value,
	),
	stopLimitRenamed: change('type')('a stop limit has another name', (value, row) =>
		isStop(row) ? 'STOP_LOSS_LIMIT' : value,
	),
	ocoAsLegs: {
		says: 'an OCO is shown as its two legs only',
		shows: ({ type }: Row) => type !== 'OCO',
	},
	ocoAsLegsWithoutLinks: {
		says: 'an OCO is shown as two legs that nothing links',
		shows: ({ type }: Row) => type !== 'OCO',
		row: (row: Row) => ({ ...row, ocoOrderId: null }),
	},
	ocoWithoutLegs: { says: 'an OCO is shown without its legs', shows: (row: Row) => !isLinked(row) },
	ocoWithoutLinks: change(
		'limitOrderId',
		'stopLimitOrderId',
		'ocoOrderId',
	)('nothing links an OCO and its legs', () => null),
	lowerCase: change('type', 'side', 'status')('words in lower case', lower),
	titleCase: change('type', 'side', 'status')('words as titles: Filled', titled),
	typeMissing: rows('no type', without('type')),
	statusMissing: rows('no status', without('status')),
	symbolInLowerCase: change('symbol')('symbols in lower case', lower),
	symbolWithSlash: change('symbol')('symbols as BTC/USDT', paired('/')),
	symbolWithUnderscore: change('symbol')('symbols as BTC_USDT', paired('_')),
	symbolMissing: rows('no symbol, only its assets', without('symbol')),

	// ids
	idsAsText: ids('ids as text', (value) => (value === null ? null : idText(value))),
	idsMissing: rows('rows without an id', without('displayingId')),
	idsNamedId: rows('the id is called id', (row) => ({
		...without('displayingId')(row),
		id: row['displayingId'],
	})),
	idsNull: change('displayingId')('ids are null', () => null),
	rowsTwice: { says: 'every row twice', page: (page) => page.flatMap((row) => [row, row]) },

	// filters and pages
	pageIgnored: asked('page is ignored', (query) => ({ ...query, page: 0 })),
	pageSizeIgnored: asked('pageSize is ignored', (query) => ({ ...query, size: query.size && 20 })),
	pagesOf9: pagesOf(9),
	pagesOf5: pagesOf(5),
	pagesOf3: pagesOf(3),
	timeFromIgnored: asked('timeFrom is ignored', (query) => ({ ...query, from: -Infinity })),
	timesIgnored: asked('timeFrom and timeTo are ignored', (query) => ({
		...query,
		from: -Infinity,
		to: Infinity,
	})),
	symbolIgnored: asked('the symbol, or filterByPair, is ignored', (query) => ({
		...query,
		symbol: undefined,
	})),
	symbolWantedWithSlash: asked('the symbol, or filterByPair, is wanted as BTC/USDT', (query) => ({
		...query,
		symbol: query.symbol === undefined ? undefined : slashesRemoved(query.symbol),
	})),
	sideIgnored: asked('the side is ignored', (query) => ({ ...query, side: undefined })),
	oldestFirst: asked('the oldest first', (query) => ({ ...query, oldestFirst: true })),
	unsorted: {
		says: 'pages are not sorted',
		page: (page) => [...page.filter((_, at) => at % 2), ...page.filter((_, at) => at % 2 === 0)],
	},

	// what stands around the rows
	bare: { says: 'nothing around the rows', envelope: (list) => list },
	inList: { says: 'rows in data.list', envelope: (list) => ({ status: 'ok', data: { list } }) },
	inItems: {
		says: 'rows in data.items, with totals',
		envelope: (items) => ({ status: 'ok', data: { items, total: items.length, page: 1 } }),
	},
	inResult: {
		says: 'rows in data.result.orders',
		envelope: (orders) => ({ status: 'ok', data: { result: { orders } } }),
	},
	byId: {
		says: 'an object of rows by their ids',
		envelope: (list) => ({
			status: 'ok',
			data: Object.fromEntries(list.map((row) => [idText(row['displayingId']), row])),
		}),
	},
	nullForNone: {
		says: 'null where there is none',
		envelope: (list) => ({ status: 'ok', data: list.length === 0 ? null : list }),
	},
} as const satisfies Readonly<Record<string, ListShape>>;

export type ListShapeName = keyof typeof TABLE;

export const LIST_SHAPES: Readonly<Record<ListShapeName, ListShape>> = TABLE;

/** `BTC/USDT` becomes the exchange's own `BTCUSDT`; what has no slash matches nothing. */
function slashesRemoved(symbol: string): string {
	return symbol.includes('/') ? symbol.replace('/', '') : `no such pair: ${symbol}`;
}
