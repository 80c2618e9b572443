import { withHeadline } from '../../../nodes/NamiSpot/actions/headline';
import { Failure } from '../../../nodes/NamiSpot/exchange/reply/failure';

const BROKE = 'The connection broke before the exchange’s response was complete';
const UNKNOWN = { outcome: 'unknown', reason: 'connection_lost' } as const;
const ALONE = {};

/** The wording of headlines has its one place here; other tests assert facts. */
test.each([
	[
		UNKNOWN,
		BROKE,
		'not_placed',
		ALONE,
		'It is not known whether the order was placed: the connection broke before the exchange’s response was complete',
	],
	[
		{ reason: 'unreachable' },
		'The exchange could not be reached',
		'not_placed',
		ALONE,
		'Not placed: the exchange could not be reached',
	],
	[
		{ outcome: 'not_placed', reason: 'refused' },
		'Not enough USDT (1,200,000 needed, 5,000 available)',
		'not_placed',
		ALONE,
		'Not placed: not enough USDT (1,200,000 needed, 5,000 available)',
	],
	[
		{ reason: 'invalid_input' },
		'Price is empty',
		'not_placed',
		{ item: 2 },
		'Not placed (item 2): Price is empty',
	],
	[
		{ reason: 'invalid_input' },
		'OCO is not offered',
		'not_placed',
		ALONE,
		'Not placed: OCO is not offered',
	],
	[
		UNKNOWN,
		BROKE,
		'not_placed',
		{ item: 0 },
		'It is not known whether the order was placed (item 0): the connection broke before the exchange’s response was complete',
	],
	[
		{ ...UNKNOWN, displayingId: '7' },
		BROKE,
		'not_canceled',
		ALONE,
		'It is not known whether order 7 was canceled: the connection broke before the exchange’s response was complete',
	],
	[
		UNKNOWN,
		BROKE,
		'not_canceled',
		ALONE,
		'It is not known whether the order was canceled: the connection broke before the exchange’s response was complete',
	],
	[
		{ reason: 'already_filled', displayingId: '7' },
		'Order 7 of BTCUSDT was filled before it could be canceled',
		'not_canceled',
		ALONE,
		'Not canceled: order 7 of BTCUSDT was filled before it could be canceled',
	],
	[
		{ reason: 'refused', displayingId: '7' },
		'Trading is not allowed on this market at the moment',
		'not_canceled',
		{ item: 1, isOneOfMany: true },
		'Not canceled (item 1, order 7): trading is not allowed on this market at the moment',
	],
	[
		{ ...UNKNOWN, displayingId: '7' },
		BROKE,
		'not_canceled',
		{ isOneOfMany: true },
		'It is not known whether order 7 was canceled: the connection broke before the exchange’s response was complete',
	],
	[
		{ reason: 'unreachable' },
		'The exchange could not be reached',
		undefined,
		ALONE,
		'The exchange could not be reached',
	],
	[
		{ reason: 'invalid_input' },
		'Symbol is empty',
		undefined,
		{ item: 1 },
		'Symbol is empty (item 1)',
	],
] as const)(
	'%j, “%s” of an operation that calls it %s, among %j',
	(facts, message, ifUnsent, among, told) => {
		const failure = withHeadline(new Failure(facts, message, 'Advice'), ifUnsent, among);
		expect(failure).toMatchObject({ message: told, advice: 'Advice', facts });
		expect(failure.facts.outcome).toBe('outcome' in facts ? facts.outcome : ifUnsent);
	},
);
