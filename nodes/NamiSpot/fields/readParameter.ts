import { isPositive, parseDecimal, survivesAsJsonNumber, type Decimal } from '../exchange/decimal';
import { Failure } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';
import type { Parameters } from './parameters';

const SYMBOL_SEPARATORS = /[/_\-\s]/g;
const SYMBOL = /^[A-Z0-9]{4,30}$/;

/** Says which field of which item cannot be used, and how to get unstuck; nothing was sent. */
export function invalidInput(
	field: string,
	item: number,
	message: string,
	advice: string,
): Failure {
	return new Failure({ reason: 'invalid_input', field, item }, `${message} (item ${item})`, advice);
}

/**
 * Reads a Symbol field that may stay empty.
 *
 * @throws Failure when it holds something that is not a symbol
 */
export function readOptionalSymbol(parameters: Parameters, item: number): string | undefined {
	return isBlank(givenSymbol(parameters, item)) ? undefined : readSymbol(parameters, item);
}

/**
 * Reads the Symbol field: a resource locator or plain text, in any of the forms `BTCUSDT`,
 * `btcusdt`, `BTC/USDT`, `BTC-USDT`, `BTC_USDT`. Returns the exchange's form, `BTCUSDT`.
 *
 * @throws Failure when it is none of them
 */
export function readSymbol(parameters: Parameters, item: number): string {
	const given = givenSymbol(parameters, item);
	if (isBlank(given)) {
		throw invalidInput('symbol', item, 'Symbol is empty', 'Enter a symbol, e.g. BTCUSDT');
	}
	const symbol = typeof given === 'string' ? normalizeSymbol(given) : undefined;
	if (symbol !== undefined) return symbol;
	throw invalidInput(
		'symbol',
		item,
		`Symbol is ${quoted(given)}, which is not how a symbol looks`,
		'Enter base and quote asset, e.g. BTCUSDT or BTC/USDT',
	);
}

function givenSymbol(parameters: Parameters, item: number): unknown {
	const raw: unknown = parameters.getNodeParameter('symbol', item, '');
	return isRecord(raw) ? raw.value : raw;
}

/** Whether a field holds nothing. */
export function isBlank(given: unknown): boolean {
	return given === '' || given === null || given === undefined;
}

/** The exchange's form of a symbol; undefined for what cannot be one. */
export function normalizeSymbol(given: string): string | undefined {
	const symbol = withoutSeparators(given);
	return SYMBOL.test(symbol) ? symbol : undefined;
}

/** What was typed of a symbol as the exchange writes symbols: `btc/` becomes `BTC`. */
export function withoutSeparators(given: string): string {
	return given.toUpperCase().replace(SYMBOL_SEPARATORS, '');
}

/**
 * Reads one of a fixed set of values.
 *
 * @throws Failure when it is another
 */
export function readChoice<T extends string>(
	parameters: Parameters,
	item: number,
	{ name, label, choices }: { name: string; label: string; choices: readonly T[] },
): T {
	const given: unknown = parameters.getNodeParameter(name, item, '');
	const wanted = String(given).trim().toLowerCase();
	const choice = choices.find((known) => known.toLowerCase() === wanted);
	if (choice !== undefined) return choice;
	throw invalidInput(
		name,
		item,
		given === '' ? `${label} is empty` : `${label} is ${quoted(given)}, which is not on its list`,
		`Use one of ${choices.join(', ')}`,
	);
}

/**
 * Reads a price or an amount: a number or a decimal string above zero.
 *
 * @throws Failure when it is missing, not a plain decimal, not above zero, or has more digits than
 * a JSON number keeps, since the exchange takes JSON numbers and it would be rounded on the way
 */
export function readDecimal(
	parameters: Parameters,
	item: number,
	{ name, displayName: label }: { name: string; displayName: string },
): Decimal {
	const given: unknown = parameters.getNodeParameter(name, item, '');
	const refuse = (what: string, advice: string) => invalidInput(name, item, what, advice);
	if (isBlank(given)) {
		throw refuse(`${label} is empty`, 'Enter a number above zero, or an expression that gives one');
	}
	const value = parseDecimal(given);
	if (value === undefined) {
		throw refuse(
			`${label} is ${quoted(given)}, which is not a plain decimal number`,
			'Write it with digits and a point only, without thousands separators or units, e.g. 1234.5',
		);
	}
	if (!isPositive(value)) {
		throw refuse(
			`${label} is ${quoted(given)}, which is not above zero`,
			'Enter a number above zero',
		);
	}
	if (!survivesAsJsonNumber(value)) {
		throw refuse(
			`${label} is ${quoted(given)}, which has more digits than the exchange can take`,
			'Round it to at most 15 significant digits',
		);
	}
	return value;
}

/** What a field holds, for a message. */
export function quoted(given: unknown): string {
	const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
	return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
