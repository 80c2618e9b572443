import type { IDataObject } from 'n8n-workflow';

import { judge } from '../reply/answer';
import { clock } from '../clock';
import { documentedError } from '../reply/errors';
import { isRecord, textOf } from '../guards';
import { send, type Connection } from '../wire/request';
import { parseSymbolRules, type SymbolRules } from '../../symbolRules';

const CONFIG_PATH = '/api/v3/spot/config';
/** Orders wait for it, so no longer than a person would notice. */
const TIMEOUT_MS = 3_000;
const FRESH_MS = 5 * 60_000;
/** Where nothing newer can be read, old rules are better than none, and a halt is seldom that long. */
const USABLE_MS = 60 * 60_000;
const REST_AFTER_FAILURE_MS = 30_000;

/** One symbol, or all of them. */
type Scope = string;
const ALL: Scope = '*';

/** What a read brought: something new, nothing, or it was canceled together with its execution. */
type Reading = 'read' | 'failed' | 'execution_canceled';

interface KnownSymbol {
	readonly row: IDataObject;
	/** Unix milliseconds. */
	readonly readAt: number;
	/** Parsed when an order first needs them. */
	rules?: SymbolRules;
}

/**
 * The symbols of one host (`GET /api/v3/spot/config`), for all runs of this process. A symbol that
 * is asked for alone is read alone, which is quick; as soon as a second one is asked for within
 * the time that the first is fresh, all are read at once. So a bot with one market makes a small
 * call every few minutes at most, and a batch over any number of markets makes two calls.
 *
 * Nothing here throws: what cannot be read is unknown for a while.
 */
class SymbolBook {
	private readonly known = new Map<string, KnownSymbol>();

	private readonly reading = new Map<Scope, Promise<Reading>>();

	/** Symbols that an answer did not have, and `ALL` after a failure: not to be read before then. */
	private readonly restsUntil = new Map<Scope, number>();

	private listReadAt = Number.NEGATIVE_INFINITY;

	/** The rules of a symbol; undefined if they cannot be had now. Cheap while they are fresh. */
	async rules(connection: Connection, symbol: string): Promise<SymbolRules | undefined> {
		if (!this.isFresh(symbol) && !this.rests(ALL) && !this.rests(symbol)) {
			const result = await this.read(connection, this.scopeFor(symbol));
			if (result !== 'execution_canceled' && !this.isFresh(symbol)) this.rest(symbol);
		}
		const known = this.known.get(symbol);
		if (known === undefined || ageOf(known.readAt) > USABLE_MS) return undefined;
		known.rules ??= parseSymbolRules(known.row);
		return known.rules;
	}

	/** All symbols as the exchange describes them; undefined if they cannot be had now. */
	async list(connection: Connection): Promise<IDataObject[] | undefined> {
		if (ageOf(this.listReadAt) > FRESH_MS && !this.rests(ALL)) await this.read(connection, ALL);
		if (ageOf(this.listReadAt) > USABLE_MS) return undefined;
		return [...this.known.values()]
			.filter(({ readAt }) => readAt >= this.listReadAt)
			.map(({ row }) => row);
	}

	private isFresh(symbol: string): boolean {
		const known = this.known.get(symbol);
		return known !== undefined && ageOf(known.readAt) <= FRESH_MS;
	}

	private rests(scope: Scope): boolean {
		return (this.restsUntil.get(scope) ?? 0) > clock.now();
	}

	private rest(scope: Scope): void {
		for (const [other, until] of this.restsUntil) {
			if (until <= clock.now()) this.restsUntil.delete(other);
		}
		this.restsUntil.set(scope, clock.now() + REST_AFTER_FAILURE_MS);
	}

	private scopeFor(symbol: string): Scope {
		if (this.reading.has(symbol)) return symbol;
		const isOthersToo =
			this.reading.size > 0 ||
			[...this.known.keys()].some((other) => other !== symbol && this.isFresh(other));
		return isOthersToo ? ALL : symbol;
	}

	/** Joins a read that is under way, or starts one; makes up for one that another run canceled. */
	private async read(connection: Connection, scope: Scope): Promise<Reading> {
		for (;;) {
			const result = await (this.reading.get(scope) ?? this.start(connection, scope));
			if (result !== 'execution_canceled' || connection.signal?.aborted === true) return result;
		}
	}

	private start(connection: Connection, scope: Scope): Promise<Reading> {
		const reading = this.readOnce(connection, scope).finally(() => this.reading.delete(scope));
		this.reading.set(scope, reading);
		return reading;
	}

	private async readOnce(connection: Connection, scope: Scope): Promise<Reading> {
		const reply = await send(connection, {
			method: 'GET',
			path: CONFIG_PATH,
			parameters: scope === ALL ? {} : { symbol: scope },
			isSigned: false,
			timeout: TIMEOUT_MS,
		});
		if (reply.kind === 'unsent' && reply.reason === 'execution_canceled')
			return 'execution_canceled';
		const judgement = reply.kind === 'answer' ? judge(reply) : undefined;
		if (judgement?.kind === 'ok' && this.keep(judgement.data, scope)) return 'read';
		const isAboutTheSymbol =
			judgement?.kind === 'refused' &&
			documentedError(judgement.status, judgement.code)?.status === 'BAD_SYMBOL';
		if (!isAboutTheSymbol) this.rest(ALL);
		return 'failed';
	}

	private keep(data: unknown, scope: Scope): boolean {
		const rows: unknown[] = Array.isArray(data) ? data : [data];
		const readAt = clock.now();
		let count = 0;
		for (const row of rows.filter(isRecord)) {
			const symbol = textOf(row.symbol);
			if (symbol === undefined) continue;
			this.known.set(symbol, { row, readAt });
			count += 1;
		}
		if (scope === ALL && count > 0) this.listReadAt = readAt;
		return count > 0 || scope !== ALL;
	}
}

function ageOf(time: number): number {
	return clock.now() - time;
}

const books = new Map<string, SymbolBook>();

function bookFor(host: string): SymbolBook {
	let book = books.get(host);
	if (book === undefined) {
		book = new SymbolBook();
		books.set(host, book);
	}
	return book;
}

/** The trading rules of a symbol, kept for a few minutes; undefined if they cannot be had now. */
export async function symbolRulesOf(
	connection: Connection,
	symbol: string,
): Promise<SymbolRules | undefined> {
	return await bookFor(connection.host).rules(connection, symbol);
}

/** All symbols as the exchange describes them, kept for a few minutes; undefined if they cannot be had now. */
export async function listSymbols(connection: Connection): Promise<IDataObject[] | undefined> {
	return await bookFor(connection.host).list(connection);
}

/** Whether a symbol can be traded; what the exchange does not say is left to it. */
export function isTradable({ status, isSpotTradingAllowed }: IDataObject): boolean {
	return (status === undefined || status === 'TRADING') && isSpotTradingAllowed !== false;
}

/** Forgets all symbols, as a restart of n8n does. For tests. */
export function resetSymbols(): void {
	books.clear();
}
