import { answerTo } from './check';
import { type Account, LiveClient, type Time } from './client';
import { FINDINGS, toldOf, type Finding } from './findings';
import { OneOrder, PROBES } from './order';
import { READS } from './reads';
import { Recorder } from './recording';
import type { Recording } from '../exchange/recorded';

export interface CheckOptions extends Account {
	readonly symbol: string;
	/** Also sends requests that change something, and places and cancels one small order. */
	readonly placeOrder: boolean;
	readonly time: Time;
	readonly say: (line: string) => void;
	/** Takes what was found out, without keys, ids and amounts, once all is asked. */
	readonly record?: (recording: Recording) => void;
}

/** Asks the exchange what the documents leave open; false if an order is left, or nothing was accepted. */
export async function checkLive(options: CheckOptions): Promise<boolean> {
	const { symbol, placeOrder, time, say, record } = options;
	const client = new LiveClient(options, time);
	const recorder = new Recorder(client);
	const tell = (line: string) => say(client.redact(line));
	const [first, ...others] = READS;
	if (first) tell(await answerTo(first, client, symbol));
	if (first && !(await isAccepted(client))) {
		tell('Key and signature were not accepted, so nothing else was asked');
		return false;
	}
	for (const check of others) tell(await answerTo(check, client, symbol));
	const findings = FINDINGS.filter(({ writes }) => placeOrder || writes === undefined);
	for (const finding of findings) tell(await findOut(finding, client, symbol, recorder));
	if (placeOrder) for (const check of PROBES) tell(await answerTo(check, client, symbol));
	else tell(`Not asked without --place-order: ${notAsked().join('; ')}`);
	const isWell = !placeOrder || (await withOneOrder(client, symbol, tell, recorder));
	record?.(recorder.recording(new Date(time.now()).toISOString().slice(0, 10)));
	return isWell;
}

function notAsked(): string[] {
	const findings = FINDINGS.filter(({ writes }) => writes === true);
	return [...findings, ...PROBES].map(({ question }) => question);
}

/** Asks one open question and notes what was found; what goes wrong finds nothing. */
async function findOut(
	finding: Finding,
	client: LiveClient,
	symbol: string,
	recorder: Recorder,
): Promise<string> {
	try {
		const found = await finding.find(client, symbol);
		recorder.learn(found);
		return toldOf(finding, found);
	} catch (failed) {
		const words = failed instanceof Error ? failed.message : String(failed);
		return `${finding.question}: could not be asked: ${words}`;
	}
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
	recorder: Recorder,
): Promise<boolean> {
	const order = new OneOrder(client);
	await order.run(symbol, tell).catch((failed: unknown) => {
		tell(`The order: ${failed instanceof Error ? failed.message : String(failed)}`);
	});
	recorder.learn(order.lags);
	if (order.left === undefined) return true;
	tell(`ATTENTION: ${order.left} may be open. Cancel it on the exchange.`);
	return false;
}
