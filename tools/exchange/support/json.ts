const MARK = '@integer:';
const MARKED = new RegExp(`"${MARK}(\\d+)"`, 'g');
const ID_DIGITS = /("displayingId"\s*:\s*)(\d{16,})(?=\s*[,}\]])/g;

/** Matches a text that names an id which a double might not hold. */
export const LONG_ID = /"displayingId"\s*:\s*\d{16}/;

/** What `readJson` makes of an id with so many digits that a double could not hold it. */
export interface LongInteger {
	readonly $digits: string;
}

/** An id as a JSON number: itself when a double holds it, else a mark that `writeJson` turns into the raw digits. */
export function idNumber(id: bigint): number | string {
	return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : `${MARK}${id}`;
}

/** The digits of what `idNumber` made. */
export function idText(id: unknown): string {
	return String(id).replace(MARK, '');
}

/** JSON text in which ids beyond 2^53 stand as plain numbers. */
export function writeJson(value: unknown): string {
	const text = JSON.stringify(value);
	return text.includes(MARK) ? text.replace(MARKED, '$1') : text;
}

/** Parsed JSON in which a `displayingId` of 16 digits or more keeps all of them. */
export function readJson(text: string): unknown {
	return JSON.parse(text.replace(ID_DIGITS, '$1{"$digits":"$2"}'));
}
