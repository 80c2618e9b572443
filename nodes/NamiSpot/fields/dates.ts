import { tryToParseDateTime, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { invalidInput, isBlank, quoted } from './readParameter';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;
const MILLISECONDS = /^\d{12,15}$/;

/**
 * Reads a date in any form that n8n and expressions give: ISO text, in the workflow's time zone
 * unless it names one, DateTime and Date objects, Unix milliseconds. Undefined for an empty field.
 *
 * @returns Unix milliseconds
 * @throws Failure when it is something else
 */
export function readDate(
	context: IExecuteFunctions,
	item: number,
	{ name, label, given }: { name: string; label: string; given: unknown },
): number | undefined {
	if (isBlank(given)) return undefined;
	const text = typeof given === 'object' ? serialized(given) : String(given).trim();
	const time = MILLISECONDS.test(text) ? Number(text) : parseIso(text, context.getTimezone());
	if (time !== undefined) return time;
	throw invalidInput(
		name,
		item,
		`${label} is ${quoted(given)}, which is not a date`,
		'Enter a date such as 2025-02-01T08:00:00Z, Unix time in milliseconds, or an expression such as {{ $now.minus(1, "day") }}',
	);
}

/**
 * Date and DateTime objects become ISO text in JSON. A DateTime that n8n's expression isolate hands
 * out as a plain object, as it may inside a collection, carries that text along.
 */
function serialized(given: unknown): string {
	const json: unknown = JSON.parse(JSON.stringify(given));
	return String(isRecord(json) ? json.__isoString : json);
}

function parseIso(text: string, zone: string): number | undefined {
	if (!ISO_DATE.test(text)) return undefined;
	try {
		return tryToParseDateTime(text, zone).toMillis();
	} catch {
		return undefined;
	}
}

interface Ends {
	readonly from: INodeProperties;
	readonly to: INodeProperties;
}

/** The filters From and To; what they are about differs by operation. */
export function rangeFields(descriptions: { readonly from: string; readonly to: string }): Ends {
	const field = { type: 'dateTime', default: '' } as const;
	return {
		from: { displayName: 'From', name: 'from', ...field, description: descriptions.from },
		to: { displayName: 'To', name: 'to', ...field, description: descriptions.to },
	};
}

/**
 * Reads both ends of a time range; either may be open.
 *
 * @throws Failure when one is not a date, or they are the wrong way round
 */
export function readRange(
	context: IExecuteFunctions,
	item: number,
	given: { readonly from?: unknown; readonly to?: unknown },
): { from: number | undefined; to: number | undefined } {
	const from = readDate(context, item, { name: 'from', label: 'From', given: given.from });
	const to = readDate(context, item, { name: 'to', label: 'To', given: given.to });
	if (from === undefined || to === undefined || from <= to) return { from, to };
	throw invalidInput(
		'from',
		item,
		'From is later than To',
		'Swap the two, or leave one of them empty',
	);
}
