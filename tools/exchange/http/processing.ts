import type { Account } from '../engine/account';
import { type Answer, HttpRefusal, errorAnswer, resultAnswer } from './answer';
import { authenticate } from './auth';
import { type Carried, carriersOf } from './carriers';
import type { Context } from './context';
import type { Endpoint, PublicCall } from './endpoint';
import { Params } from './params';
import type { RequestRecord } from './requestLog';

/** Processes one request and makes its answer, whatever happens. */
export function processRequest(
	context: Context,
	endpoint: Endpoint,
	record: RequestRecord,
	address: string,
): Answer {
	const { world, settings } = context;
	try {
		const headers = admit(context, record, address);
		const answer = answerOf(context, endpoint, record);
		return { ...answer, headers: { ...answer.headers, ...headers } };
	} catch (error) {
		return errorAnswer(error, () => world.random.uuid(), settings);
	}
}

/** The limiter's headers; throws if the call is one too many. */
function admit(
	{ settings, clock, limiter }: Context,
	{ method, path }: RequestRecord,
	address: string,
): Answer['headers'] {
	if (settings.rateLimit === undefined) return {};
	return limiter.admit(address, `${method} ${path}`, clock.now(), settings.rateLimit);
}

function answerOf(context: Context, endpoint: Endpoint, record: RequestRecord): Answer {
	const { world, settings } = context;
	try {
		return resultAnswer(handle(context, endpoint, record), settings, record.method);
	} catch (error) {
		return errorAnswer(error, () => world.random.uuid(), settings);
	}
}

function handle(context: Context, endpoint: Endpoint, record: RequestRecord): object {
	const { world, settings, seed } = context;
	const carriers = carriersOf(record, settings.signedIn);
	const params = paramsOf(carriers);
	const call: PublicCall = { world, settings, seed, params, record };
	if (!endpoint.signed) {
		record.verdict = 'public';
		return endpoint.handle(call);
	}
	return endpoint.handle({ ...call, account: authenticated(context, record, carriers) });
}

function paramsOf(carriers: readonly Carried[]): Params {
	const { exact, carrier } = found(carriers.at(-1));
	return new Params(exact, carrier);
}

function authenticated(
	{ world, settings, clock }: Context,
	record: RequestRecord,
	carriers: readonly Carried[],
): Account {
	const apiKey = record.headers['x-api-key'];
	const results = carriers.map((carried) =>
		authenticate(
			{ ...carried, apiKey: typeof apiKey === 'string' ? apiKey : undefined },
			{ accounts: world.accounts, now: clock.now(), windowMs: settings.timestampWindowMs },
		),
	);
	const { verdict, account, message } =
		results.find((result) => result.account === undefined) ?? found(results.at(-1));
	record.verdict = verdict;
	if (account === undefined) throw new HttpRefusal(401, message);
	return account;
}

function found<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('A signed request has no carrier');
	return value;
}
