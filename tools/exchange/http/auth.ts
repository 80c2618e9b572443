import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../engine/account';
import type { Carrier } from './params';

/** What authentication found. */
export type Verdict =
	'public' | 'notChecked' | 'ok' | 'missing' | 'unknownKey' | 'wrongSignature' | 'badTimestamp';

/** The parts of a request that its signature is about, as they were received. */
export interface SignedRequest {
	readonly apiKey: string | undefined;
	readonly carrier: Carrier;
	/** The raw query string, without the question mark. */
	readonly query: string;
	/** The parsed parameters, in the order received. */
	readonly params: Readonly<Record<string, unknown>>;
}

export interface AuthContext {
	readonly accounts: ReadonlyMap<string, Account>;
	readonly now: number;
	readonly windowMs: number;
}

export interface AuthResult {
	readonly verdict: Verdict;
	readonly account?: Account;
	readonly message: string;
}

/** Checks key, signature and timestamp over what was actually received. */
export function authenticate(request: SignedRequest, context: AuthContext): AuthResult {
	const { apiKey, params } = request;
	if (!apiKey || isAbsent(params['signature']) || isAbsent(params['timestamp'])) {
		return { verdict: 'missing', message: 'Missing API key, signature, or timestamp' };
	}
	const account = context.accounts.get(apiKey);
	if (account === undefined) return { verdict: 'unknownKey', message: 'Unknown API key' };
	const signed = signedText(request);
	if (signed === undefined || !isSigned(account, signed, String(params['signature']))) {
		return { verdict: 'wrongSignature', message: 'Invalid signature' };
	}
	return checkTime(account, Number(params['timestamp']), context);
}

function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function checkTime(
	account: Account,
	timestamp: number,
	{ now, windowMs }: AuthContext,
): AuthResult {
	const ahead = timestamp - now;
	if (Math.abs(ahead) <= windowMs) return { verdict: 'ok', account, message: '' };
	const off = Number.isNaN(ahead) ? 'unreadable' : `${ahead} ms off the exchange's clock`;
	const message = `Timestamp outside the allowed window: it is ${off}, allowed are ${windowMs} ms`;
	return { verdict: 'badTimestamp', message };
}

/** The text that must have been signed; undefined if what was received cannot have been. */
function signedText({ carrier, query, params }: SignedRequest): string | undefined {
	return carrier === 'body' ? signedBody(params) : signedQuery(query);
}

function signedBody(params: Readonly<Record<string, unknown>>): string {
	const signed = new URLSearchParams();
	for (const [name, value] of Object.entries(params)) {
		if (name !== 'signature') signed.append(name, String(value));
	}
	return signed.toString();
}

/** The query's own bytes up to the signature, which must be last and encoded as URLSearchParams does. */
function signedQuery(query: string): string | undefined {
	const match = /^(.*)&signature=[0-9a-f]*$/is.exec(query);
	const text = match?.[1];
	return text !== undefined && new URLSearchParams(text).toString() === text ? text : undefined;
}

function isSigned(account: Account, text: string, signature: string): boolean {
	const expected = createHmac('sha256', account.seed.apiSecret).update(text).digest('hex');
	const given = Buffer.from(signature);
	return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}
