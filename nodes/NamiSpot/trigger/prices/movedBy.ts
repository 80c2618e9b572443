import type { IDataObject } from 'n8n-workflow';

import { MINUTE_MS } from '../../exchange/clock';
import {
	abs,
	compareDecimals,
	divideDown,
	formatDecimal,
	HUNDRED,
	isPositive,
	multiply,
	parseDecimal,
	subtract,
	ZERO,
	type Decimal,
} from '../../exchange/decimal';
import { isRecord, numberOf } from '../../exchange/guards';
import { toNumber } from '../../exchange/realTypes';
import type { ItemFields } from '../../fields/itemFields';
import { symbolsFor } from './crossing';
import type { Price, PriceEvent, PriceRule, Step } from './priceEvent';

const LONGEST_WINDOW_MINUTES = 1_440;
const MOST_SAMPLES = 1_500;
const PERCENT_PLACES = 4;

interface Sample extends IDataObject {
	at: number;
	price: string;
}

/** The prices of the window, oldest first. */
interface MovedByMemory extends IDataObject {
	samples: Sample[];
}

function isMovedByMemory(memory: unknown): memory is MovedByMemory {
	return (
		isRecord(memory) &&
		Array.isArray(memory.samples) &&
		memory.samples.every(
			(sample: unknown) =>
				isRecord(sample) &&
				numberOf(sample.at) !== undefined &&
				isPositive(parseDecimal(sample.price) ?? ZERO),
		)
	);
}

/** Happens when the price is so far from the lowest or highest of the window; then the window starts anew. */
function movedBy(percent: Decimal, windowMs: number): PriceRule {
	return {
		key: `${formatDecimal(percent)}:${windowMs}`,
		startsAnew: false,
		isUsable: isMovedByMemory,
		step(saved: unknown, { at, value }: Price): Step {
			const samples = isMovedByMemory(saved) ? withinWindow(saved.samples, at, windowMs) : [];
			const here: Sample = { at, price: formatDecimal(value) };
			const from = farthest(samples, value);
			const base = parseDecimal(from?.price) ?? ZERO;
			const move = subtract(value, base);
			const hasMoved =
				from !== undefined &&
				compareDecimals(multiply(abs(move), HUNDRED), multiply(percent, base)) >= 0;
			if (!hasMoved) return { memory: { samples: [...samples, here].slice(-MOST_SAMPLES) } };
			return {
				memory: { samples: [here] },
				changed: {
					price: { from: toNumber(from.price), to: toNumber(here.price) },
					percent: toNumber(formatDecimal(percentOf(move, base))),
					minutes: Math.round((at - from.at) / MINUTE_MS),
				},
			};
		},
		sample({ value }) {
			const price = toNumber(formatDecimal(value));
			return { price: { from: price, to: price }, percent: 0, minutes: 0 };
		},
	};
}

/**
 * The samples of the window. If the last one before it is nearer to its start than the first one in
 * it, that one, too: after a pause in polling, what the price has done meanwhile is not passed over.
 * Times that are yet to come, since the clock was set back, become now.
 */
function withinWindow(saved: Sample[], now: number, windowMs: number): Sample[] {
	const samples = saved.map((sample) => ({ ...sample, at: Math.min(sample.at, now) }));
	const start = now - windowMs;
	const inside = samples.filter(({ at }) => at > start);
	const [before] = samples.filter(({ at }) => at <= start && at >= start - windowMs).slice(-1);
	const first = inside[0]?.at ?? now;
	return before !== undefined && start - before.at < first - start ? [before, ...inside] : inside;
}

/** The sample that the price has moved from the most, in percent. */
function farthest(samples: readonly Sample[], price: Decimal): Sample | undefined {
	let [found] = samples;
	for (const sample of samples) {
		if (found === undefined || isFarther(sample, found, price)) found = sample;
	}
	return found;
}

function isFarther(a: Sample, b: Sample, price: Decimal): boolean {
	const [baseA, baseB] = [parseDecimal(a.price) ?? ZERO, parseDecimal(b.price) ?? ZERO];
	const moveFrom = (base: Decimal) => abs(subtract(price, base));
	return compareDecimals(multiply(moveFrom(baseA), baseB), multiply(moveFrom(baseB), baseA)) > 0;
}

/** Cut, not rounded, to four places. */
function percentOf(move: Decimal, base: Decimal): Decimal {
	const size = divideDown(multiply(abs(move), HUNDRED), base, PERCENT_PLACES);
	return move.units < 0n ? subtract(ZERO, size) : size;
}

const percentField = { displayName: 'Moves by (Percent)', name: 'movedByPercent' } as const;
const windowField = { displayName: 'Within (Minutes)', name: 'movedByWindow' } as const;

function readWindow(fields: ItemFields): number {
	const minutes = Number(formatDecimal(fields.decimal(windowField)));
	if (minutes <= LONGEST_WINDOW_MINUTES) return minutes * MINUTE_MS;
	throw fields.invalid(
		windowField,
		`Within (Minutes) is ${minutes}, longer than a day`,
		`Enter at most ${LONGEST_WINDOW_MINUTES}`,
	);
}

export const priceMovedBy: PriceEvent = {
	option: {
		name: 'Price Moves by Percent',
		value: 'priceMovedBy',
		description:
			'The price of a symbol moved by a percentage, up or down, within a number of minutes',
	},
	subtitle: `"Price moves by " + (field("${percentField.name}") ?? "…") + "%"`,
	fields: [
		{
			...percentField,
			type: 'string',
			default: '',
			placeholder: 'e.g. 2.5',
			description:
				'How far, up or down, from the lowest or highest price of the window. After the event, a new window starts.',
		},
		{
			...windowField,
			type: 'number',
			default: 60,
			typeOptions: { minValue: 1, maxValue: LONGEST_WINDOW_MINUTES },
			description:
				'The length of the window. Poll more often than that. If polling pauses for longer, the last price before the pause is used, up to twice the window ago.',
		},
	],
	rules({ filters, fields }) {
		const rule = movedBy(fields.decimal(percentField), readWindow(fields));
		return symbolsFor(filters.symbols, fields).map((symbol) => ({ symbol, rule }));
	},
};
