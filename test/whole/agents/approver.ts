import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { met, until } from '../../../tools/n8n/until';

interface Message {
	readonly text?: string;
	readonly reply_markup?: {
		readonly inline_keyboard: ReadonlyArray<ReadonlyArray<{ readonly url: string }>>;
	};
}

/** n8n does not take a robot's word: it follows links before anybody has read them. */
const headers = {
	'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};

/** Someone who reads Telegram, on loopback, and says yes to whatever n8n asks. */
export class Approver {
	/** What was asked. */
	readonly asked: string[] = [];
	/** Answers that did not arrive. */
	readonly failures: unknown[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Approver> {
		const server = createServer();
		const approver = new Approver(server);
		server.on('request', (request, response) => {
			void read(request).then((message) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ ok: true, result: { message_id: 1 } }));
				approver.answer(message).catch((failed: unknown) => approver.failures.push(failed));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return approver;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer({ text = '', reply_markup: markup }: Message): Promise<void> {
		const buttons = markup?.inline_keyboard.flat() ?? [];
		const yes = buttons.find(({ url }) => url.includes('approved=true'));
		if (yes === undefined) return;
		this.asked.push(text);
		// n8n saves the execution a little after it has asked.
		await until('n8n to take the answer', async () => {
			const response = await fetch(yes.url, { headers });
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			return met(true);
		});
	}
}

async function read(request: IncomingMessage): Promise<Message> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString();
	return text === '' ? {} : (JSON.parse(text) as Message);
}
