import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock';
import { isRecord } from '../guards';
import type { Answer, Silence } from '../reply/reply';
import { socketTrouble } from '../reply/socketTrouble';

/** An exception of one of n8n's request helpers: whatever its status, no complete answer came. */
export function silenceFrom(failure: unknown): Silence {
	return { kind: 'silence', ...socketTrouble(failure) };
}

/** The full response of one of n8n's request helpers. An answer may repeat the API key, or a signature: it is read without them. */
export function replyFrom(response: unknown, sentAt: number, apiKey: unknown): Answer | Silence {
	if (!isRecord(response) || typeof response.statusCode !== 'number') {
		return { kind: 'silence', ...socketTrouble(response) };
	}
	return {
		kind: 'answer',
		httpStatus: response.statusCode,
		headers: isRecord(response.headers) ? textHeaders(response.headers) : {},
		text: withoutSecrets(
			typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
			apiKey,
		),
		sentAt,
		receivedAt: clock.now(),
	};
}

/** Shorter ones are no keys of the exchange's, and could stand in any answer. */
const SHORTEST_KEY = 16;

/** Servers that do not know a path repeat the address, and whoever reads a signature could send its request again. */
const SIGNATURE = /(signature\W{1,8})[0-9a-f]{64}/gi;

function withoutSecrets(text: string, apiKey: unknown): string {
	const key = String(apiKey ?? '').trim();
	const unsigned = text.replace(SIGNATURE, '$1…');
	return key.length < SHORTEST_KEY ? unsigned : unsigned.replaceAll(key, '…');
}

function textHeaders(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
