import { cleaned, isBlank } from './kind';

const SEPARATORS = /[,;\s]+/;
const BETWEEN_PHRASES = /[,;\n]+/;

/**
 * The entries of a list, whichever way it is written: an array, or text with commas, semicolons,
 * line breaks or blanks between them. Entries of an array stay what they are, except that text
 * among them may hold several; what is blank between separators counts for nothing.
 */
export function listEntries(given: unknown): unknown[] {
	if (typeof given === 'string')
		return cleaned(given)
			.split(SEPARATORS)
			.filter((part) => part !== '');
	if (isBlank(given)) return [];
	if (!Array.isArray(given)) return [given];
	// An entry of an array that holds nothing is kept: what was to stand there is missing.
	return given.flatMap((part: unknown) => (isBlank(part) ? [part] : listEntries(part)));
}

/** The entries of a list whose entries hold blanks themselves, such as `BTCUSDT 70000, ETHUSDT 4000`. */
export function phrasesIn(given: unknown): string[] {
	const parts: unknown[] = Array.isArray(given) ? given : [given];
	const phrases = parts.flatMap((part) => String(part).split(BETWEEN_PHRASES));
	return phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '');
}
