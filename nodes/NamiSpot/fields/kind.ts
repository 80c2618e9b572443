/** Why what a field holds cannot be used: continues `Price is “abc”, …`. */
export class Refused {
	constructor(
		readonly because: string,
		/** One sentence on what to enter instead, where that is not how the kind is filled. */
		readonly advice?: string,
	) {}
}

/** A kind of value that fields hold: a decimal, a date, a symbol. */
export interface Kind<T> {
	/** One sentence on what to enter, into an empty field and instead of most that cannot be used. */
	readonly howToFill: string;
	/** Reads what a field holds, which is not blank. */
	read(given: unknown): T | Refused;
}

/** What shows nothing, as pasted text brings it: zero-width characters, marks of direction, soft hyphens. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Text as a person sees it: without invisible characters, and without blanks around it. */
export function cleaned(text: string): string {
	return text.replace(INVISIBLE, '').trim();
}

/** Whether a field holds nothing. */
export function isBlank(given: unknown): boolean {
	if (typeof given === 'string') return cleaned(given) === '';
	return given === null || given === undefined;
}

const NOT_WHAT_IT_LOOKS =
	/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** What a field holds, for a message; characters that cannot be seen, or look like others, as their codes. */
export function quoted(given: unknown): string {
	const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
	const shown = text.replace(
		NOT_WHAT_IT_LOOKS,
		(character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
	);
	return `“${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}”`;
}
