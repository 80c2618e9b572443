import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { DecimalField, SpotOrder } from '../../exchange/spotOrder';
import type { PriceField } from '../../sizing/askedOrder';

/** A field of an order that holds a price or an amount; its name is also its name in the request. */
export interface OrderField extends Omit<INodeProperties, 'type' | 'default' | 'name'> {
	readonly name: DecimalField;
}

/** The same for a price, which may be given in percent from the last price, too. */
export interface OrderPriceField extends OrderField {
	readonly name: PriceField;
	/** What differs for an order that sells. */
	readonly whenSelling?: Partial<Pick<INodeProperties, 'placeholder' | 'description'>>;
}

/** Two fields of an order that rule each other out. */
export interface Contradiction {
	readonly field: string;
	readonly message: string;
	readonly advice: string;
}

/** An order type: its entry in the dropdown, its fields, and what its fields must not say together. */
export interface OrderType {
	readonly option: INodePropertyOptions;
	/** Beside the amount, which every type has. */
	readonly prices: readonly OrderPriceField[];
	contradiction?(order: SpotOrder): Contradiction | undefined;
}
