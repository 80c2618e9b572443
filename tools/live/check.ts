import type { LiveClient } from './client';

/** A question that the documents leave open. */
export interface Check {
	readonly question: string;
	/** One line on what the exchange does. */
	readonly ask: (client: LiveClient, symbol: string) => Promise<string>;
}

/** Asks one question; what goes wrong is an answer, too. */
export async function answerTo(check: Check, client: LiveClient, symbol: string): Promise<string> {
	const answer = await check.ask(client, symbol).catch((failed: unknown) => {
		const { message, cause } = failed as Error;
		return `could not be asked: ${[message, cause].filter(Boolean).join(': ')}`;
	});
	return client.redact(`${check.question}: ${answer}`);
}
