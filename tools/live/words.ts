import { isRecord } from '../../nodes/NamiSpot/exchange/guards';
import type { Reply } from './client';

/** What an answer said, in a few words. */
export function said({ answer, judgement }: Reply): string {
	const http = `HTTP ${answer.httpStatus}`;
	if (judgement.kind === 'ok') return `${http}, status ok`;
	if (judgement.kind === 'unreadable') return `${http}, not in a known form`;
	const { status, code, said: words } = judgement;
	const name = status === undefined ? 'statusCode envelope' : `status ${status}`;
	return [http, name, code !== undefined && `code ${code}`, words && `“${words}”`]
		.filter(Boolean)
		.join(', ');
}

/** Whether the exchange turned the signature, the key or the timestamp away. */
export function isUnauthorized({ answer, judgement }: Reply): boolean {
	if (judgement.kind === 'ok') return false;
	if (answer.httpStatus === 401) return true;
	if (judgement.kind !== 'refused') return false;
	return judgement.httpStatus === 401 || judgement.status === 'UNAUTHORIZED';
}

export function acceptance(reply: Reply): string {
	return isUnauthorized(reply) ? `not accepted (${said(reply)})` : `accepted (${said(reply)})`;
}

/** The form of a value: kinds, keys, and of lists the form of their first entry. */
export function shapeOf(value: unknown, depth = 2): string {
	if (Array.isArray(value)) {
		return value.length === 0 ? 'empty list' : `list of ${shapeOf(value[0], depth)}`;
	}
	if (!isRecord(value)) return value === null ? 'null' : typeof value;
	const keys = Object.keys(value);
	if (depth === 0 || keys.length > 12) return `{ ${keys.join(', ')} }`;
	return `{ ${keys.map((key) => `${key}: ${shapeOf(value[key], depth - 1)}`).join(', ')} }`;
}

/** The body as it came, wrapped or not; undefined if it is no JSON. */
export function bodyOf({ answer }: Reply): unknown {
	try {
		return JSON.parse(answer.text);
	} catch {
		return undefined;
	}
}

export function dataOf({ judgement }: Reply): unknown {
	return judgement.kind === 'ok' ? judgement.data : undefined;
}
