import { answerTo } from './check';
import { type Account, LiveClient, type Time } from './client';
import { OneOrder, PROBES } from './order';
import { READS } from './reads';

export interface CheckOptions extends Account {
	readonly symbol: string;
	/** Also sends requests that change something, and places and cancels one small order. */
	readonly placeOrder: boolean;
	readonly time: Time;
	readonly say: (line: string) => void;
}

/** Asks the exchange what the documents leave open; false if an order is left, or nothing was accepted. */
export async function checkLive(options: CheckOptions): Promise<boolean> {
	const { symbol, placeOrder, time, say } = options;
	const client = new LiveClient(options, time);
	const tell = (line: string) => say(client.redact(line));
	const [first, ...others] = READS;
	if (first) tell(await answerTo(first, client, symbol));
	if (first && !(await isAccepted(client))) {
		tell('Key and signature were not accepted, so nothing else was asked');
		return false;
	}
	for (const check of others) tell(await answerTo(check, client, symbol));
	if (!placeOrder) {
		tell(`Not asked without --place-order: ${PROBES.map(({ question }) => question).join('; ')}`);
		return true;
	}
	for (const check of PROBES) tell(await answerTo(check, client, symbol));
	return await withOneOrder(client, symbol, tell);
}

async function isAccepted(client: LiveClient): Promise<boolean> {
	const balance = { method: 'GET', path: '/api/v4/user/balance', parameters: { type: 0 } } as const;
	return await client.signed(balance).then(
		({ judgement }) => judgement.kind === 'ok',
		() => false,
	);
}

async function withOneOrder(
	client: LiveClient,
	symbol: string,
	tell: (line: string) => void,
): Promise<boolean> {
	const order = new OneOrder(client);
	await order.run(symbol, tell).catch((failed: unknown) => {
		tell(`The order: ${failed instanceof Error ? failed.message : String(failed)}`);
	});
	if (order.left === undefined) return true;
	tell(`ATTENTION: ${order.left} may be open. Cancel it on the exchange.`);
	return false;
}
