import { compareDecimals, formatDecimal, type Decimal } from '../../exchange/decimal';
import type { SpotOrder } from '../../exchange/spotOrder';
import type { Contradiction, OrderType } from './orderType';

export const ocoOrder: OrderType = {
	option: {
		name: 'OCO',
		value: 'OCO',
		description: 'A limit order paired with a stop-limit order: one cancels the other',
	},
	prices: [
		{
			displayName: 'Price',
			name: 'price',
			placeholder: 'e.g. 60000, or -2%',
			description: 'The price of the limit leg, below the stop price',
			whenSelling: {
				placeholder: 'e.g. 70000, or 5%',
				description: 'The price of the limit leg, above the stop price: where you take profit',
			},
		},
		{
			displayName: 'Stop Price',
			name: 'stopPrice',
			placeholder: 'e.g. 70000, or 2%',
			description: 'When the last price reaches this, the stop leg is placed',
			whenSelling: { placeholder: 'e.g. 60000, or -2%' },
		},
		{
			displayName: 'Stop Leg Limit Price',
			name: 'limitPrice',
			placeholder: 'e.g. 70100, or 2.2%',
			description: 'The limit price of the stop leg',
			whenSelling: { placeholder: 'e.g. 59900, or -2.2%' },
		},
	],
	contradiction: legsOnTheWrongSides,
};

/**
 * A selling OCO takes profit above and stops losses below; a buying one is the mirror image. Both
 * prices of the stop leg have to be on its side of the limit leg.
 */
function legsOnTheWrongSides({
	side,
	price,
	stopPrice,
	limitPrice,
}: SpotOrder): Contradiction | undefined {
	const stopLegComesOut = side === 'SELL' ? -1 : 1;
	const isRight = (stopLegPrice: Decimal | undefined): boolean =>
		price !== undefined &&
		stopLegPrice !== undefined &&
		compareDecimals(stopLegPrice, price) === stopLegComesOut;
	const wrong = [
		{ name: 'Stop Price', field: 'stopPrice', value: stopPrice },
		{ name: 'Stop Leg Limit Price', field: 'limitPrice', value: limitPrice },
	].find(({ value }) => !isRight(value));
	if (wrong === undefined) return undefined;
	const [verb, relation] = side === 'SELL' ? ['sells', 'below'] : ['buys', 'above'];
	return {
		field: wrong.field,
		message: `${wrong.name} (${shown(wrong.value)}) is not ${relation} Price (${shown(price)}), as an OCO that ${verb} needs it`,
		advice: `Put Stop Price and Stop Leg Limit Price ${relation} Price, which is the limit leg’s, or change Side`,
	};
}

function shown(value: Decimal | undefined): string {
	return value === undefined ? 'not given' : formatDecimal(value);
}
