import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from './itemFields';

interface Ends {
	readonly from: INodeProperties;
	readonly to: INodeProperties;
}

const fromName = { displayName: 'From', name: 'from' } as const;
const toName = { displayName: 'To', name: 'to' } as const;

/** The filters From and To; what they are about differs by operation. */
export function rangeFields(descriptions: { readonly from: string; readonly to: string }): Ends {
	const field = { type: 'dateTime', default: '' } as const;
	return {
		from: { ...fromName, ...field, description: descriptions.from },
		to: { ...toName, ...field, description: descriptions.to },
	};
}

/** A time range in Unix milliseconds; either end may be open. */
export interface Range {
	readonly from: number | undefined;
	readonly to: number | undefined;
}

/**
 * Reads both ends of a time range.
 *
 * @throws Failure when one is not a date, or they are the wrong way round
 */
export function readRange(filters: ItemFields): Range {
	const from = filters.date(fromName);
	const to = filters.date(toName);
	if (from === undefined || to === undefined || from <= to) return { from, to };
	throw filters.invalid(
		fromName,
		'From is later than To',
		'Swap the two, or leave one of them empty',
	);
}
