import type { IDataObject } from 'n8n-workflow';

import { clock } from '../clock';
import { isRecord } from '../guards';
import type { Answer, Silence } from '../reply/reply';
import { socketTrouble } from '../reply/socketTrouble';

/** An exception of one of n8n's request helpers: whatever its status, no complete answer came. */
export function silenceFrom(failure: unknown): Silence {
	return { kind: 'silence', ...socketTrouble(failure) };
}

/** The full response of one of n8n's request helpers. An answer may repeat the API key: it is read without it. */
export function replyFrom(response: unknown, sentAt: number, apiKey: unknown): Answer | Silence {
	if (!isRecord(response) || typeof response.statusCode !== 'number') {
		return { kind: 'silence', ...socketTrouble(response) };
	}
	return {
		kind: 'answer',
		httpStatus: response.statusCode,
		headers: isRecord(response.headers) ? textHeaders(response.headers) : {},
		text: withoutKey(
			typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
			apiKey,
		),
		sentAt,
		receivedAt: clock.now(),
	};
}

/** Shorter ones are no keys of the exchange's, and could stand in any answer. */
const SHORTEST_KEY = 16;

function withoutKey(text: string, apiKey: unknown): string {
	const key = String(apiKey ?? '').trim();
	return key.length < SHORTEST_KEY ? text : text.replaceAll(key, '…');
}

function textHeaders(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
