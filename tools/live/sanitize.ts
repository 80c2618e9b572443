import { isRecord } from '../../nodes/NamiSpot/exchange/guards';

/** So many entries of a list show its form. */
const MOST_ENTRIES = 2;

/** Fields whose values say how the exchange speaks, and nothing of whom it speaks to. */
const KEPT = new Set([
	...['status', 'statusCode', 'code', 'message', 'error', 'type', 'side', 'symbol'],
	...['baseAsset', 'quoteAsset', 'executedType', 'liquiditySymbol', 'feeMode', 'filterType'],
]);

/**
 * An answer without whom it is about: every id, amount, price and time is replaced by one of the same
 * kind. What is null, zero, a boolean or a word of the exchange's own stays.
 */
export function sanitized(value: unknown, key = ''): unknown {
	if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => sanitized(entry));
	if (isRecord(value)) return sanitizedFields(value);
	if (typeof value === 'string') return KEPT.has(key) ? wordsOf(value) : replacedText(value);
	return typeof value === 'number' && value !== 0 && !KEPT.has(key) ? 1 : value;
}

/** Keys may be ids, too, as in balances. */
function sanitizedFields(value: Record<string, unknown>): object {
	const entries = Object.entries(value);
	const areIds = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
	const shown = areIds ? entries.slice(0, MOST_ENTRIES) : entries;
	return Object.fromEntries(
		shown.map(([key, entry], index) => [areIds ? String(index + 1) : key, sanitized(entry, key)]),
	);
}

/** Messages may repeat what was sent. */
function wordsOf(text: string): string {
	return text.replace(/[0-9a-f]{16,}/gi, '…').replace(/\d+(\.\d+)?/g, (digits) => {
		return digits.length > 4 ? '1' : digits;
	});
}

function replacedText(text: string): string {
	if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) === 0 ? text : '1';
	if (!Number.isNaN(Date.parse(text))) return '2025-01-01T00:00:00.000Z';
	return text === '' ? '' : '…';
}
