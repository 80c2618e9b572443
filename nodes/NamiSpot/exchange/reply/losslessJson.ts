import { isExponentMark, scanJson } from './jsonScan';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MOST_DIGITS_A_DOUBLE_KEEPS = 15;
/** No double is written with more than 17 digits that count. */
const LONG_INTEGER = /^-?\d{17,}[1-9]$/;

/**
 * Parses JSON without changing a number: one that a double cannot hold exactly, such as an order
 * id beyond 2^53, comes back as a string with all its digits. The time that it takes grows with the
 * text's length and no faster, whatever is in it, since n8n has one thread for everything.
 *
 * @throws SyntaxError when the text is not JSON, or more than `scanJson` lets through
 */
export function parseLosslessJson(text: string): unknown {
	const parts: string[] = [];
	let copied = 0;
	scanJson(text, (start, end) => {
		if (isShortNumber(text, start, end)) return;
		const token = text.slice(start, end);
		if (!NUMBER.test(token) || isKeptByADouble(token)) return;
		parts.push(text.slice(copied, start), '"', token, '"');
		copied = end;
	});
	return JSON.parse(parts.length === 0 ? text : parts.join('') + text.slice(copied));
}

/** A double keeps every number of so few characters, unless an exponent takes it out of range. */
function isShortNumber(text: string, start: number, end: number): boolean {
	if (end - start > MOST_DIGITS_A_DOUBLE_KEEPS) return false;
	for (let at = start; at < end; at += 1) if (isExponentMark(text.charCodeAt(at))) return false;
	return true;
}

function isKeptByADouble(token: string): boolean {
	if (LONG_INTEGER.test(token)) return false;
	const [digits, exponent] = significantDigits(token);
	const [kept, keptExponent] = significantDigits(String(Number(token)));
	return digits === kept && exponent === keptExponent;
}

/** `-12.50e3` → the digits `-125` and the exponent of the last of them, here `2`. */
function significantDigits(number: string): [string, number] {
	const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
	const digits = `${whole}${fraction}`;
	const [from, to] = [firstNonZero(digits), lastNonZero(digits) + 1];
	if (from >= to) return ['0', 0];
	const sign = mantissa.startsWith('-') ? '-' : '';
	return [sign + digits.slice(from, to), Number(exponent) - fraction.length + digits.length - to];
}

function firstNonZero(digits: string): number {
	let at = 0;
	while (digits[at] === '0') at += 1;
	return at;
}

function lastNonZero(digits: string): number {
	let at = digits.length - 1;
	while (digits[at] === '0') at -= 1;
	return at;
}
