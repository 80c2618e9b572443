import type { IPollFunctions } from 'n8n-workflow';

import { DAY_MS, MINUTE_MS } from '../exchange/clock';
import { formatDecimal, parseDecimal, ZERO, type Decimal } from '../exchange/decimal';
import type { ItemFields } from '../fields/itemFields';
import { orderTypes } from '../fields/orderTypes';
import { pollFields } from '../fields/pollFields';
import { sideField, SIDES } from '../fields/side';
import type { Filters } from './scope';

export interface Settings {
	readonly filters: Filters;
	/** Milliseconds. */
	readonly lookBackMs: number;
	/** After so many milliseconds without anything read, a person is told; Infinity: never. */
	readonly reportAfterMs: number;
	/** The node's fields, for those of one kind of event. */
	readonly fields: ItemFields;
}

export const eventsField = { displayName: 'Events', name: 'events' } as const;
export const symbolsField = { displayName: 'Symbols', name: 'symbols' } as const;
export const symbolNamesField = { displayName: 'Symbols by Name', name: 'symbolNames' } as const;
export const orderTypesField = { displayName: 'Order Types', name: 'orderTypes' } as const;
export const assetsField = { displayName: 'Assets', name: 'assets' } as const;
export const lookBackField = { displayName: 'Look Back (Minutes)', name: 'lookBack' } as const;
export const reportAfterField = {
	displayName: 'Report After (Minutes)',
	name: 'reportAfter',
} as const;

export const REPORT_AFTER_MINUTES = 15;
/** What lies farther back would be read a day at a time. */
const LONGEST_LOOK_BACK_MS = 365 * DAY_MS;

const TYPES: readonly string[] = orderTypes.map(({ option }) => String(option.value));

/**
 * Reads the node's fields.
 *
 * @throws Failure when one cannot be used
 */
export function readSettings(context: IPollFunctions): Settings {
	const fields = pollFields(context);
	const filters = fields.filters();
	const options = fields.options();
	const minutes = (value: Decimal) => Number(formatDecimal(value)) * MINUTE_MS;
	const lookBack = options.decimal(lookBackField, { orZero: true, fallback: ZERO });
	if (minutes(lookBack) > LONGEST_LOOK_BACK_MS) {
		throw options.invalid(
			lookBackField,
			`${lookBackField.displayName} is ${formatDecimal(lookBack)}, longer than a year`,
			'Enter at most 525600',
		);
	}
	const reportAfter = options.decimal(reportAfterField, {
		orZero: true,
		fallback: parseDecimal(REPORT_AFTER_MINUTES) ?? ZERO,
	});
	return {
		filters: {
			events: fields.textList(eventsField),
			symbols: [...new Set([...fields.symbols(symbolsField), ...fields.symbols(symbolNamesField)])],
			sides: filters.choices(sideField, SIDES),
			types: filters.choices(orderTypesField, TYPES),
			assets: fields.textList(assetsField).map((asset) => asset.toUpperCase()),
		},
		lookBackMs: minutes(lookBack),
		reportAfterMs: minutes(reportAfter) || Infinity,
		fields,
	};
}
