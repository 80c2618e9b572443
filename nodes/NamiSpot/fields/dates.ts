import { tryToParseDateTime, type INodeProperties } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import type { ItemFields } from './itemFields';
import { Refused, type Kind } from './kind';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;
const MILLISECONDS = /^\d{12,15}$/;
const ADVICE =
	'Enter a date such as 2025-02-01T08:00:00Z, Unix time in milliseconds, or an expression such as {{ $now.minus(1, "day") }}';

/**
 * A date in any form that n8n and expressions give, in Unix milliseconds: ISO text, in the given
 * time zone unless it names one, DateTime and Date objects, Unix milliseconds.
 */
export function dateKind(zone: string): Kind<number> {
	return {
		howToFill: ADVICE,
		read(given) {
			const text = typeof given === 'object' ? serialized(given) : String(given).trim();
			const time = MILLISECONDS.test(text) ? Number(text) : parseIso(text, zone);
			return time ?? new Refused('which is not a date', ADVICE);
		},
	};
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
