import { LONG_ID, readJson } from '../support/json';
import type { Settings } from '../options';
import { HttpRefusal } from './answer';
import type { SignedRequest } from './auth';
import type { Carrier } from './params';
import type { RequestRecord } from './requestLog';

type Source = Readonly<Record<string, unknown>>;

/** Parameters as one carrier brought them: as sent, for the signature, and with long ids intact, for the endpoint. */
export interface Carried extends Omit<SignedRequest, 'apiKey'> {
	readonly exact: Source;
}

type Choose = (record: RequestRecord) => readonly Carried[];

/** Where each setting looks for parameters and their signature; all that it names must be signed, the last is obeyed. */
const CARRIERS: Readonly<Record<Settings['signedIn'], Choose>> = {
	either: (record) => [hasJsonBody(record) ? fromBody(record) : fromQuery(record)],
	url: (record) => [fromQuery(record)],
	body: (record) => [fromBody(record)],
	both: (record) => [fromQuery(record), fromBody(record)],
};

/** What a request carries; a GET has nothing but its URL. */
export function carriersOf(
	record: RequestRecord,
	signedIn: Settings['signedIn'],
): readonly Carried[] {
	return record.method === 'GET' ? [fromQuery(record)] : CARRIERS[signedIn](record);
}

function fromQuery(record: RequestRecord): Carried {
	const query = record.url.slice(record.path.length + 1);
	const params = Object.fromEntries(new URLSearchParams(query));
	return { carrier: 'query', query, params, exact: params };
}

function fromBody(record: RequestRecord): Carried {
	const carrier: Carrier = 'body';
	if (!hasJsonBody(record)) return { carrier, query: '', params: {}, exact: {} };
	const params = parse(record.body, JSON.parse);
	const exact = LONG_ID.test(record.body) ? parse(record.body, readJson) : params;
	return { carrier, query: '', params, exact };
}

function hasJsonBody({ body, headers }: RequestRecord): boolean {
	return body !== '' && (headers['content-type']?.includes('application/json') ?? false);
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
