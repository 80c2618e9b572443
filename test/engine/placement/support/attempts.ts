import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const CHANNEL = 'http.client.request.start';

/** Counts the POSTs that leave this process for a host, also those that reach nobody. */
export class Attempts {
	private readonly posts = new Map<string, number>();

	private readonly onRequest = (message: unknown): void => {
		const { request } = message as { request: ClientRequest };
		if (request.method !== 'POST') return;
		const host = String(request.getHeader('host'));
		this.posts.set(host, (this.posts.get(host) ?? 0) + 1);
	};

	start(): void {
		subscribe(CHANNEL, this.onRequest);
	}

	stop(): void {
		unsubscribe(CHANNEL, this.onRequest);
	}

	/** So many so far. */
	count(url: string): number {
		return this.posts.get(new URL(url).host) ?? 0;
	}

	/** So many since the last time that somebody asked. */
	take(url: string): number {
		const { host } = new URL(url);
		const count = this.posts.get(host) ?? 0;
		this.posts.delete(host);
		return count;
	}
}

/** Counts in every test of a file. */
export function useAttempts(): Attempts {
	const attempts = new Attempts();
	beforeAll(() => attempts.start());
	afterAll(() => attempts.stop());
	return attempts;
}

/** Does something as soon as the next POST leaves this process for a host. */
export function atNextPost(url: string, act: () => void): void {
	const { host } = new URL(url);
	const onRequest = (message: unknown): void => {
		const { request } = message as { request: ClientRequest };
		if (request.method !== 'POST' || request.getHeader('host') !== host) return;
		unsubscribe(CHANNEL, onRequest);
		act();
	};
	subscribe(CHANNEL, onRequest);
}
