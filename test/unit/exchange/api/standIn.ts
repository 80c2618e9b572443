import { clock } from '../../../../nodes/NamiSpot/exchange/clock';
import { forgetAll } from '../../../../nodes/NamiSpot/exchange/memory';
import type { Caller, Connection } from '../../../../nodes/NamiSpot/exchange/wire/request';

export type Answer = unknown;

/** An exchange that answers public reads as a test tells it, and the time by which they are paced. */
export interface StandIn {
	/** Unix milliseconds. */
	now: number;
	/** The addresses that were asked for, without `https://nami.example/api/v3/spot/`. */
	readonly requests: string[];
	/** What the exchange answers; a function may take its time. */
	respond: (address: string) => Answer | Promise<Answer>;
}

/** Puts the package on the stand-in's clock; every test meets it fresh. */
export function useStandIn(respond: StandIn['respond']): StandIn {
	const original = { ...clock };
	const standIn: StandIn = { now: 0, requests: [], respond };
	beforeEach(() => {
		Object.assign(standIn, { now: 1_000_000_000_000, requests: [], respond });
		clock.now = () => standIn.now;
		clock.sleep = async () => {};
		forgetAll();
	});
	afterAll(() => Object.assign(clock, original));
	return standIn;
}

/** @param base host and path, `nami.example/a` */
export function connectionTo(standIn: StandIn, base: string, signal?: AbortSignal): Connection {
	const caller = {
		logger: { info: () => {} },
		helpers: {
			httpRequest: async ({ url }: { url: string }) => {
				standIn.requests.push(url.replace('https://nami.example/api/v3/spot/', ''));
				const body = await standIn.respond(url);
				if (body instanceof Error) throw body;
				const text = typeof body === 'string' ? body : JSON.stringify(body);
				return { statusCode: 200, headers: {}, body: text };
			},
		},
	};
	return {
		caller: caller as unknown as Caller,
		item: 0,
		baseUrl: `https://${base}`,
		host: base.replace(/\/.*/, ''),
		account: base,
		callsPerMinute: 1000,
		connectedAt: 0,
		longestWaitMs: 30_000,
		credential: { id: '', name: '', type: 'namiApi' },
		signal,
	};
}

/** A connection whose signed requests are answered so. */
export function connectionThrough(httpRequestWithAuthentication: object): Connection {
	const standIn: StandIn = { now: 0, requests: [], respond: () => '' };
	const connection = connectionTo(standIn, 'nami.example');
	const helpers = { ...connection.caller.helpers, httpRequestWithAuthentication };
	return {
		...connection,
		callsPerMinute: 1e6,
		longestWaitMs: 60_000,
		caller: { ...connection.caller, helpers } as unknown as Caller,
	};
}

export const ok = (...rows: object[]) => ({ status: 'ok', data: rows });
