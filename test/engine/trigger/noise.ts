import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../../../tools/exchange';
import type { Random } from '../../../tools/exchange/support/random';

/** An exchange behind which lists come doubled and shuffled. */
export interface NoisyExchange extends Pick<Exchange, 'url' | 'apiKey' | 'apiSecret'> {
	close(): void;
}

/** Stands before an exchange and puts doubles into its lists, and shuffles their pages. */
export async function addNoise(exchange: Exchange, random: Random): Promise<NoisyExchange> {
	const server = createServer((request, response) => {
		void forward(exchange, request).then(({ status, text }) => {
			response.statusCode = status;
			response.end(withNoise(text, random));
		});
	});
	const { port } = await listening(server);
	return {
		url: `http://127.0.0.1:${port}`,
		apiKey: exchange.apiKey,
		apiSecret: exchange.apiSecret,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

async function listening(server: Server): Promise<AddressInfo> {
	server.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return address;
}

async function forward(exchange: Exchange, { url, headers }: IncomingMessage) {
	const key = headers['x-api-key'];
	const answer = await fetch(`${exchange.url}${url}`, {
		headers: typeof key === 'string' ? { 'x-api-key': key } : {},
	}).catch(() => undefined);
	return { status: answer?.status ?? 502, text: (await answer?.text().catch(() => '')) ?? '' };
}

function withNoise(text: string, random: Random): string {
	try {
		const body = JSON.parse(text);
		if (Array.isArray(body.data)) body.data = disturbed(body.data, random);
		if (Array.isArray(body.data?.orders)) body.data.orders = disturbed(body.data.orders, random);
		return JSON.stringify(body);
	} catch {
		return text;
	}
}

function disturbed(rows: readonly unknown[], random: Random): unknown[] {
	const doubled = rows.flatMap((row) => (random.fraction() < 0.1 ? [row, row] : [row]));
	if (random.fraction() < 0.7) return doubled;
	return doubled
		.map((row) => ({ row, place: random.uint32() }))
		.sort((a, b) => a.place - b.place)
		.map(({ row }) => row);
}
