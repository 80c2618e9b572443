import type { IDataObject } from 'n8n-workflow';

import { isoTime } from './clock';
import {
	formatDecimal,
	parseComputed,
	parseDecimal,
	survivesAsJsonNumber,
	type Decimal,
} from './decimal';
import { LAST_DATE_MS } from './orderRow';

export type Value = IDataObject[string];

/** The fields of an entry that are ids, and those that are documented as numbers and as dates. */
export interface FieldTypes {
	readonly ids: readonly string[];
	readonly numbers: readonly string[];
	readonly dates: readonly string[];
}

/**
 * An entry with ids as text, numbers as numbers and dates as ISO text, however the exchange wrote
 * them. All other fields stay as they are.
 */
export function withRealTypes(
	entry: IDataObject,
	{ ids, numbers, dates }: FieldTypes,
): IDataObject {
	return {
		...entry,
		...changed(entry, ids, (id) => (typeof id === 'number' ? String(id) : id)),
		...changed(entry, numbers, toCleanNumber),
		...changed(entry, dates, toIsoTime),
	};
}

function changed(
	entry: IDataObject,
	names: readonly string[],
	change: (value: Value) => Value,
): IDataObject {
	const present = Object.entries(pick(entry, names));
	return Object.fromEntries(present.map(([name, value]) => [name, change(value)]));
}

/** The named fields of an entry, as far as it has them, in this order. */
export function pick(entry: IDataObject, names: readonly string[]): IDataObject {
	const present = names.filter((name) => entry[name] !== undefined);
	return Object.fromEntries(present.map((name) => [name, entry[name]]));
}

/** A decimal string as a number, unless a number would not hold all of its digits. */
export function toNumber<T>(value: T): T | number {
	const decimal = typeof value === 'string' ? parseDecimal(value) : undefined;
	if (decimal !== undefined && survivesAsJsonNumber(decimal)) return Number(value);
	return value;
}

/**
 * A decimal, as text or number, as the number that is nearest to it, without the noise that
 * floating-point arithmetic leaves in the last bits; anything else stays as it is.
 */
export function toCleanNumber<T>(value: T): T | number {
	if (Number.isSafeInteger(value)) return value;
	const decimal = parseDecimal(value);
	if (decimal === undefined) return value;
	const clean = parseComputed(nearestNumber(decimal));
	return clean === undefined ? value : nearestNumber(clean);
}

/** The double that is nearest to a decimal: for what is compared and plotted, not for what is sent. */
export function nearestNumber(value: Decimal): number {
	return Number(formatDecimal(value));
}

/** Unix milliseconds as ISO text; anything else stays as it is. */
export function toIsoTime<T>(value: T): T | string {
	const isTime = typeof value === 'number' && Math.abs(value) <= LAST_DATE_MS;
	return isTime ? isoTime(value) : value;
}
