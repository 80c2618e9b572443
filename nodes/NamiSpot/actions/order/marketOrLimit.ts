import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from '../../fields/itemFields';
import { priceKind } from '../../fields/price';
import { showOnlyFor } from '../../fields/showOnlyFor';
import type { AskedOrder } from '../../sizing/askedOrder';
import { toProperty } from './orderFields';

const TYPES = ['MARKET', 'LIMIT'] as const;

const priceField = {
	displayName: 'Price',
	name: 'price',
	placeholder: 'e.g. 62877.99 or +1%',
	description: 'The worst price you accept, or a percentage of the last price',
} as const;

const typeName = { displayName: 'Order Type', name: 'type' } as const;

/** An order at market or at a limit, where those are all that makes sense. */
export function marketOrLimitFields(
	verb: 'Buys' | 'Sells',
	description: string,
): INodeProperties[] {
	const bound = verb === 'Buys' ? 'lower' : 'higher';
	return [
		{
			...typeName,
			type: 'options',
			options: [
				{ name: 'Limit', value: 'LIMIT', description: `${verb} at your price or ${bound}` },
				{
					name: 'Market',
					value: 'MARKET',
					description: `${verb} at once, at the best prices on offer`,
				},
			],
			default: 'MARKET',
			description,
		},
		...showOnlyFor([toProperty(priceField)], { type: ['LIMIT'] }),
	];
}

/** @throws Failure when a field cannot be used */
export function readMarketOrLimit(fields: ItemFields): Pick<AskedOrder, 'type' | 'prices'> {
	const type = fields.choice(typeName, TYPES);
	return { type, prices: type === 'LIMIT' ? { price: fields.read(priceField, priceKind) } : {} };
}
