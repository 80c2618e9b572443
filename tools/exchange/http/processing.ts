import { LONG_ID, readJson } from '../support/json';
import { type Answer, HttpRefusal, errorAnswer, resultAnswer } from './answer';
import { authenticate } from './auth';
import type { Context } from './context';
import type { Endpoint, PublicCall } from './endpoint';
import { type Carrier, Params } from './params';
import type { RequestRecord } from './requestLog';

type Source = Readonly<Record<string, unknown>>;

/** A request's parameters: as sent, for the signature, and with long ids intact, for the endpoint. */
interface Carried {
	readonly carrier: Carrier;
	readonly query: string;
	readonly plain: Source;
	readonly exact: Source;
}

/** Processes one request and makes its answer, whatever happens. */
export function processRequest(
	context: Context,
	endpoint: Endpoint,
	record: RequestRecord,
	address: string,
): Answer {
	const { world, settings, clock, limiter } = context;
	try {
		if (settings.rateLimit) limiter.admit(address, clock.now(), settings.rateLimit);
		return resultAnswer(handle(context, endpoint, record), settings);
	} catch (error) {
		return errorAnswer(error, () => world.random.uuid(), settings);
	}
}

function handle(context: Context, endpoint: Endpoint, record: RequestRecord): object {
	const { world, settings, seed } = context;
	const carried = readParams(record);
	const params = new Params(carried.exact, carried.carrier);
	const call: PublicCall = { world, settings, seed, params, record };
	if (!endpoint.signed) {
		record.verdict = 'public';
		return endpoint.handle(call);
	}
	return endpoint.handle({ ...call, account: authenticated(context, record, carried) });
}

function authenticated(
	{ world, settings, clock }: Context,
	record: RequestRecord,
	carried: Carried,
) {
	const apiKey = record.headers['x-api-key'];
	const { verdict, account, message } = authenticate(
		{
			apiKey: typeof apiKey === 'string' ? apiKey : undefined,
			carrier: carried.carrier,
			query: carried.query,
			params: carried.plain,
		},
		{ accounts: world.accounts, now: clock.now(), windowMs: settings.timestampWindowMs },
	);
	record.verdict = verdict;
	if (account === undefined) throw new HttpRefusal(401, message);
	return account;
}

/** The parameters come in a JSON body if there is one, else in the query. */
function readParams(record: RequestRecord): Carried {
	const query = record.url.slice(record.path.length + 1);
	if (record.method === 'GET' || record.body === '' || !saysJson(record)) {
		const plain = Object.fromEntries(new URLSearchParams(query));
		return { carrier: 'query', query, plain, exact: plain };
	}
	const plain = parse(record.body, JSON.parse);
	const exact = LONG_ID.test(record.body) ? parse(record.body, readJson) : plain;
	return { carrier: 'body', query, plain, exact };
}

function saysJson({ headers }: RequestRecord): boolean {
	return headers['content-type']?.includes('application/json') ?? false;
}

function parse(body: string, read: (text: string) => unknown): Source {
	try {
		const value = read(body);
		if (typeof value === 'object' && value !== null) return value as Source;
	} catch {
		// falls through to the refusal below
	}
	throw new HttpRefusal(400, 'The body is not a JSON object');
}
