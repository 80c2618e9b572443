import { inspect } from 'node:util';
import type { Exchange, RequestRecord } from '../../../tools/exchange';
import type { Execution } from '../../../tools/harness';

type Party = Pick<Exchange, 'apiKey' | 'apiSecret' | 'requests'>;

/** All that an execution leaves behind: run data, context data, errors with their stacks, logs. */
function remains({ data, error, logs, staticData }: Execution): string {
	return inspect([data, error, logs, staticData], {
		depth: Infinity,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
		breakLength: Infinity,
	});
}

/** What must not be left behind: key, secret, and the signature of every request. */
function secretsOf({ apiKey, apiSecret, requests }: Party): string[] {
	return [apiKey, apiSecret, ...requests.flatMap(signatureOf)];
}

function signatureOf({ url, body }: RequestRecord): string[] {
	const match = /signature(?:=|":\s*")([0-9a-f]{64})/.exec(`${url} ${body}`);
	return match?.[1] === undefined ? [] : [match[1]];
}

/** The secrets that an execution gave away, or that the secret itself travelled; empty if all is well. */
export function leaks(execution: Execution, party: Party): string[] {
	const left = remains(execution);
	const travelled = JSON.stringify(
		party.requests.map(({ url, headers, body }) => [url, headers, body]),
	);
	return [
		...secretsOf(party).filter((secret) => left.includes(secret)),
		...(travelled.includes(party.apiSecret) ? ['the secret was sent'] : []),
	];
}
