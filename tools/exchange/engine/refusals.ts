/** What the exchange's own tables name as errors: status name → code. Codes are shared, names are not. */
export const REFUSALS = {
	UNKNOWN: 1000,
	INVALID_ORDER_TYPE: 1110,
	INVALID_SIDE: 1111,
	BAD_SYMBOL: 1112,
	INVALID_REQUEST_ID: 1112,
	INVALID_VOLUME: 1114,
	NO_SUCH_ORDER: 2013,
	TRADE_NOT_ALLOWED: 3004,
	ACCOUNT_BAN_TRADE: 3005,
	INSTRUMENT_NOT_LISTED_FOR_TRADING_YET: 3006,
	MAINTAIN: 3006,
	NAO_IS_MAINTAINED: 3006,
	BALANCE_INSUFFICIENT: 3007,
	SYSTEM_BUSY: 4000,
	INVALID_INPUT: 6000,
	BALANCE_NOT_ENOUGH: 6000,
	NOT_FOUND_ORDER: 6101,
	ORDER_ALREADY_CLOSED: 6101,
	ORDER_ALREADY_ACTIVE: 6101,
	REQUEST_TIMED_OUT: 6101,
	NOT_ENOUGH_BASE_ASSET: 6102,
	NOT_ENOUGH_QUOTE_ASSET: 6103,
	BROKER_ERROR: 6104,
	NOT_ENOUGH_FEE_ASSET: 6106,
	STOP_LIMIT_INVALID_STOP_PRICE: 6107,
	STOP_LIMIT_UNKNOWN_LAST_PRICE: 6108,
	STOP_LIMIT_INVALID_MIN_TOTAL: 6109,
	ORDER_TYPE_NOT_SUPPORT: 6110,
	PRICE_CHANGED: 6202,
	PRICE_FILTER: 9000,
	PERCENT_PRICE: 9001,
	LOT_SIZE: 9002,
	MIN_NOTIONAL: 9003,
	MAX_TOTAL_VOLUME: 9003,
	ICEBERG_PARTS: 9004,
	MARKET_LOT_SIZE: 9005,
	MAX_POSITION: 9006,
	MAX_NUM_ORDERS: 9007,
	MAX_ALGO_ORDERS: 9008,
	MAX_NUM_ICEBERG_ORDERS: 9009,
	EXCHANGE_MAX_NUM_ORDERS: 9010,
	EXCHANGE_MAX_ALGO_ORDERS: 9011,
	INVALID_TIMESTAMP: 9012,
	KYC_IS_REQUIRED: 9013,
	UNAUTHORIZED: 401,
	REQUEST_TIMEOUT: 408,
	IP_BANNED: 418,
	TOO_MANY_REQUESTS: 429,
	INTERNAL_SERVER_ERROR: 500,
	BAD_GATEWAY: 502,
	SERVICE_UNAVAILABLE: 503,
	GATEWAY_TIMEOUT: 504,
} as const;

export type RefusalStatus = keyof typeof REFUSALS;

/** The exchange understood the request and refuses it with a status of its tables. */
export class Refusal extends Error {
	constructor(
		readonly status: RefusalStatus,
		/** What stands in the answer's `data` beside the request's id. */
		readonly data: Readonly<Record<string, unknown>> = {},
	) {
		super(status);
	}
}

/** The request itself does not pass validation: answered in the other documented envelope. */
export class InvalidRequest extends Error {
	constructor(detail: string) {
		super(`Invalid query parameters: ${detail}`);
	}
}
