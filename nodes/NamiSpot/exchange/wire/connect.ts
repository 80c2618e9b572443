import { createHash } from 'node:crypto';

import { clock, type CancelSignal } from '../clock';
import { resolveBaseUrl } from './environments';
import { Failure } from '../reply/failure';
import { numberOf } from '../guards';
import type { Caller, Connection } from './request';

export const CREDENTIAL_TYPE = 'namiApi';

const LONGEST_WORDS = 300;
const DEFAULT_CALLS_PER_MINUTE = 50;
const DEFAULT_LONGEST_WAIT_S = 60;
/** A day; timers cannot do much more. */
const LONGEST_WAIT_S = 24 * 60 * 60;
/** A part is kept for what is more important: with fewer, hardly one would be left for anything else. */
const FEWEST_CALLS_PER_MINUTE = 12;

/**
 * Reads the node's credential once and checks what can be checked without sending anything. The
 * secret stays in the credential, which only `authenticate` opens.
 *
 * @param item the item for which n8n evaluates the credential's expressions
 * @throws Failure with the reason `invalid_credential`
 */
export async function connect(
	caller: Caller,
	signal: CancelSignal | undefined,
	item = 0,
): Promise<Connection> {
	const data = await readCredential(caller, item);
	const missing = missingField(data);
	if (missing !== undefined) {
		throw unusable(`The credential’s ${missing} is empty`, 'Open the credential and enter it');
	}
	if (hasUnwritableKey(data))
		throw unusable(UNWRITABLE_KEY, 'Open the credential and enter it again');
	return connectionWith(data, caller, signal, item);
}

/**
 * As `connect`, for reads that are not signed: without a credential they go to the live exchange. One
 * that is chosen has to be usable, so that nobody who has chosen another environment sees live data.
 *
 * @throws Failure with the reason `invalid_credential`
 */
export async function connectForPublicReads(
	caller: Caller,
	signal: CancelSignal | undefined,
	item = 0,
): Promise<Connection> {
	if (caller.getNode().credentials?.[CREDENTIAL_TYPE] !== undefined) {
		return await connect(caller, signal, item);
	}
	return connectionWith({ environment: 'live' }, caller, signal, item);
}

function connectionWith(
	data: Record<string, string | number>,
	caller: Caller,
	signal: CancelSignal | undefined,
	item: number,
): Connection {
	const base = resolveBaseUrl(data);
	if (!base.ok) throw unusable(base.message, base.advice);
	return {
		caller,
		item,
		signal,
		baseUrl: base.url,
		host: base.host,
		account: data.apiKey === undefined ? base.url : accountKey(base.url, data.apiKey),
		callsPerMinute: callsPerMinuteOf(data),
		longestWaitMs: longestWaitMsOf(data),
		connectedAt: clock.now(),
		credential: { id: '', name: '', type: CREDENTIAL_TYPE, data },
	};
}

/** n8n says best what is wrong with a credential that it keeps: its words are passed on. */
async function readCredential(
	caller: Caller,
	item: number,
): Promise<Record<string, string | number>> {
	try {
		return await caller.getCredentials<Record<string, string | number>>(CREDENTIAL_TYPE, item);
	} catch (caught) {
		if (caller.getNode().credentials?.[CREDENTIAL_TYPE] === undefined) {
			throw unusable(
				'The node has no usable Nami credential',
				'Choose or create one under Credential to Connect With',
			);
		}
		const words = caught instanceof Error ? caught.message.replace(/\s+/g, ' ').trim() : '';
		const said = words.slice(0, LONGEST_WORDS);
		throw unusable(
			`n8n could not open the Nami credential${said && `: “${said}”`}`,
			'Fix what n8n reports, or choose another credential under Credential to Connect With',
		);
	}
}

/** The most calls in any minute that a credential allows; at least so many that something can be done. */
export function callsPerMinuteOf(credential: Readonly<Record<string, unknown>>): number {
	const given = numberOf(Number.parseFloat(String(credential.callsPerMinute)));
	return Math.max(FEWEST_CALLS_PER_MINUTE, given ?? DEFAULT_CALLS_PER_MINUTE);
}

/** The longest that a call may wait for its turn, in milliseconds: *Longest Wait* of the credential, at most a day. */
export function longestWaitMsOf(credential: Readonly<Record<string, unknown>>): number {
	const given = numberOf(Number.parseFloat(String(credential.longestWait)));
	return Math.min(Math.max(0, given ?? DEFAULT_LONGEST_WAIT_S), LONGEST_WAIT_S) * 1000;
}

/** Names base URL and account in one, without the key: what is kept of orders is kept under it. */
export function accountKey(baseUrl: string, apiKey: unknown): string {
	const key = String(apiKey).trim();
	return `${baseUrl} ${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

const KEY_FIELDS = { apiKey: 'API Key', apiSecret: 'API Secret' };

/** The label of the field that a credential lacks to sign anything; undefined if it has both. */
export function missingField(credential: Readonly<Record<string, unknown>>): string | undefined {
	const isMissing = ([name]: [string, string]) => String(credential[name] ?? '').trim() === '';
	return Object.entries(KEY_FIELDS).find(isMissing)?.[1];
}

/** What is wrong with a key for which `hasUnwritableKey` holds. */
export const UNWRITABLE_KEY =
	'The credential’s API Key contains a character that no key has, perhaps an invisible one';

/** Whether the key cannot be written as the header that carries it, so that no request could leave. */
export function hasUnwritableKey({ apiKey }: Readonly<Record<string, unknown>>): boolean {
	return /[^\x21-\x7e]/.test(String(apiKey).trim());
}

function unusable(message: string, advice: string): Failure {
	return new Failure({ reason: 'invalid_credential' }, message, advice);
}
