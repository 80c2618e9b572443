import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { normalizeSymbol } from '../fields/readParameter';
import { isPositive, parseDecimal, type Decimal } from '../exchange/decimal';
import { Failure } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';

/** What the node's fields say. */
export interface Settings {
	readonly events: ReadonlySet<string>;
	/** Empty: all. */
	readonly symbols: readonly string[];
	/** Empty: all. */
	readonly orderTypes: readonly string[];
	readonly lookBackMs: number;
	/** Whether an order or a trade passes the filters. One without a type passes that of types. */
	matches(entry: IDataObject): boolean;
	/**
	 * A field of a price event.
	 *
	 * @throws Failure when it is not a decimal above zero, and there is no `fallback`
	 */
	decimal(name: string, label: string): Decimal;
	/** An option of the price events; the fallback where it is not set. */
	decimalOption(name: string, label: string, fallback: Decimal): Decimal;
}

const MINUTE_MS = 60_000;

/**
 * Reads the node's fields.
 *
 * @throws Failure when one cannot be used
 */
export function readSettings(context: IPollFunctions): Settings {
	const field = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	const collection = (name: string): IDataObject => {
		const value = field(name, {});
		return isRecord(value) ? value : {};
	};
	const filters = collection('filters');
	const options = collection('options');
	const symbols = readSymbols(field('symbols', ''));
	const orderTypes = textList(filters.orderTypes);
	const sides = textList(filters.side);
	return {
		events: new Set(textList(field('events', []))),
		symbols,
		orderTypes,
		lookBackMs: Math.max(0, Number(options.lookBack) || 0) * MINUTE_MS,
		matches: ({ symbol, side, type }) =>
			allows(symbols, symbol) && allows(sides, side) && (!type || allows(orderTypes, type)),
		decimal: (name, label) => readDecimal(name, label, field(name, '')),
		decimalOption: (name, label, fallback) =>
			options[name] === undefined || options[name] === ''
				? fallback
				: readDecimal(name, label, options[name]),
	};
}

function allows(list: readonly string[], value: unknown): boolean {
	return list.length === 0 || list.includes(String(value));
}

/** Several values, as a list or with commas between them. */
function textList(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

function readSymbols(value: unknown): string[] {
	return textList(value).map((given) => {
		const symbol = normalizeSymbol(given);
		if (symbol !== undefined) return symbol;
		throw invalid(
			'symbols',
			`“${given}” is not how a symbol looks`,
			'Enter base and quote asset, e.g. BTCUSDT or BTC/USDT',
		);
	});
}

function readDecimal(name: string, label: string, given: unknown): Decimal {
	const value = parseDecimal(given);
	if (value !== undefined && isPositive(value)) return value;
	throw invalid(
		name,
		given === '' ? `${label} is empty` : `${label} is “${String(given)}”, not a number above zero`,
		'Write it with digits and a point only, e.g. 1234.5',
	);
}

/** Says which field cannot be used, and how to get unstuck. */
export function invalid(field: string, message: string, advice: string): Failure {
	return new Failure({ reason: 'invalid_input', field }, message, advice);
}
