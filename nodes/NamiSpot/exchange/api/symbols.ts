import type { IDataObject } from 'n8n-workflow';

import { clock, HOUR_MS, isWithin, MINUTE_MS } from '../clock';
import { keyedRowsOf } from '../guards';
import { storeOf } from '../memory';
import { Failure } from '../reply/failure';
import type { Connection } from '../wire/request';
import { readAs, type ReadCall } from './read';
import { SharedReads } from './sharedReads';

export const SYMBOLS_PATH = '/api/v3/spot/config';
/** Orders wait for it, so no longer than a person would notice. */
const TIMEOUT_MS = 3_000;
const FRESH_MS = 5 * MINUTE_MS;
/** Where nothing newer can be read, old rows are better than none, and a halt is seldom that long. */
const USABLE_MS = HOUR_MS;
const REST_AFTER_FAILURE_MS = 30_000;

/** Stands for all symbols where one may be asked for. */
const ALL = '*';

export interface SymbolSearch extends Pick<ReadCall, 'timeout' | 'isOnce'> {
	/** Only this one; all if it is undefined. */
	readonly symbol?: string | undefined;
}

/**
 * Reads the exchange's symbols as it describes them (`GET /api/v3/spot/config`).
 *
 * @throws Failure when they cannot be read; `not_found` when the symbol asked for is not among them
 */
export async function readSymbols(
	connection: Connection,
	{ symbol, ...how }: SymbolSearch,
): Promise<IDataObject[]> {
	const call = { path: SYMBOLS_PATH, parameters: { symbol }, isSigned: false, ...how };
	const read = readAs(connection, call, (data) => keyedRowsOf(data, 'symbol'));
	if (symbol === undefined) return await read;
	const rows = await read.catch((caught: unknown) => {
		throw isBadSymbol(caught) ? unknownSymbol(symbol) : caught;
	});
	const asked = rows.filter((row) => row.symbol === symbol);
	if (asked.length === 0) throw unknownSymbol(symbol);
	return asked;
}

interface KnownSymbol {
	readonly row: IDataObject;
	/** Unix milliseconds. */
	readonly readAt: number;
}

/**
 * The symbols at one base URL, for all runs of this process. A symbol that is asked for alone is
 * read alone, which is quick; as soon as a second one is asked for within the time that the first
 * is fresh, all are read at once. So a bot with one market makes a small call every few minutes at
 * most, and a batch over any number of markets makes two calls.
 *
 * Nothing here throws: what cannot be read is unknown for a while.
 */
class KnownSymbols {
	private readonly known = new Map<string, KnownSymbol>();

	private readonly reads = new SharedReads<IDataObject[]>();

	/** Symbols that an answer did not have, and `ALL` after a failure: since when they rest, in Unix milliseconds. */
	private readonly restsSince = new Map<string, number>();

	private listReadAt = Number.NEGATIVE_INFINITY;

	/** A symbol as the exchange describes it; undefined if that cannot be had now. Cheap while it is fresh. */
	async row(connection: Connection, symbol: string): Promise<IDataObject | undefined> {
		if (!this.isFresh(symbol) && !this.rests(ALL) && !this.rests(symbol)) {
			await this.read(connection, this.scopeFor(symbol));
			if (!this.isFresh(symbol) && connection.signal?.aborted !== true) this.rest(symbol);
		}
		const known = this.known.get(symbol);
		return known !== undefined && isWithin(USABLE_MS, known.readAt) ? known.row : undefined;
	}

	/** All symbols as the exchange describes them; undefined if they cannot be had now. */
	async list(connection: Connection): Promise<IDataObject[] | undefined> {
		if (!isWithin(FRESH_MS, this.listReadAt) && !this.rests(ALL)) await this.read(connection, ALL);
		if (!isWithin(USABLE_MS, this.listReadAt)) return undefined;
		return [...this.known.values()]
			.filter(({ readAt }) => readAt >= this.listReadAt)
			.map(({ row }) => row);
	}

	private isFresh(symbol: string): boolean {
		const known = this.known.get(symbol);
		return known !== undefined && isWithin(FRESH_MS, known.readAt);
	}

	private rests(scope: string): boolean {
		return isWithin(REST_AFTER_FAILURE_MS, this.restsSince.get(scope) ?? -Infinity);
	}

	private rest(scope: string): void {
		for (const other of this.restsSince.keys()) {
			if (!this.rests(other)) this.restsSince.delete(other);
		}
		this.restsSince.set(scope, clock.now());
	}

	private scopeFor(symbol: string): string {
		if (this.reads.has(symbol)) return symbol;
		const isOthersToo =
			!this.reads.isEmpty ||
			[...this.known.keys()].some((other) => other !== symbol && this.isFresh(other));
		return isOthersToo ? ALL : symbol;
	}

	private async read(connection: Connection, scope: string): Promise<void> {
		const symbol = scope === ALL ? undefined : scope;
		try {
			const rows = await this.reads.read(scope, connection.signal, async () => {
				return await readSymbols(connection, { symbol, timeout: TIMEOUT_MS, isOnce: true });
			});
			this.keep(rows, scope);
		} catch (caught) {
			if (Failure.is(caught, 'not_found') || connection.signal?.aborted === true) return;
			this.rest(ALL);
		}
	}

	private keep(rows: readonly IDataObject[], scope: string): void {
		const readAt = clock.now();
		for (const row of rows) this.known.set(String(row.symbol), { row, readAt });
		if (scope === ALL && rows.length === 0) this.rest(ALL);
		else if (scope === ALL) this.listReadAt = readAt;
	}
}

const symbolsAt = storeOf(() => new KnownSymbols());

/** A symbol as the exchange describes it, kept for a few minutes; undefined if that cannot be had now. */
export async function symbolRowOf(
	connection: Connection,
	symbol: string,
): Promise<IDataObject | undefined> {
	return await symbolsAt(connection.baseUrl).row(connection, symbol);
}

/** All symbols as the exchange describes them, kept for a few minutes; undefined if they cannot be had now. */
export async function listSymbols(connection: Connection): Promise<IDataObject[] | undefined> {
	return await symbolsAt(connection.baseUrl).list(connection);
}

/** Whether a symbol can be traded; what the exchange does not say is left to it. */
export function isTradable({ status, isSpotTradingAllowed }: IDataObject): boolean {
	return (status === undefined || status === 'TRADING') && isSpotTradingAllowed !== false;
}

/** The market that a read is about. */
export interface MarketSearch {
	readonly symbol: string;
	/** Milliseconds. */
	readonly timeout: number;
}

/**
 * What a read brings that is about a symbol. What the exchange answers for one that it does not have is
 * not documented: where it refuses the symbol, or has nothing, its list of symbols tells.
 *
 * @param symbol undefined: the read is about all of them
 * @throws Failure `not_found` when there is no such symbol, and as the read itself
 */
export async function readAboutSymbol<T>(
	connection: Connection,
	symbol: string | undefined,
	reading: Promise<T>,
	isEmpty = (found: T): boolean => Array.isArray(found) && found.length === 0,
): Promise<T> {
	const found = await reading.catch(async (caught: unknown) => {
		if (symbol !== undefined && isBadSymbol(caught)) await requireListed(connection, symbol);
		throw caught;
	});
	if (symbol !== undefined && isEmpty(found)) await requireListed(connection, symbol);
	return found;
}

/** @throws Failure when the symbol is known not to exist */
export async function requireListed(connection: Connection, symbol: string): Promise<void> {
	const rows = await listSymbols(connection);
	if (rows !== undefined && !rows.some((row) => row.symbol === symbol)) throw unknownSymbol(symbol);
}

function unknownSymbol(symbol: string): Failure {
	return new Failure(
		{ reason: 'not_found', symbol },
		`The exchange does not list the symbol ${symbol}`,
		'Check its spelling, base asset first, e.g. BTCUSDT',
	);
}

function isBadSymbol(caught: unknown): boolean {
	return caught instanceof Failure && caught.facts.status === 'BAD_SYMBOL';
}
