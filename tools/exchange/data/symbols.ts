export type Filter = Readonly<Record<string, unknown>>;

/** A symbol as `/api/v3/spot/config` serves it. */
export interface SymbolConfig {
	readonly symbol: string;
	readonly status: string;
	readonly baseAsset: string;
	readonly quoteAsset: string;
	readonly baseAssetPrecision: number;
	readonly quotePrecision: number;
	readonly orderTypes: readonly string[];
	readonly ocoAllowed: boolean;
	readonly quoteOrderQtyMarketAllowed: boolean;
	readonly isSpotTradingAllowed: boolean;
	readonly filters: readonly Filter[];
}

/** A symbol and the price at which it starts; without a price it has never traded. */
export interface SymbolSeed extends SymbolConfig {
	readonly startPrice?: string;
}

const ALL_TYPES = ['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'];

const PERCENT_PRICE: Filter = {
	filterType: 'PERCENT_PRICE',
	multiplierUp: '5',
	multiplierDown: '0.2',
	avgPriceMins: 5,
};

const PERCENT_PRICE_BY_SIDE: Filter = {
	filterType: 'PERCENT_PRICE_BY_SIDE',
	bidMultiplierUp: '5',
	bidMultiplierDown: '0.2',
	askMultiplierUp: '5',
	askMultiplierDown: '0.2',
	avgPriceMins: 1,
};

const COUNTS: readonly Filter[] = [
	{ filterType: 'ICEBERG_PARTS', limit: 10 },
	{ filterType: 'TRAILING_DELTA', minTrailingAboveDelta: 10, maxTrailingAboveDelta: 2000 },
	{ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 100000 },
];

const TRADABLE = {
	status: 'TRADING',
	baseAssetPrecision: 8,
	quotePrecision: 8,
	orderTypes: ALL_TYPES,
	ocoAllowed: true,
	quoteOrderQtyMarketAllowed: true,
	isSpotTradingAllowed: true,
};

/** The symbols of a fresh stand-in. Filter values are numbers in some and decimal strings in others, as documented. */
export const SYMBOLS: readonly SymbolSeed[] = [
	{
		...TRADABLE,
		symbol: 'BTCUSDT',
		baseAsset: 'BTC',
		quoteAsset: 'USDT',
		startPrice: '62877.99',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000.00', tickSize: '0.01' },
			{ filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000.00000', stepSize: '0.00001' },
			{
				filterType: 'NOTIONAL',
				minNotional: '5.00000000',
				applyMinToMarket: true,
				maxNotional: '9000000.00000000',
				applyMaxToMarket: false,
				avgPriceMins: 5,
			},
			PERCENT_PRICE_BY_SIDE,
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'ETHUSDT',
		baseAsset: 'ETH',
		quoteAsset: 'USDT',
		startPrice: '3400.5',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: 0.01, maxPrice: 1000000, tickSize: 0.01 },
			{ filterType: 'LOT_SIZE', minQty: 0.0001, maxQty: 9000, stepSize: 0.0001 },
			{ filterType: 'MIN_NOTIONAL', minNotional: 5, applyMinToMarket: true, avgPriceMins: 5 },
			PERCENT_PRICE,
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'NAMIVNDC',
		baseAsset: 'NAMI',
		quoteAsset: 'VNDC',
		baseAssetPrecision: 1,
		quotePrecision: 0,
		startPrice: '500',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: 0.1, maxPrice: 100000, tickSize: 0.1 },
			{ filterType: 'LOT_SIZE', minQty: 1, maxQty: 10000000, stepSize: 0.1 },
			{ filterType: 'MIN_NOTIONAL', minNotional: 20000, applyMinToMarket: true, avgPriceMins: 5 },
			PERCENT_PRICE,
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'NAOVNST',
		baseAsset: 'NAO',
		quoteAsset: 'VNST',
		baseAssetPrecision: 2,
		quotePrecision: 0,
		startPrice: '2900',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: '1', maxPrice: '1000000', tickSize: '1' },
			{ filterType: 'LOT_SIZE', minQty: '0.01', maxQty: '1000000', stepSize: '0.01' },
			{
				filterType: 'NOTIONAL',
				minNotional: '20000',
				applyMinToMarket: true,
				maxNotional: '100000000000',
				applyMaxToMarket: true,
				avgPriceMins: 5,
			},
			{ filterType: 'MAX_TOTAL_VOLUME', notional: 90000000000 },
			PERCENT_PRICE,
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'NAMIUSDT',
		baseAsset: 'NAMI',
		quoteAsset: 'USDT',
		orderTypes: ['LIMIT', 'MARKET'],
		ocoAllowed: false,
		quoteOrderQtyMarketAllowed: false,
		startPrice: '0.02',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: '0.00001', maxPrice: '1000', tickSize: '0.00001' },
			{ filterType: 'LOT_SIZE', minQty: '1', maxQty: '90000000', stepSize: '1' },
			{ filterType: 'MIN_NOTIONAL', minNotional: '1', applyMinToMarket: true, avgPriceMins: 5 },
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'LUNAUSDT',
		baseAsset: 'LUNA',
		quoteAsset: 'USDT',
		status: 'BREAK',
		isSpotTradingAllowed: false,
		startPrice: '0.4',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: '0.0001', maxPrice: '1000', tickSize: '0.0001' },
			{ filterType: 'LOT_SIZE', minQty: '0.01', maxQty: '900000', stepSize: '0.01' },
			...COUNTS,
		],
	},
	{
		...TRADABLE,
		symbol: 'FRESHUSDT',
		baseAsset: 'FRESH',
		quoteAsset: 'USDT',
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: '0.0001', maxPrice: '1000', tickSize: '0.0001' },
			{ filterType: 'LOT_SIZE', minQty: '0.01', maxQty: '900000', stepSize: '0.01' },
			...COUNTS,
		],
	},
];
