import { judge } from '../../../../nodes/NamiSpot/exchange/reply/answer';
import { clockOffset } from '../../../../nodes/NamiSpot/exchange/reply/evidence';
import type { Answer } from '../../../../nodes/NamiSpot/exchange/reply/reply';

const answer = (httpStatus: number, body: unknown, headers = {}): Answer => ({
	kind: 'answer',
	httpStatus,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
	sentAt: 10_000,
	receivedAt: 12_000,
});

const order = { displayingId: 435372 };
const bareOrder = { ...order, symbol: 'BTCUSDT', status: 'NEW' };
const requestId = '4a7a1f0e-0000-4000-8000-000000000000';
const brokerError = { status: 'BROKER_ERROR', code: 6104, data: { requestId }, message: null };
const refused = { kind: 'refused', by: 'exchange', status: 'BROKER_ERROR', code: 6104, requestId };
const unauthorized = {
	statusCode: 401,
	message: 'Missing API key, signature, or timestamp',
	error: 'Unauthorized',
};

test.each([
	['the documented envelope', 200, { status: 'ok', data: order }, { kind: 'ok', data: order }],
	['in capitals', 200, { status: 'OK', data: [] }, { kind: 'ok', data: [] }],
	['without data', 200, { status: 'ok' }, { kind: 'ok', data: undefined }],
	[
		'a result under an error status of HTTP',
		500,
		{ status: 'ok', data: order },
		{ kind: 'ok', data: order },
	],
	[
		'a result that is wrapped once more',
		200,
		{ message: 'ok', data: { status: 'ok', data: order } },
		{ kind: 'ok', data: order },
	],
	[
		'a result of the newer envelope that is wrapped once more',
		201,
		{ message: 'ok', data: { statusCode: 201, message: 'ok', data: order } },
		{ kind: 'ok', data: order },
	],
	[
		'a refusal of the newer envelope that is wrapped once more',
		200,
		{ message: 'ok', data: unauthorized },
		{ kind: 'refused', by: 'gateway', httpStatus: 401, said: unauthorized.message },
	],
	[
		'a refusal of the newer envelope within itself',
		200,
		{ statusCode: 200, message: 'ok', data: unauthorized },
		{ kind: 'refused', by: 'gateway', httpStatus: 401, said: unauthorized.message },
	],
	['a broker error with HTTP 400', 400, brokerError, { ...refused, httpStatus: 400 }],
	['a broker error with HTTP 200', 200, brokerError, { ...refused, httpStatus: 200 }],
	[
		'a broker error that is wrapped once more',
		200,
		{ message: 'ok', data: brokerError },
		{ ...refused, httpStatus: 200 },
	],
	[
		'a status that nobody documented',
		400,
		{ status: 'NEW_TROUBLE', message: 'so it is' },
		{ kind: 'refused', by: 'exchange', httpStatus: 400, status: 'NEW_TROUBLE', said: 'so it is' },
	],
	[
		'an empty status',
		400,
		{ status: '', code: 1 },
		{ kind: 'refused', by: 'exchange', httpStatus: 400, code: 1 },
	],
	[
		'the gateway’s envelope',
		401,
		unauthorized,
		{ kind: 'refused', by: 'gateway', httpStatus: 401, said: unauthorized.message },
	],
	[
		'the gateway’s envelope with HTTP 200',
		200,
		unauthorized,
		{ kind: 'refused', by: 'gateway', httpStatus: 401, said: unauthorized.message },
	],
	[
		'the gateway’s envelope with several messages',
		400,
		{ statusCode: 400, message: ['price is missing', '', 'side is missing'], error: 'Bad Request' },
		{ kind: 'refused', by: 'gateway', httpStatus: 400, said: 'price is missing; side is missing' },
	],
	[
		'the gateway’s envelope without a message',
		400,
		{ statusCode: 400, error: 'Bad Request' },
		{ kind: 'refused', by: 'gateway', httpStatus: 400, said: 'Bad Request' },
	],
	[
		'the gateway’s envelope that tells of worse than HTTP does',
		400,
		{ statusCode: 504, message: 'Gateway Timeout' },
		{ kind: 'refused', by: 'gateway', httpStatus: 504, said: 'Gateway Timeout' },
	],
	['an order without an envelope', 200, bareOrder, { kind: 'unreadable', httpStatus: 200 }],
	['an order in data alone', 201, { data: bareOrder }, { kind: 'unreadable', httpStatus: 201 }],
	[
		'an order under a status that nobody documented',
		200,
		{ status: 'success', data: bareOrder },
		{ kind: 'unreadable', httpStatus: 200 },
	],
	[
		'a documented refusal that names its order',
		400,
		{ status: 'NOT_FOUND_ORDER', code: 6101, data: order },
		{
			kind: 'refused',
			by: 'exchange',
			httpStatus: 400,
			status: 'NOT_FOUND_ORDER',
			code: 6101,
			data: order,
		},
	],
	[
		'the older form: a number, and the name as message',
		200,
		{ status: 400, code: 6103, message: 'NOT_ENOUGH_QUOTE_ASSET' },
		{
			kind: 'refused',
			by: 'exchange',
			httpStatus: 200,
			status: 'NOT_ENOUGH_QUOTE_ASSET',
			code: 6103,
		},
	],
	[
		'no more than "error", and the name as message',
		200,
		{ status: 'error', message: 'LOT_SIZE' },
		{ kind: 'refused', by: 'exchange', httpStatus: 200, status: 'LOT_SIZE' },
	],
	[
		'no more than "error"',
		200,
		{ status: 'error' },
		{ kind: 'refused', by: 'exchange', httpStatus: 200 },
	],
	[
		'the newer envelope',
		201,
		{ statusCode: 201, message: 'ok', data: bareOrder },
		{ kind: 'ok', data: bareOrder },
	],
	[
		'the newer envelope around the older one',
		200,
		{ statusCode: 200, message: 'ok', data: { status: 'ok', data: order } },
		{ kind: 'ok', data: order },
	],
	[
		'an error of the newer envelope that is a name',
		400,
		{ statusCode: 400, message: 'MIN_NOTIONAL', error: 'Bad Request' },
		{ kind: 'refused', by: 'gateway', httpStatus: 400, status: 'MIN_NOTIONAL' },
	],
	[
		'a name alone',
		200,
		'TOO_MUCH_REQUEST',
		{ kind: 'refused', by: 'exchange', httpStatus: 200, status: 'TOO_MUCH_REQUEST' },
	],
	[
		'limits beside the name',
		400,
		{ status: 'PERCENT_PRICE', code: 9001, data: { requestId, percentUp: 5 } },
		{
			kind: 'refused',
			by: 'exchange',
			httpStatus: 400,
			status: 'PERCENT_PRICE',
			code: 9001,
			requestId,
			data: { requestId, percentUp: 5 },
		},
	],
	['HTML', 502, '<html><h1>Bad gateway</h1></html>', { kind: 'unreadable', httpStatus: 502 }],
	['an empty body', 200, '', { kind: 'unreadable', httpStatus: 200 }],
	['cut-off JSON', 200, '{"status":"ok","data":{"displ', { kind: 'unreadable', httpStatus: 200 }],
	['a list', 200, [order], { kind: 'unreadable', httpStatus: 200 }],
	['null', 200, 'null', { kind: 'unreadable', httpStatus: 200 }],
	['JSON without any envelope', 200, { hello: 1 }, { kind: 'unreadable', httpStatus: 200 }],
	['a status that is a number', 200, { status: 1 }, { kind: 'unreadable', httpStatus: 200 }],
])('%s', (_, httpStatus, body, judgement) => {
	expect(judge(answer(httpStatus, body))).toEqual(judgement);
});

test('ids keep all their digits', () => {
	const judged = judge(answer(200, '{"status":"ok","data":{"displayingId":12345678901234567891}}'));
	expect(judged).toEqual({ kind: 'ok', data: { displayingId: '12345678901234567891' } });
});

test.each([
	['the same second', new Date(11_000).toUTCString(), 500],
	['an hour ahead', new Date(3_611_000).toUTCString(), 3_600_500],
	['nothing readable', 'soon', undefined],
])('the exchange’s clock by a Date header of %s', (_, date, offset) => {
	expect(clockOffset(answer(200, '', { date }))).toBe(offset);
});

test('the exchange’s clock without a Date header', () => {
	expect(clockOffset(answer(200, ''))).toBeUndefined();
});
