import type { IDataObject } from 'n8n-workflow';

import { isRecord } from './guards';

/** The entries of a list; undefined for what is not a list of objects. */
export function rowsOf(data: unknown): IDataObject[] | undefined {
	return Array.isArray(data) && data.every(isRecord) ? data : undefined;
}
