import type { INodeProperties } from 'n8n-workflow';

import type { ListFilters } from '../exchange/api/orders';
import type { ItemFields } from './itemFields';

const fromName = { displayName: 'From', name: 'from' } as const;
const toName = { displayName: 'To', name: 'to' } as const;

/** The filters From and To; what they are about differs by operation. */
export function rangeFields(
	descriptions: Readonly<Record<'from' | 'to', string>>,
): Record<'from' | 'to', INodeProperties> {
	const field = { type: 'dateTime', default: '' } as const;
	return {
		from: { ...fromName, ...field, description: descriptions.from },
		to: { ...toName, ...field, description: descriptions.to },
	};
}

/**
 * Reads both ends of a time range, in Unix milliseconds; either may be open.
 *
 * @throws Failure when one is not a date, or they are the wrong way round
 */
export function readRange(filters: ItemFields): Pick<ListFilters, 'from' | 'to'> {
	const from = filters.date(fromName);
	const to = filters.date(toName);
	if (from === undefined || to === undefined || from <= to) return { from, to };
	throw filters.invalid(
		fromName,
		'From is later than To',
		'Swap the two, or leave one of them empty',
	);
}
