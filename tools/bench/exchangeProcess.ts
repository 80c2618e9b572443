import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { nextMessage } from './nextMessage';

/** Where the exchange is, and who may trade there. */
export interface ExchangeFacts {
	readonly url: string;
	readonly apiKey: string;
	readonly apiSecret: string;
}

/** What it is told: to count, or to count and then to start afresh. */
export type Order = 'count' | 'reset';

/** What it has seen since it started afresh. */
export interface Counts {
	readonly calls: number;
	readonly orders: number;
}

/** The stand-in exchange in a process of its own, so that its work is not taken for the client's. */
export class ExchangeProcess {
	private constructor(
		private readonly child: ChildProcess,
		readonly facts: ExchangeFacts,
	) {}

	static async start(): Promise<ExchangeProcess> {
		const child = fork(join(__dirname, 'exchangeServer.ts'));
		return new ExchangeProcess(child, await nextMessage<ExchangeFacts>(child));
	}

	async count(): Promise<Counts> {
		return await this.ask('count');
	}

	/** Forgets all orders; says what there was before. */
	async reset(): Promise<Counts> {
		return await this.ask('reset');
	}

	stop(): void {
		this.child.disconnect();
	}

	private async ask(order: Order): Promise<Counts> {
		const answer = nextMessage<Counts>(this.child);
		this.child.send(order);
		return await answer;
	}
}
