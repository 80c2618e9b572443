import type { IDataObject } from 'n8n-workflow';

import { isRecord } from './guards';

/** The entries of a list; undefined for what is not a list. */
export function rowsOf(data: unknown): IDataObject[] | undefined {
	return Array.isArray(data) ? data.filter(isRecord) : undefined;
}
