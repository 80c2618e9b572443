import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { ItemFields } from '../fields/itemFields';
import { orderTypes as ORDER_TYPES } from '../fields/orderTypes';
import { pollFields } from '../fields/pollFields';
import { sideField, SIDES } from '../fields/side';
import { formatDecimal, ZERO } from '../exchange/decimal';

/** What the node's fields say. */
export interface Settings {
	readonly events: ReadonlySet<string>;
	/** Empty: all. */
	readonly symbols: readonly string[];
	/** Empty: all. */
	readonly orderTypes: readonly string[];
	readonly lookBackMs: number;
	/** The node's fields, for those of one kind of event. */
	readonly fields: ItemFields;
	/** Whether an order or a trade passes the filters. One without a type passes that of types. */
	matches(entry: IDataObject): boolean;
}

export const eventsField = { displayName: 'Events', name: 'events' } as const;
export const symbolsField = { displayName: 'Symbols', name: 'symbols' } as const;
export const orderTypesField = { displayName: 'Order Types', name: 'orderTypes' } as const;
export const lookBackField = { displayName: 'Look Back (Minutes)', name: 'lookBack' } as const;
export const rearmDistanceField = {
	displayName: 'Re-Arm Distance',
	name: 'rearmDistance',
} as const;

const TYPES: readonly string[] = ORDER_TYPES.map(({ option }) => String(option.value));
const MINUTE_MS = 60_000;

/**
 * Reads the node's fields.
 *
 * @throws Failure when one cannot be used
 */
export function readSettings(context: IPollFunctions): Settings {
	const fields = pollFields(context);
	const filters = fields.filters();
	const symbols = fields.symbols(symbolsField);
	const orderTypes = filters.choices(orderTypesField, TYPES);
	const sides = filters.choices(sideField, SIDES);
	const lookBack = fields.options().decimal(lookBackField, { orZero: true, fallback: ZERO });
	return {
		events: new Set(fields.textList(eventsField)),
		symbols,
		orderTypes,
		lookBackMs: Number(formatDecimal(lookBack)) * MINUTE_MS,
		fields,
		matches: ({ symbol, side, type }) =>
			allows(symbols, symbol) && allows(sides, side) && (!type || allows(orderTypes, type)),
	};
}

function allows(list: readonly string[], value: unknown): boolean {
	return list.length === 0 || list.includes(String(value));
}
