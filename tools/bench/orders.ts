import type { IDataObject, INodeParameters } from 'n8n-workflow';

/**
 * How a node's fields are filled in: typed in, each taken from the item as dragging a field into
 * them does, or each computed from the item.
 */
export const FILLINGS = ['literal', 'fields', 'computed'] as const;

export type Filling = (typeof FILLINGS)[number];

/** An order that rests in the exchange's book. */
export const ORDER = {
	symbol: 'BTCUSDT',
	side: 'BUY',
	type: 'LIMIT',
	amountIn: 'base',
	quantity: 0.0005,
	price: 60000,
} as const;

/** So many items, each an order of its own. */
export function items(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, no) => ({ ...ORDER, no }));
}

/** The fields of an order, filled in. */
export function fields(filling: Filling): INodeParameters {
	return Object.fromEntries(
		Object.entries(ORDER).map(([name, value]) => [name, fill(filling, name, value)]),
	);
}

function fill(filling: Filling, name: string, value: string | number): string {
	if (filling === 'literal') return String(value);
	if (filling === 'fields') return `={{ $json.${name} }}`;
	return typeof value === 'number' ? `={{ $json.${name} * 1 }}` : `={{ $json.${name} + "" }}`;
}
