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
import { rearmDistanceField } from '../settings';
import type { Price, PriceEvent, Rule, Step } from './priceEvent';

/** Whether the event may happen again, and the price that was seen last. */
interface CrossingMemory extends IDataObject {
	armed: boolean;
	price: string;
}

/** Which side of the level the event is about: 1 above it, -1 below it. */
type Direction = 1 | -1;

interface Wording {
	readonly name: string;
	readonly value: string;
	readonly label: string;
	readonly verb: string;
	readonly placeholder: string;
}

function isCrossingMemory(memory: unknown): memory is CrossingMemory {
	return (
		isRecord(memory) &&
		typeof memory.armed === 'boolean' &&
		parseDecimal(memory.price) !== undefined
	);
}

/** Happens when the price goes beyond the level, and again only after it has come back. */
function crossing(direction: Direction, level: Decimal, distance: Decimal): Rule {
	const backAt = direction === 1 ? subtract(level, distance) : add(level, distance);
	const isBeyond = (price: Decimal) => compareDecimals(price, level) === direction;
	const isBack = (price: Decimal) => compareDecimals(price, backAt) !== direction;
	return {
		key: [level, distance].map(formatDecimal).join(':'),
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
				changed: {
					price: { from: memory?.price ?? null, to: price },
					level: formatDecimal(level),
				},
			};
		},
	};
}

function crossingEvent(direction: Direction, wording: Wording): PriceEvent {
	const { name, value, label, verb, placeholder } = wording;
	const levelField = { displayName: label, name: `${value}Level` };
	return {
		option: { name, value, description: `The price of a symbol ${verb} a level` },
		fields: [
			{
				...levelField,
				type: 'string',
				default: '',
				placeholder,
				description: `The level. The event happens when the price ${verb} it, not while it stays beyond.`,
			},
		],
		rule: ({ fields }) =>
			crossing(
				direction,
				fields.decimal(levelField),
				fields.options().decimal(rearmDistanceField, { orZero: true, fallback: ZERO }),
			),
	};
}

export const priceAbove = crossingEvent(1, {
	name: 'Price Above',
	value: 'priceAbove',
	label: 'Above',
	verb: 'rises above',
	placeholder: 'e.g. 70000',
});

export const priceBelow = crossingEvent(-1, {
	name: 'Price Below',
	value: 'priceBelow',
	label: 'Below',
	verb: 'falls below',
	placeholder: 'e.g. 60000',
});
