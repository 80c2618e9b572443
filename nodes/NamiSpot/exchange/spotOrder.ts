import type { IDataObject } from 'n8n-workflow';

/** An order as asked for; amounts and prices are exact decimals in plain notation. */
export interface SpotOrder {
	readonly symbol: string;
	readonly side: 'BUY' | 'SELL';
	readonly type: string;
	/** True: the amount is `quoteOrderQty`, in the quote asset; false: `quantity`, in the base asset. */
	readonly useQuoteQty: boolean;
	readonly quantity?: string;
	readonly quoteOrderQty?: string;
	readonly price?: string;
	readonly stopPrice?: string;
	readonly limitPrice?: string;
}

const NUMBER_PARAMETERS = [
	'quantity',
	'quoteOrderQty',
	'price',
	'stopPrice',
	'limitPrice',
] as const;

export type DecimalField = (typeof NUMBER_PARAMETERS)[number];

/**
 * The parameters of `POST /api/v4/spot/order` for an order, in the order of the API reference. The
 * exchange takes JSON numbers; that a decimal survives as one is checked where it is read.
 */
export function orderParameters(order: SpotOrder): IDataObject {
	const parameters: IDataObject = { symbol: order.symbol, side: order.side, type: order.type };
	for (const name of NUMBER_PARAMETERS) {
		const value = order[name];
		if (value !== undefined) parameters[name] = Number(value);
	}
	parameters.useQuoteQty = order.useQuoteQty;
	return parameters;
}
