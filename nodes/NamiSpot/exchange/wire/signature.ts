import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { formatDecimal, parseDecimal } from '../decimal';

/**
 * Parameters of a request, in the order in which they are sent. Undefined ones are left out, as
 * JSON leaves them out.
 */
export type RequestParameters = Readonly<IDataObject>;

/** Parameters with `timestamp` and, last, `signature`. */
export interface SignedParameters {
	readonly parameters: IDataObject;
	/** The same as a query string: exactly what was signed, then `&signature=…`. */
	readonly query: string;
}

const ADDED_BY_SIGNING = new Set(['timestamp', 'signature']);

/**
 * Signs parameters as the exchange's authentication guide says:
 * `hex(HMAC-SHA256(secret, new URLSearchParams(parameters and timestamp).toString()))`.
 * A timestamp or signature from an earlier signing is dropped first, so that signing again is safe.
 *
 * @param timestamp Unix time in milliseconds
 */
export function signParameters(
	parameters: RequestParameters,
	secret: string,
	timestamp: number,
): SignedParameters {
	const unsigned = { ...withoutSignature(parameters), timestamp };
	const toSign = toQueryString(unsigned);
	const signature = createHmac('sha256', secret).update(toSign).digest('hex');
	return {
		parameters: { ...unsigned, signature },
		query: `${toSign}&signature=${signature}`,
	};
}

/** `URLSearchParams`' own encoding, which is the one the exchange signs. */
export function toQueryString(parameters: RequestParameters): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) query.append(name, String(value));
	}
	return query.toString();
}

/**
 * Parameters as a query string has them: numbers in plain notation, since JavaScript writes 1e-7 for
 * 0.0000001, and lists as their JSON. Not for a body, of which the exchange signs what JavaScript
 * writes of its values.
 */
export function asQueryValues(parameters: RequestParameters): IDataObject {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, asQueryValue(value)]),
	);
}

function asQueryValue(value: IDataObject[string]): IDataObject[string] {
	if (typeof value === 'object' && value !== null) return JSON.stringify(value);
	const decimal = typeof value === 'number' ? parseDecimal(value) : undefined;
	return decimal === undefined ? value : formatDecimal(decimal);
}

/** Parameters without what an earlier signing added. */
export function withoutSignature(parameters: RequestParameters): IDataObject {
	return Object.fromEntries(
		Object.entries(parameters).filter(
			([name, value]) => value !== undefined && !ADDED_BY_SIGNING.has(name),
		),
	);
}
