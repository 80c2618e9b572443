import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../../../tools/exchange';
import type { Random } from '../../../tools/exchange/support/random';

/** An exchange behind which answers come changed. */
export interface ChangedExchange extends Pick<Exchange, 'url' | 'apiKey' | 'apiSecret'> {
	close(): void;
}

interface Answer {
	readonly status: number;
	readonly text: string;
	/** Undefined: without one. */
	readonly date: string | undefined;
}

/** Stands before an exchange and changes its answers. */
export async function standBefore(
	exchange: Exchange,
	change: (answer: Answer, path: string) => Answer,
): Promise<ChangedExchange> {
	const server = createServer((request, response) => {
		void forward(exchange, request).then((answer) => {
			const { status, text, date } = change(answer, request.url?.split('?')[0] ?? '');
			response.sendDate = false;
			if (date !== undefined) response.setHeader('date', date);
			response.statusCode = status;
			response.end(text);
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

async function forward(exchange: Exchange, { url, headers }: IncomingMessage): Promise<Answer> {
	const key = headers['x-api-key'];
	const answer = await fetch(`${exchange.url}${url}`, {
		headers: typeof key === 'string' ? { 'x-api-key': key } : {},
	}).catch(() => undefined);
	return {
		status: answer?.status ?? 502,
		text: (await answer?.text().catch(() => '')) ?? '',
		date: answer?.headers.get('date') ?? undefined,
	};
}

/** Puts doubles into lists, and shuffles their pages. */
export async function addNoise(exchange: Exchange, random: Random): Promise<ChangedExchange> {
	return await standBefore(exchange, (answer) => ({
		...answer,
		text: withRows(answer.text, (rows) => disturbed(rows, random)),
	}));
}

/** The text of an answer with other rows in its list, if it has one. */
export function withRows(text: string, change: (rows: unknown[]) => unknown[]): string {
	try {
		const body = JSON.parse(text);
		const inner = Object(body.data).status === 'ok' ? body.data : body;
		if (Array.isArray(inner.data)) inner.data = change(inner.data);
		if (Array.isArray(inner.data?.orders)) inner.data.orders = change(inner.data.orders);
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
