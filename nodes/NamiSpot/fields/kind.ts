/** Why what a field holds cannot be used: continues `Price is “abc”, …`. */
export class Refused {
	constructor(
		readonly because: string,
		/** One sentence on what to enter instead. */
		readonly advice: string,
	) {}
}

/** A kind of value that fields hold: a decimal, a date, a symbol. */
export interface Kind<T> {
	/** One sentence on what to enter into an empty field. */
	readonly howToFill: string;
	/** Reads what a field holds, which is not blank. */
	read(given: unknown): T | Refused;
}

/** Whether a field holds nothing. */
export function isBlank(given: unknown): boolean {
	if (typeof given === 'string') return given.trim() === '';
	return given === null || given === undefined;
}

/** What a field holds, for a message. */
export function quoted(given: unknown): string {
	const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
	return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
