import type { IDataObject } from 'n8n-workflow';

import {
	add,
	compareDecimals,
	formatDecimal,
	parseDecimal,
	subtract,
	ZERO,
	type Decimal,
} from '../../exchange/decimal';
import { isRecord } from '../../exchange/guards';
import { toNumber } from '../../exchange/realTypes';
import type { FieldName, ItemFields } from '../../fields/itemFields';
import { namedAmountsKind } from '../../fields/namedAmounts';
import { symbolKind } from '../../fields/symbol';
import { symbolsField, type Settings } from '../settings';
import type { Price, PriceEvent, PriceRule, Step } from './priceEvent';

/** Whether the event may happen again, and the price that was seen last. */
interface CrossingMemory extends IDataObject {
	armed: boolean;
	price: string;
}

/** Which side of the level the event is about: 1 above it, -1 below it. */
type Direction = 1 | -1;

function isCrossingMemory(memory: unknown): memory is CrossingMemory {
	return (
		isRecord(memory) &&
		typeof memory.armed === 'boolean' &&
		parseDecimal(memory.price) !== undefined
	);
}

export const rearmDistanceField = {
	displayName: 'Re-Arm Distance',
	name: 'rearmDistance',
} as const;

const levelsKind = namedAmountsKind('70000, or one per symbol: BTCUSDT 70000, ETHUSDT 4000');

/** Happens when the price goes beyond the level, and again only after it has come back. */
function crossing(direction: Direction, level: Decimal, distance: Decimal): PriceRule {
	const backAt = direction === 1 ? subtract(level, distance) : add(level, distance);
	const isBeyond = (price: Decimal) => compareDecimals(price, level) === direction;
	const isBack = (price: Decimal) => compareDecimals(price, backAt) !== direction;
	const changedFrom = (from: string | null, to: Decimal) => ({
		price: { from: toNumber(from), to: toNumber(formatDecimal(to)) },
		level: toNumber(formatDecimal(level)),
	});
	return {
		key: [level, distance].map(formatDecimal).join(':'),
		startsAnew: true,
		isUsable: isCrossingMemory,
		step(saved: unknown, { value }: Price): Step {
			const memory = isCrossingMemory(saved) ? saved : undefined;
			const price = formatDecimal(value);
			const wasArmed = memory?.armed ?? !isBeyond(value);
			if (!wasArmed || !isBeyond(value)) {
				return { memory: { armed: wasArmed || isBack(value), price } };
			}
			return {
				memory: { armed: false, price },
				changed: changedFrom(memory?.price ?? null, value),
			};
		},
		sample: ({ value }) => changedFrom(formatDecimal(value), value),
	};
}

interface SymbolLevel {
	readonly symbol: string;
	readonly level: Decimal;
}

/**
 * One level for all symbols of the filter, or levels with their symbols.
 *
 * @throws Failure when the field holds something else, or a symbol that the filter holds back
 */
function readLevels({ filters, fields }: Settings, field: FieldName): SymbolLevel[] {
	return fields.read(field, levelsKind).flatMap(({ name, amount: level }) => {
		if (name !== undefined) return [{ symbol: readSymbol(name), level }];
		return symbolsFor(filters.symbols, fields).map((symbol) => ({ symbol, level }));
	});

	function readSymbol(name: string): string {
		const symbol = fields.understood(field, 'names', name, symbolKind);
		if (filters.symbols.length === 0 || filters.symbols.includes(symbol)) return symbol;
		throw fields.invalid(
			field,
			`${field.displayName} names ${symbol}, which is not among the chosen symbols`,
			'Choose it there as well, or choose none',
		);
	}
}

/**
 * The symbols that a price event without symbols of its own is about.
 *
 * @throws Failure when there are none
 */
export function symbolsFor(symbols: readonly string[], fields: ItemFields): readonly string[] {
	if (symbols.length > 0) return symbols;
	throw fields.invalid(
		symbolsField,
		'No symbol is chosen',
		'Price events need symbols, e.g. BTCUSDT',
	);
}

/**
 * Zero, the default, re-arms at the level itself.
 *
 * @throws Failure when it is farther than the level is from zero: there would be no way back
 */
function readDistance(
	{ fields }: Settings,
	direction: Direction,
	levels: readonly SymbolLevel[],
): Decimal {
	const distance = fields.options().decimal(rearmDistanceField, { orZero: true, fallback: ZERO });
	const tooMuch = direction === 1 ? 0 : 1;
	const tooLow = levels.find(({ level }) => compareDecimals(distance, level) >= tooMuch);
	if (tooLow === undefined) return distance;
	throw fields.invalid(
		rearmDistanceField,
		`Re-Arm Distance is ${formatDecimal(distance)}, too far for the level ${formatDecimal(tooLow.level)} of ${tooLow.symbol}`,
		'Enter how far the price must come back, in the quote asset, e.g. 250, or 0',
	);
}

function crossingEvent(
	direction: Direction,
	verb: 'Rises' | 'Falls',
	preposition: 'Above' | 'Below',
	placeholder: string,
): PriceEvent {
	const displayName = `${verb} ${preposition}`;
	const value = `price${preposition}`;
	const field = { displayName, name: `${value}Level` };
	const happens = displayName.toLowerCase();
	return {
		option: {
			name: `Price ${displayName}`,
			value,
			description: `The price of a symbol ${happens} a level`,
		},
		subtitle: `"Price ${preposition.toLowerCase()} " + (field("${field.name}") ?? "…")`,
		fields: [
			{
				...field,
				type: 'string',
				default: '',
				placeholder,
				description: `The level. The event fires when the price ${happens} it, not while it stays beyond it. With several symbols, one per symbol: BTCUSDT 70000, ETHUSDT 4000.`,
			},
		],
		rules(settings) {
			const levels = readLevels(settings, field);
			const distance = readDistance(settings, direction, levels);
			return levels.map(({ symbol, level }) => ({
				symbol,
				rule: crossing(direction, level, distance),
			}));
		},
	};
}

export const priceAbove = crossingEvent(1, 'Rises', 'Above', 'e.g. 70000');

export const priceBelow = crossingEvent(-1, 'Falls', 'Below', 'e.g. 60000');
