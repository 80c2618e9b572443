const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MOST_DIGITS_A_DOUBLE_KEEPS = 15;
/** Whether there may be a number that is not short; text in quotes may look like one. */
const MAY_HOLD_LONG_NUMBER = /[\d.]{15,}|(?:^|[:,[\s])-?\d[\d.]*[eE]/;

/**
 * Parses JSON without changing a number: one that a double cannot hold exactly, such as an order
 * id beyond 2^53, comes back as a string with all its digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseLosslessJson(text: string): unknown {
	if (!MAY_HOLD_LONG_NUMBER.test(text)) return JSON.parse(text);
	return JSON.parse(text.replace(STRING_OR_NUMBER, quoteWhatADoubleChanges));
}

function quoteWhatADoubleChanges(token: string): string {
	if (token.startsWith('"') || isShort(token) || isKeptByADouble(token)) return token;
	return `"${token}"`;
}

/** A double keeps every number of so few characters, unless an exponent takes it out of range. */
function isShort(token: string): boolean {
	return token.length <= MOST_DIGITS_A_DOUBLE_KEEPS && !/e/i.test(token);
}

function isKeptByADouble(token: string): boolean {
	const [digits, exponent] = significantDigits(token);
	const [kept, keptExponent] = significantDigits(String(Number(token)));
	return digits === kept && exponent === keptExponent;
}

/** `-12.50e3` → the digits `-125` and the exponent of the last of them, here `2`. */
function significantDigits(number: string): [string, number] {
	const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	const digits = `${whole}${fraction}`.replace(/^(-?)0+(?=\d)/, '$1');
	const significant = digits.replace(/0+$/, '');
	if (significant === '' || significant === '-') return ['0', 0];
	return [significant, Number(exponent) - fraction.length + digits.length - significant.length];
}
