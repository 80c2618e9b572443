import { Agent, request } from 'node:http';
import { signParameters } from '../../../nodes/NamiSpot/exchange/wire/signature';
import type { ExchangeFacts } from '../exchangeProcess';
import { items, ORDER } from '../orders';
import type { Contender } from './contender';
import { Stopwatch } from './stopwatch';

type Post = (url: string, headers: Record<string, string>, body: string) => Promise<string>;

const agent = new Agent({ keepAlive: true });

/** The floor: what a program of one's own takes, with node:http and one connection kept open. */
export const rawHttp: Contender = {
	id: 'http',
	name: 'raw node:http, keep-alive',
	mostItems: Infinity,
	place: async (exchange, count) => await placeWith(postByHttp, exchange, count),
};

/** The same with fetch, which keeps connections open by itself. */
export const rawFetch: Contender = {
	id: 'fetch',
	name: 'raw fetch, keep-alive',
	mostItems: Infinity,
	place: async (exchange, count) => await placeWith(postByFetch, exchange, count),
};

async function placeWith(post: Post, exchange: ExchangeFacts, count: number) {
	const watch = new Stopwatch();
	const orders = items(count);
	watch.start();
	for (const order of orders) {
		const parameters = { ...ORDER, price: order.price, useQuoteQty: false, amountIn: undefined };
		const signed = signParameters(parameters, exchange.apiSecret, Date.now()).parameters;
		const headers = { 'content-type': 'application/json', 'x-api-key': exchange.apiKey };
		const text = await post(`${exchange.url}/api/v4/spot/order`, headers, JSON.stringify(signed));
		if (JSON.parse(text).status !== 'ok') throw new Error(`The exchange refused: ${text}`);
	}
	watch.stop();
	return watch.read();
}

async function postByHttp(
	url: string,
	headers: Record<string, string>,
	body: string,
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (part: string) => (text += part));
			answer.on('end', () => resolve(text));
			answer.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

async function postByFetch(
	url: string,
	headers: Record<string, string>,
	body: string,
): Promise<string> {
	const answer = await fetch(url, { method: 'POST', headers, body });
	return await answer.text();
}
