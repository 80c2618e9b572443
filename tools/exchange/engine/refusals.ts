/** The documented errors: status name → code. */
export const REFUSALS = {
	UNKNOWN: 1000,
	INVALID_ORDER_TYPE: 1110,
	INVALID_SIDE: 1111,
	BAD_SYMBOL: 1112,
	INVALID_REQUEST_ID: 1112,
	NO_SUCH_ORDER: 2013,
	TRADE_NOT_ALLOWED: 3004,
	ACCOUNT_BAN_TRADE: 3005,
	NOT_FOUND_ORDER: 6101,
	NOT_ENOUGH_BASE_ASSET: 6102,
	NOT_ENOUGH_QUOTE_ASSET: 6103,
	BROKER_ERROR: 6104,
	NOT_ENOUGH_FEE_ASSET: 6106,
	STOP_LIMIT_INVALID_STOP_PRICE: 6107,
	STOP_LIMIT_UNKNOWN_LAST_PRICE: 6108,
	STOP_LIMIT_INVALID_MIN_TOTAL: 6109,
	ORDER_TYPE_NOT_SUPPORT: 6110,
} as const;

export type RefusalStatus = keyof typeof REFUSALS;

/** The exchange understood the request and refuses it with a documented status. */
export class Refusal extends Error {
	constructor(readonly status: RefusalStatus) {
		super(status);
	}
}

/** The request itself does not pass validation: answered in the other documented envelope. */
export class InvalidRequest extends Error {
	constructor(detail: string) {
		super(`Invalid query parameters: ${detail}`);
	}
}
