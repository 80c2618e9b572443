import { KNOWN_ERRORS } from '../../../../nodes/NamiSpot/exchange/reply/errorRows';
import { knownError } from '../../../../nodes/NamiSpot/exchange/reply/errors';

/** The error table of the API reference. */
const REFERENCE = `
	UNKNOWN 1000
	INVALID_ORDER_TYPE 1110
	INVALID_SIDE 1111
	BAD_SYMBOL 1112
	INVALID_REQUEST_ID 1112
	NO_SUCH_ORDER 2013
	TRADE_NOT_ALLOWED 3004
	ACCOUNT_BAN_TRADE 3005
	NOT_FOUND_ORDER 6101
	NOT_ENOUGH_BASE_ASSET 6102
	NOT_ENOUGH_QUOTE_ASSET 6103
	BROKER_ERROR 6104
	NOT_ENOUGH_FEE_ASSET 6106
	STOP_LIMIT_INVALID_STOP_PRICE 6107
	STOP_LIMIT_UNKNOWN_LAST_PRICE 6108
	STOP_LIMIT_INVALID_MIN_TOTAL 6109
	ORDER_TYPE_NOT_SUPPORT 6110`;

const rows = REFERENCE.trim()
	.split('\n')
	.map((line) => line.trim().split(' '))
	.map(([status = '', code]): [string, number] => [status, Number(code)]);

test('every name stands once', () => {
	const names = KNOWN_ERRORS.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

test.each(KNOWN_ERRORS.map((row) => [row.name, row] as const))(
	'%s has a plain message and says what to do where that depends on the error',
	(name, { kind, message, advice }) => {
		const isAdvised = kind === 'refused' || kind === 'broker';
		const sentences = isAdvised ? [message, advice] : [message];
		for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*[^.]$/);
		expect(advice ?? '').not.toContain(name);
	},
);

test.each(rows)('%s of the reference is found by its name, whatever its code', (name, code) => {
	expect(knownError(name, code)?.name).toBe(name);
	expect(knownError(name, undefined)?.name).toBe(name);
	expect(knownError(name, 9999)?.name).toBe(name);
});

test.each([
	['a code of its own', undefined, 6106, 'NOT_ENOUGH_FEE_ASSET'],
	['a code that other services use, too', undefined, 6102, undefined],
	['a code that two errors have', undefined, 1112, undefined],
	['a code that no error has', undefined, 4242, undefined],
	['neither', undefined, undefined, undefined],
	['an unknown name with a known code', 'NEW_TROUBLE', 6106, undefined],
])('found by %s', (_, name, code, found) => {
	expect(knownError(name, code)?.name).toBe(found);
});

test.each([
	['UNKNOWN', 'trouble'],
	['REQUEST_TIMED_OUT', 'trouble'],
	['SYSTEM_BUSY', 'trouble'],
	['GATEWAY_TIMEOUT', 'trouble'],
	['BROKER_ERROR', 'broker'],
	['TOO_MANY_REQUESTS', 'rate_limited'],
	['IP_BANNED', 'banned'],
	['UNAUTHORIZED', 'unauthorized'],
	['PRICE_FILTER', 'refused'],
	['INVALID_TIMESTAMP', 'refused'],
])('%s is of the kind %s', (name, kind) => {
	expect(knownError(name, undefined)?.kind).toBe(kind);
});
