import type { ErrorKind, KnownError } from './knownError';

const ASK_SUPPORT =
	'Try again in a while. If it happens again, ask Nami’s support and give them the request ID';
const TRY_LATER = 'Try again later: the exchange has closed this market for maintenance';
const MAINTAINED = 'This market is under maintenance';
const TOO_MANY_ORDERS = 'Your account has too many open orders';
const CANCEL_SOME = 'Cancel open orders that you no longer need, then try again';
const BALANCE_TOO_LOW = 'The balance is too low for this order';
const FREE_SOME = 'Lower the amount, or free some balance, e.g. by canceling open orders';

const FUND = { todo: 'fund' } as const;
const WAIT = { todo: 'wait' } as const;
const GONE = { todo: 'nothing', isGone: true } as const;

type Row = readonly [
	code: number | undefined,
	message?: string,
	advice?: string,
	more?: Pick<KnownError, 'todo' | 'isGone' | 'isAboutClock'>,
];

/** Errors of one kind, by name; a message that is not given says no more than that name. */
function errorsOf(kind: ErrorKind, rows: Readonly<Record<string, Row>>): KnownError[] {
	return Object.entries(rows).map(([name, [code, given, advice, more]]) => {
		const message = given ?? `The exchange has a problem of its own (${name})`;
		return { name, code, kind, message, ...(advice !== undefined && { advice }), ...more };
	});
}

const RATE_LIMITED = 'The exchange is rate-limiting this machine';

/**
 * The errors of the exchange, one row per name: its API reference, and what its own web client and
 * servers know beyond that.
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
	...errorsOf('refused', {
		// the order itself
		INVALID_ORDER_TYPE: [
			1110,
			'The exchange does not know this order type',
			'Choose Limit, Market, Stop Limit or OCO',
		],
		INVALID_SIDE: [1111, 'The exchange does not know this side', 'Set Side to Buy or Sell'],
		BAD_SYMBOL: [
			1112,
			'The exchange does not know this symbol',
			'Check the spelling, base asset first, e.g. BTCUSDT. A market under maintenance is refused in the same way',
		],
		INVALID_REQUEST_ID: [1113, 'The exchange did not accept the request’s ID', ASK_SUPPORT],
		INVALID_VOLUME: [
			1114,
			'The exchange did not accept the amount',
			'Check the amount against the symbol’s rules with Market: Get Symbols',
		],
		INVALID_INPUT: [
			undefined,
			'The exchange did not accept one of the fields',
			'Check the fields of the node',
		],
		ORDER_TYPE_NOT_SUPPORT: [
			6110,
			'This market does not offer this order type',
			'Choose another order type. Market: Get Symbols shows the market’s rules',
		],
		PRICE_FILTER: [
			9000,
			'A price is outside the exchange’s limits, or does not fit its price step',
			'Set Exchange Rules to Adjust. Market: Get Symbols shows the limits',
		],
		PERCENT_PRICE: [
			9001,
			'A price is too far from the market’s price',
			'Choose a price closer to the last one',
		],
		LOT_SIZE: [
			9002,
			'The quantity is outside the exchange’s limits, or does not fit its quantity step',
			'Set Exchange Rules to Adjust. Market: Get Symbols shows the limits',
		],
		MIN_NOTIONAL: [
			9003,
			'The order’s value is below the minimum',
			'Raise the amount; Market: Get Symbols shows the minimum',
		],
		MAX_TOTAL_VOLUME: [
			9003,
			'The order’s value is above what your account may trade on this market',
			'Lower the amount',
		],
		ICEBERG_PARTS: [9004, 'The order has too many iceberg parts', 'Lower the amount'],
		MARKET_LOT_SIZE: [
			9005,
			'The quantity is outside the limits for market orders',
			'Change the amount, or use a limit order',
		],
		MAX_POSITION: [
			9006,
			'The order would take you beyond the largest position allowed',
			'Lower the amount',
		],
		MAX_NUM_ORDERS: [9007, TOO_MANY_ORDERS, CANCEL_SOME],
		MAX_ALGO_ORDERS: [9008, TOO_MANY_ORDERS, CANCEL_SOME],
		MAX_NUM_ICEBERG_ORDERS: [9009, TOO_MANY_ORDERS, CANCEL_SOME],
		EXCHANGE_MAX_NUM_ORDERS: [9010, TOO_MANY_ORDERS, CANCEL_SOME],
		EXCHANGE_MAX_ALGO_ORDERS: [9011, TOO_MANY_ORDERS, CANCEL_SOME],
		STOP_LIMIT_INVALID_STOP_PRICE: [
			6107,
			'The exchange did not accept the stop price',
			'Move the stop price to the other side of the last price, and to a price step of the symbol',
		],
		STOP_LIMIT_UNKNOWN_LAST_PRICE: [
			6108,
			'The exchange has no last price to compare the stop price with',
			'Wait until this market has traded, or use a limit order',
			WAIT,
		],
		STOP_LIMIT_INVALID_MIN_TOTAL: [
			6109,
			'The order’s value is below the minimum',
			'Raise the quantity or the price',
		],
		// funds
		NOT_ENOUGH_BASE_ASSET: [
			6102,
			'There is not enough of the base asset',
			'Lower the quantity, or free some balance, e.g. by canceling open sell orders',
			FUND,
		],
		NOT_ENOUGH_QUOTE_ASSET: [
			6103,
			'There is not enough of the quote asset',
			'Lower the quantity or price, or free some balance, e.g. by canceling open buy orders',
			FUND,
		],
		NOT_ENOUGH_FEE_ASSET: [
			6106,
			'There is not enough of the asset that pays the fee',
			'Add funds in that asset, or lower the quantity so that the fee fits',
			FUND,
		],
		BALANCE_INSUFFICIENT: [3007, BALANCE_TOO_LOW, FREE_SOME, FUND],
		BALANCE_NOT_ENOUGH: [undefined, BALANCE_TOO_LOW, FREE_SOME, FUND],
		// the account and its key
		ACCOUNT_BAN_TRADE: [
			3005,
			'This account is banned from trading',
			'Ask Nami’s support to lift the ban',
		],
		KYC_IS_REQUIRED: [
			9013,
			'The exchange requires an identity check (KYC) of this account',
			'Complete KYC on the exchange, then try again',
		],
		INVALID_TIMESTAMP: [
			9012,
			'The exchange did not accept the time at which the request was signed',
			'Synchronize this machine’s clock with network time',
			{ isAboutClock: true },
		],
		// the market
		TRADE_NOT_ALLOWED: [
			3004,
			'Trading is not allowed on this market at the moment',
			'Check on the exchange whether this market is under maintenance and whether your key may trade',
			WAIT,
		],
		INSTRUMENT_NOT_LISTED_FOR_TRADING_YET: [
			6105,
			'This market is not open for trading yet',
			TRY_LATER,
			WAIT,
		],
		MAINTAIN: [3006, MAINTAINED, TRY_LATER, WAIT],
		NAO_IS_MAINTAINED: [3006, MAINTAINED, TRY_LATER, WAIT],
		// the order that was named
		NO_SUCH_ORDER: [2013, 'There is no such order', 'Check the order’s ID and symbol', GONE],
		NOT_FOUND_ORDER: [
			6101,
			'The order is not among the open orders',
			'It may already be filled or canceled: check the order history',
			GONE,
		],
		ORDER_ALREADY_CLOSED: [6101, 'The order is no longer open', 'Check the order history', GONE],
	}),
	...errorsOf('trouble', {
		UNKNOWN: [1000, 'The exchange failed without saying why'],
		REQUEST_TIMED_OUT: [6101],
		SYSTEM_BUSY: [4000],
		REQUEST_TIMEOUT: [408],
		INTERNAL_SERVER_ERROR: [500],
		BAD_GATEWAY: [502],
		SERVICE_UNAVAILABLE: [503],
		GATEWAY_TIMEOUT: [504],
	}),
	...errorsOf('broker', {
		BROKER_ERROR: [
			6104,
			'The exchange’s liquidity broker refused the order',
			'Check the amounts against the symbol’s limits, or try again in a while',
		],
		PRICE_CHANGED: [
			6202,
			'The exchange has no current price for this market',
			'Try again in a while',
			WAIT,
		],
		// On its way to be open, or to be filled: where it stands is looked up.
		ORDER_ALREADY_ACTIVE: [
			6101,
			'The exchange is still processing the order',
			'Try again in a few seconds',
			WAIT,
		],
	}),
	...errorsOf('rate_limited', {
		TOO_MANY_REQUESTS: [429, RATE_LIMITED],
		TOO_MANY_REQUEST: [undefined, RATE_LIMITED],
		TOO_MUCH_REQUEST: [undefined, RATE_LIMITED],
	}),
	...errorsOf('banned', {
		IP_BANNED: [
			418,
			'The exchange is refusing requests from this machine’s IP address for a while',
		],
	}),
	...errorsOf('unauthorized', {
		UNAUTHORIZED: [401, 'The exchange did not accept the API key or the signature'],
	}),
];
