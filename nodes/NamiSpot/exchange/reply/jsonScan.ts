/** In characters: a thousand orders are a tenth of it. */
const LONGEST = 5_000_000;
const DEEPEST = 64;
/** Of values, lists and objects together: what takes the time is to make them. */
const MOST_VALUES = 150_000;

const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const UPPER_E = 69;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const LOWER_E = 101;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Goes once through a JSON text, and says where a number may be. Only what could be costly is looked
 * at; whether it is JSON, `JSON.parse` has to tell.
 *
 * @throws SyntaxError when the text is larger, deeper or has more in it than an answer of the exchange
 * could have, or ends within a string
 */
export function scanJson(text: string, onNumber: (start: number, end: number) => void): void {
	if (text.length > LONGEST) throw new SyntaxError('The JSON is too long');
	let depth = 0;
	let values = 0;
	for (let at = 0; at < text.length; at += 1) {
		const char = text.charCodeAt(at);
		if (char === QUOTE) {
			at = endOfString(text, at);
		} else if (char === OPEN_LIST || char === OPEN_OBJECT) {
			depth += 1;
			values += 1;
			if (depth > DEEPEST) throw new SyntaxError('The JSON is nested too deeply');
		} else if (char === CLOSE_LIST || char === CLOSE_OBJECT) {
			depth -= 1;
		} else if (char === COMMA) {
			values += 1;
		} else if (char === MINUS || isDigit(char)) {
			const end = endOfNumber(text, at);
			onNumber(at, end);
			at = end - 1;
		}
		if (values > MOST_VALUES) throw new SyntaxError('The JSON has too much in it');
	}
}

function endOfString(text: string, start: number): number {
	let from = start + 1;
	for (;;) {
		const quote = text.indexOf('"', from);
		if (quote === -1) throw new SyntaxError('The JSON ends within a string');
		let backslashes = 0;
		while (quote - backslashes > from && text.charCodeAt(quote - backslashes - 1) === BACKSLASH) {
			backslashes += 1;
		}
		if (backslashes % 2 === 0) return quote;
		from = quote + 1;
	}
}

function endOfNumber(text: string, start: number): number {
	let end = start + 1;
	while (end < text.length && isOfNumber(text.charCodeAt(end))) end += 1;
	return end;
}

function isOfNumber(char: number): boolean {
	return isDigit(char) || char === DOT || isExponentMark(char) || char === MINUS || char === PLUS;
}

/** Whether a character code is that of the `e` in front of an exponent. */
export function isExponentMark(char: number): boolean {
	return char === LOWER_E || char === UPPER_E;
}

function isDigit(char: number): boolean {
	return char >= ZERO && char <= NINE;
}
