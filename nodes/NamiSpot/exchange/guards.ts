import type { IDataObject } from 'n8n-workflow';

/** A plain JSON object, as opposed to an array, null or a primitive. */
export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value if it is a finite number. */
export function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The entries of a list; undefined for what is not a list of objects. */
export function rowsOf(data: unknown): IDataObject[] | undefined {
	return Array.isArray(data) && data.every(isRecord) ? data : undefined;
}

/** Entries that have text under a key, in a list or one alone; undefined for anything else. */
export function keyedRowsOf(data: unknown, key: string): IDataObject[] | undefined {
	const rows = rowsOf(isRecord(data) && data[key] !== undefined ? [data] : data);
	return rows?.every((row) => textOf(row[key]) !== undefined) ? rows : undefined;
}
