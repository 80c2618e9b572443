import type { KnownError } from './knownError';

const ASK_SUPPORT =
	'Try again in a while. If it happens again, ask Nami’s support and give them the request ID';
const TRY_LATER = 'Try again later: the exchange has closed this market for maintenance';
const TOO_MANY_ORDERS = 'Cancel open orders that you no longer need, then try again';

const refused = (
	name: string,
	code: number | undefined,
	message: string,
	advice: string,
	more: Pick<KnownError, 'todo' | 'isGone' | 'isAboutClock'> = {},
): KnownError => ({ name, code, kind: 'refused', message, advice, ...more });

const FUND = { todo: 'fund' } as const;
const WAIT = { todo: 'wait' } as const;
const GONE = { todo: 'nothing', isGone: true } as const;

/** What the exchange says no to, and means it: one row per name, as in `KNOWN_ERRORS`. */
export const REFUSED_ERRORS: readonly KnownError[] = [
	// the order itself
	refused(
		'INVALID_ORDER_TYPE',
		1110,
		'The exchange does not know this order type',
		'Choose Limit, Market, Stop Limit or OCO',
	),
	refused('INVALID_SIDE', 1111, 'The exchange does not know this side', 'Set Side to Buy or Sell'),
	refused(
		'BAD_SYMBOL',
		1112,
		'The exchange does not know this symbol',
		'Check the spelling, base asset first, e.g. BTCUSDT. A market under maintenance is refused in the same way',
	),
	refused('INVALID_REQUEST_ID', 1113, 'The exchange did not accept the request’s ID', ASK_SUPPORT),
	refused(
		'INVALID_VOLUME',
		1114,
		'The exchange did not accept the amount',
		'Check the amount against the symbol’s rules with Market: Get Symbols',
	),
	refused(
		'INVALID_INPUT',
		undefined,
		'The exchange did not accept one of the fields',
		'Check the fields of the node',
	),
	refused(
		'ORDER_TYPE_NOT_SUPPORT',
		6110,
		'This market does not offer this order type',
		'Choose another order type. Market: Get Symbols shows the market’s rules',
	),
	refused(
		'PRICE_FILTER',
		9000,
		'A price is outside the exchange’s limits, or does not fit its price step',
		'Set Exchange Rules to Adjust. Market: Get Symbols shows the limits',
	),
	refused(
		'PERCENT_PRICE',
		9001,
		'A price is too far from the market’s price',
		'Choose a price closer to the last one',
	),
	refused(
		'LOT_SIZE',
		9002,
		'The quantity is outside the exchange’s limits, or does not fit its quantity step',
		'Set Exchange Rules to Adjust. Market: Get Symbols shows the limits',
	),
	refused(
		'MIN_NOTIONAL',
		9003,
		'The order’s value is below the minimum',
		'Raise the amount; Market: Get Symbols shows the minimum',
	),
	refused(
		'MAX_TOTAL_VOLUME',
		9003,
		'The order’s value is above what your account may trade on this market',
		'Lower the amount',
	),
	refused('ICEBERG_PARTS', 9004, 'The order has too many iceberg parts', 'Lower the amount'),
	refused(
		'MARKET_LOT_SIZE',
		9005,
		'The quantity is outside the limits for market orders',
		'Change the amount, or use a limit order',
	),
	refused(
		'MAX_POSITION',
		9006,
		'The order would take you beyond the largest position allowed',
		'Lower the amount',
	),
	...(
		[
			['MAX_NUM_ORDERS', 9007],
			['MAX_ALGO_ORDERS', 9008],
			['MAX_NUM_ICEBERG_ORDERS', 9009],
			['EXCHANGE_MAX_NUM_ORDERS', 9010],
			['EXCHANGE_MAX_ALGO_ORDERS', 9011],
		] as const
	).map(([name, code]) =>
		refused(name, code, 'Your account has too many open orders', TOO_MANY_ORDERS),
	),
	refused(
		'STOP_LIMIT_INVALID_STOP_PRICE',
		6107,
		'The exchange did not accept the stop price',
		'Move the stop price to the other side of the last price, and to a price step of the symbol',
	),
	refused(
		'STOP_LIMIT_UNKNOWN_LAST_PRICE',
		6108,
		'The exchange has no last price to compare the stop price with',
		'Wait until this market has traded, or use a limit order',
		WAIT,
	),
	refused(
		'STOP_LIMIT_INVALID_MIN_TOTAL',
		6109,
		'The order’s value is below the minimum',
		'Raise the quantity or the price',
	),
	// funds
	refused(
		'NOT_ENOUGH_BASE_ASSET',
		6102,
		'There is not enough of the base asset',
		'Lower the quantity, or free some balance, e.g. by canceling open sell orders',
		FUND,
	),
	refused(
		'NOT_ENOUGH_QUOTE_ASSET',
		6103,
		'There is not enough of the quote asset',
		'Lower the quantity or price, or free some balance, e.g. by canceling open buy orders',
		FUND,
	),
	refused(
		'NOT_ENOUGH_FEE_ASSET',
		6106,
		'There is not enough of the asset that pays the fee',
		'Add funds in that asset, or lower the quantity so that the fee fits',
		FUND,
	),
	...(
		[
			['BALANCE_INSUFFICIENT', 3007],
			['BALANCE_NOT_ENOUGH', undefined],
		] as const
	).map(([name, code]) =>
		refused(
			name,
			code,
			'The balance is too low for this order',
			'Lower the amount, or free some balance, e.g. by canceling open orders',
			FUND,
		),
	),
	// the account and its key
	refused(
		'ACCOUNT_BAN_TRADE',
		3005,
		'This account is banned from trading',
		'Ask Nami’s support to lift the ban',
	),
	refused(
		'KYC_IS_REQUIRED',
		9013,
		'The exchange requires an identity check (KYC) of this account',
		'Complete KYC on the exchange, then try again',
	),
	refused(
		'INVALID_TIMESTAMP',
		9012,
		'The exchange did not accept the time at which the request was signed',
		'Synchronize this machine’s clock with network time',
		{ isAboutClock: true },
	),
	// the market
	refused(
		'TRADE_NOT_ALLOWED',
		3004,
		'Trading is not allowed on this market at the moment',
		'Check on the exchange whether this market is under maintenance and whether your key may trade',
		WAIT,
	),
	refused(
		'INSTRUMENT_NOT_LISTED_FOR_TRADING_YET',
		6105,
		'This market is not open for trading yet',
		TRY_LATER,
		WAIT,
	),
	refused('MAINTAIN', 3006, 'This market is under maintenance', TRY_LATER, WAIT),
	refused('NAO_IS_MAINTAINED', 3006, 'This market is under maintenance', TRY_LATER, WAIT),
	// the order that was named
	refused('NO_SUCH_ORDER', 2013, 'There is no such order', 'Check the order’s ID and symbol', GONE),
	refused(
		'NOT_FOUND_ORDER',
		6101,
		'The order is not among the open orders',
		'It may already be filled or canceled: check the order history',
		GONE,
	),
	refused(
		'ORDER_ALREADY_CLOSED',
		6101,
		'The order is no longer open',
		'Check the order history',
		GONE,
	),
];
