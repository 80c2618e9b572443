import type { Exchange, RequestRecord } from '../../../tools/exchange';
import { CREDENTIAL_UNDER_PROFILE } from './profile';
import { sign } from '../../tools/exchange/testClient';

const ORDER_PATH = '/api/v4/spot/order';

/** The POSTs to the order endpoint, as the exchange received them. */
export function orderPosts({ requests }: Exchange): RequestRecord[] {
	return requests.filter(({ method, path }) => method === 'POST' && path === ORDER_PATH);
}

/**
 * The parameters of the orders that the exchange received, in the order received, without timestamp
 * and signature; both are checked first, the signature over the bytes that came.
 */
export function receivedOrders(exchange: Exchange): Array<Array<[string, unknown]>> {
	return orderPosts(exchange).map((request) => {
		const parameters = parametersOf(request);
		const [[last, signature] = [], [lastButOne, timestamp] = []] = parameters.slice(-2).reverse();
		const unsigned = parameters.slice(0, -1);
		const text = unsigned.map(([name, value]): [string, string] => [name, String(value)]);
		expect([lastButOne, last]).toEqual(['timestamp', 'signature']);
		expect(Number(timestamp)).toBe(request.at);
		expect(signature).toBe(sign(new URLSearchParams(text).toString(), exchange.apiSecret));
		expect(request.headers['x-api-key']).toBe(exchange.apiKey);
		expect(request.verdict).toBe('ok');
		return unsigned.slice(0, -1).map(([name, value]) => [name, typed(value)]);
	});
}

/** A URL has text only. Where this run's exchange wants parameters there, they are read as it reads them. */
function typed(value: unknown): unknown {
	if (CREDENTIAL_UNDER_PROFILE.signedParameters !== 'query') return value;
	if (value === 'true' || value === 'false') return value === 'true';
	return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** The parameters of a request in the order sent: from its body if there is one, else from its URL. */
export function parametersOf({ body, url, path }: RequestRecord): Array<[string, unknown]> {
	const query = [...new URLSearchParams(url.slice(path.length))];
	if (body === '') return query;
	const entries = Object.entries<unknown>(JSON.parse(body));
	if (query.length > 0) {
		const texts = entries.map(([name, value]) => [
			name,
			Array.isArray(value) ? JSON.stringify(value) : String(value),
		]);
		// A list is signed as the text it is there; what has the same text has the same signature.
		const hasList = entries.some(([, value]) => Array.isArray(value));
		const isAlike = ([name]: readonly unknown[]) => !hasList || name !== 'signature';
		expect(query.filter(isAlike)).toEqual(texts.filter(isAlike));
	}
	return entries;
}
