/** What a fresh account holds, by asset: enough for tens of thousands of orders. */
export const SPOT_FUNDS: Readonly<Record<string, string>> = {
	BTC: '1000000',
	ETH: '1000000',
	USDT: '100000000000',
	NAMI: '10000000000',
	VNDC: '1000000000000000',
	NAO: '10000000000',
	VNST: '1000000000000000',
	LUNA: '1000000',
	FRESH: '1000000',
};

export const FUTURES_FUNDS: Readonly<Record<string, string>> = { USDT: '5000', VNDC: '120000000' };
