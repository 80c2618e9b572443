import { InvalidRequest } from '../engine/refusals';
import type { PublicCall } from '../http/endpoint';
import type { Settings } from '../options';
import { randomOf } from '../support/random';
import { LIST_SHAPES, type ListQuery, type Row } from '../views/listShapes';

/** What the filters of lists ask of an entry. */
export interface Listed {
	/** What tells it from all others, for the lag that is its own. */
	readonly id: bigint;
	readonly symbol: string;
	readonly side: string;
	readonly createdAt: number;
	/** From when on the entry shows, were there no lag. */
	readonly since: number;
	readonly isCanceled: boolean;
}

/** A list that can be asked for. */
export interface List<T> {
	/** In the order of their creation; times filter by that. */
	readonly entries: readonly T[];
	readonly lagMs: number;
	readonly describe: (entry: T) => Listed;
	readonly view: (entry: T) => Row;
	/** The documented answer. */
	readonly answer: (rows: readonly Row[]) => object;
}

const DEFAULT_PAGE_SIZE = 20;

/** Everything that matches `query`, or the page that it asks for, newest first, in the list's shape. */
export function listAnswer<T>(call: PublicCall, list: List<T>, query: ListQuery): object {
	const shape = LIST_SHAPES[call.settings.listShape];
	const rows = rowsOf(call, list, shape.ask?.(query) ?? query);
	const page = shape.page?.(rows) ?? rows;
	return (shape.envelope?.(page) ?? list.answer(page)) as object;
}

function rowsOf<T>(call: PublicCall, list: List<T>, query: ListQuery): Row[] {
	const { row = (plain: Row) => plain, shows = () => true } = LIST_SHAPES[call.settings.listShape];
	const { page, size = Infinity } = query;
	const skipped = page === 0 ? 0 : page * size;
	const found: Row[] = [];
	for (const entry of inOrder(list.entries, query)) {
		const listed = list.describe(entry);
		if (found.length === skipped + size || isPast(listed, query)) break;
		if (!matches(listed, query) || !isVisible(call, list, listed)) continue;
		const view = list.view(entry);
		if (shows(view)) found.push(row(view));
	}
	return found.slice(skipped);
}

function* inOrder<T>(entries: readonly T[], { oldestFirst }: ListQuery): Iterable<T> {
	if (oldestFirst) yield* entries;
	else for (let index = entries.length - 1; index >= 0; index--) yield entries[index] as T;
}

/** Whether nothing that follows can match any more. */
function isPast({ createdAt }: Listed, { oldestFirst, from, to }: ListQuery): boolean {
	return oldestFirst ? createdAt > to : createdAt < from;
}

function isVisible<T>(
	{ world, settings }: PublicCall,
	{ lagMs }: List<T>,
	listed: Listed,
): boolean {
	return listed.since + lagMs + ownLag(settings, listed) <= world.clock.now();
}

/** What an entry lags more than others: the same in every list, at any time. */
function ownLag({ lagSpreadMs }: Settings, { id }: Listed): number {
	return lagSpreadMs === 0 ? 0 : Math.floor(randomOf(0, String(id)).fraction() * lagSpreadMs);
}

function matches({ symbol, side, createdAt, isCanceled }: Listed, query: ListQuery): boolean {
	return (
		createdAt >= query.from &&
		createdAt <= query.to &&
		(query.symbol ?? symbol) === symbol &&
		(query.side ?? side) === side &&
		!(query.hideCanceled && isCanceled)
	);
}

/** A list of everything, of one symbol or of all. */
export function queryOfAll(symbol: string | undefined): ListQuery {
	return {
		symbol,
		side: undefined,
		hideCanceled: false,
		from: -Infinity,
		to: Infinity,
		page: 0,
		size: undefined,
		oldestFirst: false,
	};
}

/** The page, symbol, side and times that a call asks for. */
export function readQuery({ params, settings }: PublicCall): ListQuery {
	const { firstPage, maxPageSize } = settings;
	const from = params.time('timeFrom') ?? -Infinity;
	const to = params.time('timeTo') ?? Infinity;
	if (from > to) throw new InvalidRequest('timeFrom must not be after timeTo');
	return {
		symbol: params.optionalText('symbol'),
		side: params.oneOf('side', ['BUY', 'SELL']),
		hideCanceled: params.flag('hideCanceled') ?? false,
		from,
		to,
		page: (params.integer('page', firstPage) ?? firstPage) - firstPage,
		size: Math.min(params.integer('pageSize', 1) ?? DEFAULT_PAGE_SIZE, maxPageSize),
		oldestFirst: false,
	};
}
