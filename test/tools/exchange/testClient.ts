import HmacSHA256 from 'crypto-js/hmac-sha256';
import type { Exchange } from '../../../tools/exchange/exchange';

type Values = Readonly<Record<string, unknown>>;

/** An answer as the exchange's own tests look at it. */
export interface TestAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed body; empty if it is not JSON. */
	readonly body: TestBody;
}

/** A body, or a part of one, of which nothing is known. */
export interface TestBody {
	readonly [key: string]: TestBody;
}

export interface TestCall {
	readonly exchange: Exchange;
	readonly now?: number;
	readonly apiKey?: string;
	readonly apiSecret?: string;
	readonly signal?: AbortSignal;
	/** The address that an edge in front of the exchange would name. */
	readonly address?: string;
}

/** The text that the exchange expects to be signed. */
export function textToSign(params: Values): string {
	const entries = Object.entries(params).map(([name, value]) => [name, String(value)]);
	return new URLSearchParams(Object.fromEntries(entries)).toString();
}

export function sign(text: string, secret: string): string {
	return HmacSHA256(text, secret).toString();
}

/** A signed call with its parameters in the JSON body. */
export function sendBody(call: TestCall, method: string, path: string, params: Values = {}) {
	const { exchange, now = Date.now(), apiSecret = exchange.apiSecret } = call;
	const dated = { ...params, timestamp: now };
	const signature = sign(textToSign(dated), apiSecret);
	return send(call, method, path, JSON.stringify({ ...dated, signature }));
}

/** A signed call with its parameters in the query. */
export function sendQuery(call: TestCall, method: string, path: string, params: Values = {}) {
	const { exchange, now = Date.now(), apiSecret = exchange.apiSecret } = call;
	const text = textToSign({ ...params, timestamp: now });
	return send(call, method, `${path}?${text}&signature=${sign(text, apiSecret)}`);
}

/** A signed call with its parameters in both: good under every setting. */
export function sendBoth(call: TestCall, method: string, path: string, params: Values = {}) {
	const { exchange, now = Date.now(), apiSecret = exchange.apiSecret } = call;
	const dated = { ...params, timestamp: now };
	const text = textToSign(dated);
	const signature = sign(text, apiSecret);
	const url = `${path}?${text}&signature=${signature}`;
	return send(call, method, url, JSON.stringify({ ...dated, signature }));
}

/** A call as it is, with the key and nothing else. */
export async function send(
	{ exchange, apiKey = exchange.apiKey, signal, address }: TestCall,
	method: string,
	pathAndQuery: string,
	body?: string,
): Promise<TestAnswer> {
	const answer = await fetch(exchange.url + pathAndQuery, {
		method,
		redirect: 'manual',
		headers: {
			'x-api-key': apiKey,
			// Otherwise a call may go out over a connection that the exchange has just ended.
			connection: 'close',
			...(address !== undefined && { 'cf-connecting-ip': address }),
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body }),
		...(signal && { signal }),
	});
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

function parsed(text: string): TestBody {
	try {
		return JSON.parse(text) as TestBody;
	} catch {
		return {};
	}
}

export const ORDER = '/api/v4/spot/order';

export const LIMIT = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	quantity: 0.001,
	price: 60000,
	useQuoteQty: false,
};
