import type { INodeProperties } from 'n8n-workflow';

import { AFTER_FEE } from '../../exchange/fee';
import { lastPriceOf } from '../../exchange/api/lastPrices';
import {
	compareDecimals,
	divideDown,
	floorToStep,
	formatDecimal,
	min,
	multiply,
	type Decimal,
} from '../../exchange/decimal';
import { Failure } from '../../exchange/reply/failure';
import type { SpotOrder } from '../../exchange/spotOrder';
import type { ItemFields } from '../../fields/itemFields';
import { priceKind } from '../../fields/price';
import { exitOf } from '../../placement/entry';
import type { AskedOrder, AskedPrice, PriceField } from '../../sizing/askedOrder';
import { unreadable } from '../../sizing/resolveOrder';
import { quantityGrid, symbolRulesOf } from '../../symbolRules';
import type { Run } from '../run';
import type { CreateOptions } from './createOptions';
import { readMarketOrLimit } from './marketOrLimit';
import { toProperty } from './orderFields';
import { connectionOf, prepareOrder, type PreparedOrder } from './prepareOrder';
import { readAmount } from './readOrder';

/** The prices of the exit, by the names that they have in an OCO. */
const EXIT: Readonly<Record<PriceField, Parameters<typeof toProperty>[0] & { name: string }>> = {
	price: {
		displayName: 'Take Profit',
		name: 'takeProfit',
		placeholder: 'e.g. +4%',
		description: 'Where to sell with a profit: a price, or a percentage of the average price paid',
	},
	stopPrice: {
		displayName: 'Stop Price',
		name: 'stopPrice',
		placeholder: 'e.g. -2%',
		description:
			'When the last price reaches this, the stop leg is placed: a price, or a percentage of the average price paid',
	},
	limitPrice: {
		displayName: 'Stop Leg Limit Price',
		name: 'limitPrice',
		placeholder: 'e.g. -2.5%',
		description:
			'The worst price at which the stop leg sells: a price, or a percentage of the average price paid',
	},
};

export const exitFields: INodeProperties[] = Object.values(EXIT).map(toProperty);

/** A buy, and the prices of the OCO that is to protect it. */
export interface Bracket {
	readonly entry: AskedOrder;
	readonly exit: Readonly<Record<PriceField, AskedPrice>>;
}

/** @throws Failure when a field cannot be used */
export function readBracket(fields: ItemFields): Bracket {
	const symbol = fields.symbol();
	const exit = {
		price: fields.read(EXIT.price, priceKind),
		stopPrice: fields.read(EXIT.stopPrice, priceKind),
		limitPrice: fields.read(EXIT.limitPrice, priceKind),
	};
	const amount = readAmount(fields);
	const entry = { symbol, side: 'BUY', amount, stop: exit.stopPrice } as const;
	return { entry: { ...entry, ...readMarketOrLimit(fields) }, exit };
}

/** The exit of so much that was bought at an average price, down to the step. */
export async function askedExit(
	run: Run,
	{ entry: { symbol }, exit }: Bracket,
	bought: Decimal,
	averagePrice: Decimal | undefined,
): Promise<AskedOrder> {
	const connection = await connectionOf(run);
	const rules = connection && (await symbolRulesOf(connection, symbol));
	const step = rules && quantityGrid(rules, { type: 'OCO' })?.step;
	const amount = { in: 'base', value: step ? floorToStep(bought, step) : bought } as const;
	return { symbol, side: 'SELL', type: 'OCO', amount, prices: exit, percentOf: averagePrice };
}

/**
 * The exit as it is going to be if all is bought at the expected price: what can be foreseen to make
 * it impossible is said before anything is bought.
 *
 * @throws Failure when the exit could not be placed
 */
export async function foreseeExit(
	run: Run,
	bracket: Bracket,
	{ symbol, price, quantity, quoteOrderQty }: SpotOrder,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const connection = await connectionOf(run);
	const last = connection && (await lastPriceOf(connection, symbol));
	// A limit above the market buys at the market.
	const expected = price && last ? min(price, last) : (price ?? last);
	if (expected === undefined) throw unreadable(symbol, 'last price');
	const most = quantity ?? (quoteOrderQty && divideDown(quoteOrderQty, expected));
	if (most === undefined) throw unreadable(symbol, 'quantity');
	const asked = await askedExit(run, bracket, multiply(most, AFTER_FEE), expected);
	return await prepareOrder(run, exitOf(run.item), asked, options)
		.then((prepared) => {
			requireAround(run.fields, prepared.order, expected);
			return prepared;
		})
		.catch(async (caught: unknown) => await Promise.reject(ofExit(caught)));
}

function ofExit(caught: unknown): unknown {
	if (!(caught instanceof Failure)) return caught;
	return caught.and(
		{ order: 'exit' },
		`Nothing was bought, because its protection could not be placed: ${caught.message}`,
	);
}

/** @throws Failure when the exit would be reached at once, or would not protect */
function requireAround(
	fields: ItemFields,
	{ price, stopPrice, limitPrice }: SpotOrder,
	at: Decimal,
): void {
	if (stopPrice && limitPrice && compareDecimals(limitPrice, stopPrice) > 0) {
		throw fields.invalid(
			EXIT.limitPrice,
			`Stop Leg Limit Price (${formatDecimal(limitPrice)}) is above Stop Price (${formatDecimal(stopPrice)}), so the stop leg would not sell while the price falls`,
			'Put Stop Leg Limit Price at Stop Price or below it',
		);
	}
	const wrong =
		price !== undefined && compareDecimals(price, at) <= 0
			? { field: EXIT.price, value: price, side: 'above' }
			: stopPrice !== undefined && compareDecimals(stopPrice, at) >= 0
				? { field: EXIT.stopPrice, value: stopPrice, side: 'below' }
				: undefined;
	if (wrong === undefined) return;
	const { field, value, side } = wrong;
	throw fields.invalid(
		field,
		`${field.displayName} (${formatDecimal(value)}) is not ${side} the price at which it buys (${formatDecimal(at)})`,
		`Put ${field.displayName} ${side} it`,
	);
}
