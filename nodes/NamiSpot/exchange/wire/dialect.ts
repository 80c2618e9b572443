import { clock, MINUTE_MS } from '../clock';
import { storeOf } from '../memory';
import type { Verdict } from '../reply/verdict';
import type { Carrier } from './signingNotes';

/**
 * In the order in which they are tried: the exchange's documents show the first two and contradict
 * each other; clients that work use the last two.
 */
export const CARRIERS: readonly Carrier[] = ['body', 'query', 'both'];

/** What is known of how an exchange wants to be spoken to, where its documents leave that open. */
interface Dialect {
	carrier?: Carrier;
	/** Accounts for which every carrier was refused, and when, by the monotonic clock: their keys are wrong, or may not trade. */
	readonly unaccepted: Map<string, number>;
	/** The number of a list's first page. */
	firstPage?: 0 | 1;
	/** A market order carries a price and both amounts, as the exchange's own client sends it. */
	marketIsPriced?: true;
}

/** By base URL, for as long as the process lives. Every doubt is settled by an answer that proves that nothing was done. */
export const dialectOf = storeOf((): Dialect => ({ unaccepted: new Map() }));

/** Who sends where, as far as the carrier depends on it. */
interface Sender {
	readonly baseUrl: string;
	readonly account: string;
	/** As the credential says: a carrier, or anything else for the one that the exchange accepts. */
	readonly chosen: unknown;
}

/** The carriers to try, one after another, each only after the one before was refused. */
export function carriersFor({ baseUrl, account, chosen }: Sender): readonly Carrier[] {
	const asked = CARRIERS.find((carrier) => carrier === chosen);
	if (asked !== undefined) return [asked];
	const { carrier, unaccepted } = dialectOf(baseUrl);
	if (carrier !== undefined) return [carrier];
	const refusedAt = unaccepted.get(account) ?? -Infinity;
	return clock.monotonic() - refusedAt < REST_MS ? CARRIERS.slice(0, 1) : CARRIERS;
}

/**
 * Learns from a reply whether the exchange reads a carrier.
 *
 * @returns whether the next carrier may be tried: only a signature that was refused proves that
 * nothing was done
 */
export function learnCarrier({ baseUrl }: Sender, carrier: Carrier, verdict: Verdict): boolean {
	if (verdict.proves === 'not_done' && verdict.reason === 'unauthorized') return true;
	const { judgement, error } = verdict;
	// Whoever misses the time has perhaps not found it where it was sent.
	const isOfOrder = ACCEPTED.has(error?.kind ?? '') && error?.isAboutClock !== true;
	if (judgement?.kind === 'ok' || isOfOrder) dialectOf(baseUrl).carrier ??= carrier;
	return false;
}

/** Errors that come only after the signature was checked. */
const ACCEPTED: ReadonlySet<string> = new Set(['refused', 'broker']);

/** It may have been this machine's clock, which somebody has set right since. */
const REST_MS = MINUTE_MS;

/** Every carrier was refused: for a while, requests of this account are not worth as many. */
export function noteUnaccepted({ baseUrl, account }: Sender): void {
	dialectOf(baseUrl).unaccepted.set(account, clock.monotonic());
}

/** A credential test gives an account its tries back. */
export function noteAccepted(baseUrl: string, account: string): void {
	dialectOf(baseUrl).unaccepted.delete(account);
}
