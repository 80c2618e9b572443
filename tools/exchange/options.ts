import type { AccountSeed } from './engine/account';
import type { SymbolSeed } from './data/symbols';
import { type ProfileText, profileSettings } from './profiles';
import { type Clock, systemClock } from './support/clock';
import type { ListShapeName } from './views/listShapes';

/** How the exchange behaves where its documents are vague, faulty, or contradicted: may be changed while it runs. */
export interface Settings {
	/** Refusals of the exchange's tables come with HTTP 200 instead of 400. */
	errorsWithHttp200: boolean;
	/**
	 * What HTTP has a status for (401, 418, 429, 5xx …) comes with HTTP 200, too, by name and code in the
	 * body; a request that is not valid is INVALID_INPUT, and a crash is nothing but `{ status: 'error' }`.
	 */
	httpErrorsInBody: boolean;
	/**
	 * How a refusal is written: its name in `status`; or a number, or "error", in `status` and its name in
	 * `message`.
	 */
	errorForm: 'named' | 'older' | 'error';
	/** `{ status: 'ok', data }`, or `{ statusCode, message: 'ok', data }` with errors in the same form. */
	envelope: 'status' | 'statusCode';
	/** Answers are wrapped once more: `{ message: 'ok', data: { status, data } }`. */
	doublyWrapped: boolean;
	/** Open orders as `{ orders: […] }` or as a bare array. */
	openShape: 'orders' | 'array';
	/** The order book at the top level (with the key spelled `bid`), or in `data.bids` and `data.asks`. */
	depthShape: 'topLevel' | 'data';
	/** Candles as a bare array, as the table of endpoints has it, or in `data`. */
	candlesShape: 'array' | 'data';
	/** Whether the legs of an OCO are listed as orders of their own beside it. */
	ocoLegs: 'listed' | 'hidden';
	/** For so long filled and canceled orders, and trades, do not show in history. */
	historyLagMs: number;
	/** For so long a new order does not show among the open ones. */
	openLagMs: number;
	/** Each order and trade lags by up to so much more, always the same for its id. */
	lagSpreadMs: number;
	/** Where the parameters of a signed POST or DELETE, and their signature, must stand. */
	signedIn: 'either' | 'url' | 'body' | 'both';
	/** The number of a list's first page, which is also what is listed without one. */
	firstPage: 0 | 1;
	/** The quote assets of markets that the exchange matches itself, whose orders are listed in its own form. */
	ownQuotes: readonly string[];
	/** How lists differ from the documented ones: a name of `views/listShapes.ts`. */
	listShape: ListShapeName;
	/** What a MARKET order must carry beside its amount: nothing, or a price and the other amount. */
	marketNeeds: 'nothing' | 'priceAndBothAmounts';
	/** Resolutions that have candles of their own; others are answered with the nearest shorter ones, as if they were right. */
	resolutions: 'all' | '1m, 1h and 1d';
	/** How far a request's timestamp may be off the exchange's clock, either way. */
	timestampWindowMs: number;
	/** Larger pages than this are cut to it, silently. */
	maxPageSize: number;
	/** Calls a minute before 429; undefined: no limit. */
	rateLimit: RateLimit | undefined;
}

export interface RateLimit {
	readonly perMinute: number;
	/** So many calls answered 429 lead to a ban (418). */
	readonly banAfter: number;
	readonly banMs: number;
	/**
	 * `guide`, the default: counts all calls of an address, and bans for `banMs`. `framework`: counts them by
	 * method and path, tells the rest in headers, and counts refusals, and bans, until `banMs` after the first of them.
	 */
	readonly style?: 'guide' | 'framework';
	/** Whether 429 and 418 say `Retry-After`. Default: they do. */
	readonly retryAfter?: boolean;
}

export interface ExchangeOptions extends Partial<Settings> {
	/** Starts from the settings of a profile, `name` or `name:seed`; settings that are given beside it win. */
	readonly profile?: ProfileText | undefined;
	readonly seed?: number;
	readonly clock?: Clock;
	/** Fixed port; default: any free one. */
	readonly port?: number;
	readonly host?: string;
	/** Key and secret pairs; the first is the default account. */
	readonly accounts?: readonly AccountSeed[];
	readonly symbols?: readonly SymbolSeed[];
	/** The id of the first order, as a bigint so that it may lie beyond 2^53. */
	readonly firstDisplayingId?: bigint;
	/** Keep every request, only the last so many, or none. Default: every one. */
	readonly log?: boolean | number;
	/** Serve HTTPS with such a certificate; default: HTTP. */
	readonly tls?: CertificateKind;
	/** Serve `/control/…`, where people with curl move the exchange's state. */
	readonly control?: boolean;
}

/** `trusted` is good for clients that are given `exchange.certificate` as their authority; the others never are. */
export type CertificateKind = 'trusted' | 'selfSigned' | 'expired' | 'wrongHost';

/** The limit of the exchange's first API guide: 60 calls a minute, an hour's ban for those who keep exceeding it. */
export const DOCUMENTED_RATE_LIMIT: RateLimit = { perMinute: 60, banAfter: 60, banMs: 3_600_000 };

export const DEFAULT_ACCOUNT: AccountSeed = {
	apiKey: 'stand-in-key-of-the-default-account',
	apiSecret: 'stand-in-secret-of-the-default-account',
};

export const FIRST_DISPLAYING_ID = 435372n;

const DEFAULT_SETTINGS: Settings = {
	errorsWithHttp200: false,
	httpErrorsInBody: false,
	errorForm: 'named',
	envelope: 'status',
	doublyWrapped: false,
	openShape: 'orders',
	depthShape: 'topLevel',
	candlesShape: 'array',
	ocoLegs: 'listed',
	historyLagMs: 0,
	openLagMs: 0,
	lagSpreadMs: 0,
	signedIn: 'either',
	firstPage: 1,
	ownQuotes: ['VNST', 'VNDC'],
	listShape: 'documented',
	marketNeeds: 'nothing',
	resolutions: 'all',
	timestampWindowMs: 5000,
	maxPageSize: 100,
	rateLimit: undefined,
};

/** The settings among the options, completed with those of the profile and the defaults. */
export function settingsFrom(options: ExchangeOptions): Settings {
	const names = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
	const given = names.filter((name) => options[name] !== undefined);
	return {
		...DEFAULT_SETTINGS,
		...(options.profile && profileSettings(options.profile)),
		...Object.fromEntries(given.map((name) => [name, options[name]])),
	};
}

/** The clock that options ask for. */
export function clockFrom(options: ExchangeOptions): Clock {
	return options.clock ?? systemClock;
}
