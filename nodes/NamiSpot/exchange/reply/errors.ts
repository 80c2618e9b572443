/** What the exchange means by an error status, and what its user can do. */
export interface DocumentedError {
	/** The exchange's name for it. Names are the key, since code 1112 is used twice. */
	readonly status: string;
	readonly code: number;
	readonly message: string;
	readonly advice: string;
	/**
	 * Set where the answer does not prove that no order exists: the exchange passes orders on to a
	 * liquidity broker, and these speak of trouble on the way.
	 */
	readonly isInconclusive?: true;
}

/** The error table of the exchange's API reference, one row an error. */
export const DOCUMENTED_ERRORS: readonly DocumentedError[] = [
	{
		status: 'UNKNOWN',
		code: 1000,
		message: 'The exchange refused the request without naming a cause',
		advice: 'Try again in a while; if it stays so, ask Nami’s support and give them the request id',
		isInconclusive: true,
	},
	{
		status: 'INVALID_ORDER_TYPE',
		code: 1110,
		message: 'The exchange does not know this order type',
		advice: 'Choose one of Limit, Market, Stop Limit and OCO',
	},
	{
		status: 'INVALID_SIDE',
		code: 1111,
		message: 'The exchange does not know this side',
		advice: 'Set Side to Buy or Sell',
	},
	{
		status: 'BAD_SYMBOL',
		code: 1112,
		message: 'The exchange does not know this symbol',
		advice: 'Check the symbol’s spelling, base asset first, e.g. BTCUSDT',
	},
	{
		status: 'INVALID_REQUEST_ID',
		code: 1112,
		message: 'The exchange did not accept the request’s id',
		advice: 'Try again; if it stays so, ask Nami’s support and give them the request id',
	},
	{
		status: 'NO_SUCH_ORDER',
		code: 2013,
		message: 'There is no such order',
		advice: 'Check the order’s id and symbol',
	},
	{
		status: 'TRADE_NOT_ALLOWED',
		code: 3004,
		message: 'Trading is not allowed here at the moment',
		advice: 'Check on the exchange whether this symbol is halted and whether your key may trade',
	},
	{
		status: 'ACCOUNT_BAN_TRADE',
		code: 3005,
		message: 'This account is banned from trading',
		advice: 'Ask Nami’s support to lift the ban',
	},
	{
		status: 'NOT_FOUND_ORDER',
		code: 6101,
		message: 'The order was not found among the open ones',
		advice: 'It may be filled or canceled already: look at the order history',
	},
	{
		status: 'NOT_ENOUGH_BASE_ASSET',
		code: 6102,
		message: 'There is not enough of the base asset',
		advice: 'Lower the quantity, or free some balance, e.g. by canceling open sell orders',
	},
	{
		status: 'NOT_ENOUGH_QUOTE_ASSET',
		code: 6103,
		message: 'There is not enough of the quote asset',
		advice: 'Lower the quantity or price, or free some balance, e.g. by canceling open buy orders',
	},
	{
		status: 'BROKER_ERROR',
		code: 6104,
		message: 'The exchange’s liquidity broker refused the order',
		advice: 'Check the amounts against the symbol’s limits, or try again in a while',
		isInconclusive: true,
	},
	{
		status: 'NOT_ENOUGH_FEE_ASSET',
		code: 6106,
		message: 'There is not enough of the asset that fees are paid in',
		advice: 'Top up that asset, or lower the quantity so that the fee fits',
	},
	{
		status: 'STOP_LIMIT_INVALID_STOP_PRICE',
		code: 6107,
		message: 'The exchange did not accept the stop price',
		advice: 'Put the stop price on the other side of the last price, and on the symbol’s tick',
	},
	{
		status: 'STOP_LIMIT_UNKNOWN_LAST_PRICE',
		code: 6108,
		message: 'The exchange has no last price to compare the stop price with',
		advice: 'Wait until this symbol has traded, or use a limit order',
	},
	{
		status: 'STOP_LIMIT_INVALID_MIN_TOTAL',
		code: 6109,
		message: 'The order’s total is below the minimum',
		advice: 'Raise the quantity or the price',
	},
	{
		status: 'ORDER_TYPE_NOT_SUPPORT',
		code: 6110,
		message: 'This symbol does not offer this order type',
		advice: 'Choose another order type, or look at the symbol’s rules with Market: Get Symbols',
	},
];

const BY_STATUS = new Map(DOCUMENTED_ERRORS.map((row) => [row.status, row]));

/**
 * The documented error for what an answer carries: by its status name, or, where that is missing,
 * by a code that only one error has. Undefined for what nobody documented.
 */
export function documentedError(
	status: string | undefined,
	code: number | undefined,
): DocumentedError | undefined {
	const named = status === undefined ? undefined : BY_STATUS.get(status);
	if (named !== undefined || status !== undefined) return named;
	const withCode = DOCUMENTED_ERRORS.filter((row) => row.code === code);
	return withCode.length === 1 ? withCode[0] : undefined;
}
