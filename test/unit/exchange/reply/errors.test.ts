import {
	DOCUMENTED_ERRORS,
	documentedError,
} from '../../../../nodes/NamiSpot/exchange/reply/errors';

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

test('the table has the reference’s rows, each once', () => {
	expect(DOCUMENTED_ERRORS.map(({ status, code }) => [status, code])).toEqual(rows);
});

test.each(DOCUMENTED_ERRORS.map((row) => [row.status, row] as const))(
	'%s has a plain message and one sentence on what to do',
	(status, { message, advice }) => {
		for (const sentence of [message, advice]) {
			expect(sentence).toMatch(/^[A-Z].*[^.]$/);
			expect(sentence).not.toContain(status);
		}
		expect(new Set(DOCUMENTED_ERRORS.map((row) => row.message)).size).toBe(rows.length);
	},
);

test.each(rows)('%s is found by its name, whatever its code', (status, code) => {
	expect(documentedError(status, code)?.status).toBe(status);
	expect(documentedError(status, undefined)?.status).toBe(status);
	expect(documentedError(status, 9999)?.status).toBe(status);
});

test.each([
	['a code of its own', undefined, 6102, 'NOT_ENOUGH_BASE_ASSET'],
	['a code that two errors have', undefined, 1112, undefined],
	['a code that no error has', undefined, 4242, undefined],
	['neither', undefined, undefined, undefined],
	['an unknown name with a known code', 'NEW_TROUBLE', 6102, undefined],
])('found by %s', (_, status, code, found) => {
	expect(documentedError(status, code)?.status).toBe(found);
});
