import type { IDataObject } from 'n8n-workflow';

/** The named fields of an entry, as far as it has them, in this order. */
export function pick(entry: IDataObject, names: readonly string[]): IDataObject {
	const present = names.filter((name) => entry[name] !== undefined);
	return Object.fromEntries(present.map((name) => [name, entry[name]]));
}
