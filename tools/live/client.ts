import { createHmac } from 'node:crypto';
import { type Judgement, judge } from '../../nodes/NamiSpot/exchange/reply/answer';
import type { Answer } from '../../nodes/NamiSpot/exchange/reply/reply';
import { signParameters, toQueryString } from '../../nodes/NamiSpot/exchange/wire/signature';

/** Time as this check sees it, so that a test can have its own. */
export interface Time {
	readonly now: () => number;
	readonly sleep: (ms: number) => Promise<void>;
}

export interface Account {
	/** Without a slash at the end. */
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly apiSecret: string;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface SignedCall {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
	readonly parameters: Parameters;
	/** Default: the query for GET, the body for others. */
	readonly carrier?: 'body' | 'query' | 'both';
	/** Milliseconds that the timestamp is off. */
	readonly clockOffset?: number;
	/** Puts the timestamp first instead of last. */
	readonly timestampFirst?: boolean;
	/** What is signed in the place of a parameter, where that differs from what is sent. */
	readonly signedAs?: Parameters;
}

/** An answer and what the package makes of it. */
export interface Reply {
	readonly answer: Answer;
	readonly judgement: Judgement;
}

/** Below 50 calls a minute, whatever the calls' own time. */
const INTERVAL_MS = 1_300;
const TIMEOUT_MS = 30_000;

/** Calls the exchange one after the other, slowly, with the package's own signatures. */
export class LiveClient {
	/** Headers of all answers, by lower-case name. */
	readonly headers = new Map<string, string>();

	private nextAt = 0;

	private noteReply: (method: string, path: string, reply: Reply) => void = () => {};

	constructor(
		private readonly account: Account,
		readonly time: Time,
	) {}

	async read(path: string, parameters: Parameters = {}): Promise<Reply> {
		const query = toQueryString(parameters as never);
		return await this.send('GET', query === '' ? path : `${path}?${query}`);
	}

	async signed(call: SignedCall): Promise<Reply> {
		await this.waitForTurn();
		const { method, path } = call;
		const { query, body } = this.sign(call);
		const carrier = method === 'GET' ? 'query' : (call.carrier ?? 'body');
		return await this.sendNow(
			method,
			carrier === 'body' ? path : `${path}?${query}`,
			carrier === 'query' ? undefined : JSON.stringify(body),
		);
	}

	/** Lets every reply be noted, by its method and the path without its parameters. */
	onReply(note: (method: string, path: string, reply: Reply) => void): void {
		this.noteReply = note;
	}

	/** Takes away what nobody may see, wherever the exchange may have repeated it. */
	redact(text: string): string {
		const { apiKey, apiSecret } = this.account;
		return text
			.replaceAll(apiSecret, '…')
			.replaceAll(apiKey, '…')
			.replace(/\b[0-9a-f]{64}\b/gi, '…');
	}

	private sign({ parameters, clockOffset = 0, timestampFirst, signedAs }: SignedCall) {
		const timestamp = this.time.now() + clockOffset;
		const { apiSecret } = this.account;
		if (timestampFirst !== true && signedAs === undefined) {
			const signed = signParameters(parameters as never, apiSecret, timestamp);
			return { query: signed.query, body: signed.parameters };
		}
		const sent = timestampFirst ? { timestamp, ...parameters } : { ...parameters, timestamp };
		const signature = hmac(apiSecret, toQueryString({ ...sent, ...signedAs } as never));
		const query = `${toQueryString(sent as never)}&signature=${signature}`;
		return { query, body: { ...sent, signature } };
	}

	private async send(method: string, pathAndQuery: string): Promise<Reply> {
		await this.waitForTurn();
		return await this.sendNow(method, pathAndQuery);
	}

	private async waitForTurn(): Promise<void> {
		const wait = this.nextAt - this.time.now();
		if (wait > 0) await this.time.sleep(wait);
		this.nextAt = this.time.now() + INTERVAL_MS;
	}

	private async sendNow(method: string, pathAndQuery: string, body?: string): Promise<Reply> {
		const { baseUrl, apiKey } = this.account;
		const sentAt = this.time.now();
		const response = await fetch(baseUrl + pathAndQuery, {
			method,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			headers: {
				'x-api-key': apiKey,
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body }),
		});
		const text = await response.text();
		const headers = Object.fromEntries(response.headers);
		for (const [name, value] of Object.entries(headers)) this.headers.set(name, value);
		const answer: Answer = {
			kind: 'answer',
			httpStatus: response.status,
			headers,
			text,
			sentAt,
			receivedAt: this.time.now(),
		};
		const reply = { answer, judgement: judge(answer) };
		this.noteReply(method, pathAndQuery.split('?', 1)[0] ?? pathAndQuery, reply);
		return reply;
	}
}

/** For text that differs from what is sent, which the package never signs. */
function hmac(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex');
}
