import type { KnownError } from './knownError';
import { REFUSED_ERRORS } from './refusedErrors';

const trouble = (name: string, code: number): KnownError => ({
	name,
	code,
	kind: 'trouble',
	message: `The exchange has a problem of its own (${name})`,
});

/**
 * The errors of the exchange, one row per name: its API reference, and what its own web client and
 * servers know beyond that.
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
	...REFUSED_ERRORS,
	// may have gone part of the way
	{ ...trouble('UNKNOWN', 1000), message: 'The exchange failed without saying why' },
	trouble('REQUEST_TIMED_OUT', 6101),
	trouble('SYSTEM_BUSY', 4000),
	trouble('REQUEST_TIMEOUT', 408),
	trouble('INTERNAL_SERVER_ERROR', 500),
	trouble('BAD_GATEWAY', 502),
	trouble('SERVICE_UNAVAILABLE', 503),
	trouble('GATEWAY_TIMEOUT', 504),
	// said no by somebody else than the exchange
	{
		name: 'BROKER_ERROR',
		code: 6104,
		kind: 'broker',
		message: 'The exchange’s liquidity broker refused the order',
		advice: 'Check the amounts against the symbol’s limits, or try again in a while',
	},
	{
		name: 'PRICE_CHANGED',
		code: 6202,
		kind: 'broker',
		todo: 'wait',
		message: 'The exchange has no current price for this market',
		advice: 'Try again in a while',
	},
	// on its way to be open, or to be filled: where it stands is looked up
	{
		name: 'ORDER_ALREADY_ACTIVE',
		code: 6101,
		kind: 'broker',
		message: 'The exchange is still processing the order',
		advice: 'Try again in a few seconds',
		todo: 'wait',
	},
	// at the door
	...(
		[
			['TOO_MANY_REQUESTS', 429],
			['TOO_MANY_REQUEST', undefined],
			['TOO_MUCH_REQUEST', undefined],
		] as const
	).map(([name, code]): KnownError => ({
		name,
		code,
		kind: 'rate_limited',
		message: 'The exchange is rate-limiting this machine',
	})),
	{
		name: 'IP_BANNED',
		code: 418,
		kind: 'banned',
		message: 'The exchange is refusing requests from this machine’s IP address for a while',
	},
	{
		name: 'UNAUTHORIZED',
		code: 401,
		kind: 'unauthorized',
		message: 'The exchange did not accept the API key or the signature',
	},
];

const BY_NAME = new Map(KNOWN_ERRORS.map((row) => [row.name, row]));

/** The exchange's services use these for other errors, too, some that are not listed here. */
const SHARED_CODES = new Set([
	1112, 3006, 4000, 6101, 6102, 6103, 6104, 9000, 9001, 9003, 9012, 9013,
]);

/** The known error of a name. */
export function errorNamed(name: string | undefined): KnownError | undefined {
	return name === undefined ? undefined : BY_NAME.get(name.trim().toUpperCase());
}

/**
 * The known error of an answer: by its name, or, where it has none, by a code that has one meaning.
 * Undefined for what nobody has written down.
 */
export function knownError(
	name: string | undefined,
	code: number | undefined,
): KnownError | undefined {
	if (name !== undefined) return errorNamed(name);
	if (code === undefined || SHARED_CODES.has(code)) return undefined;
	const withCode = KNOWN_ERRORS.filter((row) => row.code === code);
	return withCode.length === 1 ? withCode[0] : undefined;
}
