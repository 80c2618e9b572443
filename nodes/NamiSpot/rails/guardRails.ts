import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { compareDecimals, formatDecimal, isPositive, parseDecimal } from '../exchange/decimal';
import { Failure } from '../exchange/reply/failure';
import type { SpotOrder } from '../exchange/spotOrder';
import type { ItemFields } from '../fields/itemFields';
import { quoted } from '../fields/kind';
import { sideOptions } from '../fields/side';
import { normalizeSymbol } from '../fields/symbol';
import { listEntries } from '../fields/textList';
import type { OrderValue } from './orderValue';

/** The guard rails among the options of Create. One that is set always holds, whatever its value. */
export const allowedSidesField: INodeProperties = {
	displayName: 'Allowed Sides',
	name: 'allowedSides',
	type: 'multiOptions',
	options: sideOptions,
	default: ['BUY', 'SELL'],
	description:
		'A guard rail: an order on another side is not sent, whatever an expression or an AI agent asks for',
};

export const allowedSymbolsField: INodeProperties = {
	displayName: 'Allowed Symbols',
	name: 'allowedSymbols',
	type: 'string',
	default: '',
	placeholder: 'e.g. BTCUSDT, ETHUSDT',
	description:
		'A guard rail: an order for another symbol is not sent, whatever an expression or an AI agent asks for. Separate symbols by commas, or give an array.',
};

export const maxOrderValueField: INodeProperties = {
	displayName: 'Maximum Order Value',
	name: 'maxOrderValue',
	type: 'string',
	default: '',
	placeholder: 'e.g. 250',
	description:
		'A guard rail, in the quote asset, e.g. in USDT for BTCUSDT: an order that may be worth more is not sent. What the market’s price decides counts with the last price, market orders with 5 % more; without a last price they are not sent.',
};

const LABELS = {
	allowedSides: allowedSidesField.displayName,
	allowedSymbols: allowedSymbolsField.displayName,
	maxOrderValue: maxOrderValueField.displayName,
} as const;

export type GuardName = keyof typeof LABELS;

/** The guard rails that are set, as given: an expression may have made anything of them. */
export type GuardRails = Readonly<Partial<Record<GuardName, unknown>>>;

/** A guard whose value is missing stays in, since it was set, and holds every order. */
export function readGuardRails(options: ItemFields): GuardRails {
	const names = Object.keys(LABELS).filter((name) => options.isSet({ name }));
	return Object.fromEntries(names.map((name) => [name, options.given({ name })]));
}

/**
 * Holds an order to the allowed symbols and sides.
 *
 * @throws Failure when it is beyond them, or they cannot be used
 */
export function requireAllowed({ symbol, side }: SpotOrder, guards: GuardRails): void {
	requireListed('allowedSymbols', symbol, guards, normalizeSymbol);
	requireListed('allowedSides', side, guards, (entry) => entry.trim().toUpperCase());
}

function requireListed(
	guard: 'allowedSymbols' | 'allowedSides',
	value: string,
	guards: GuardRails,
	normalize: (entry: string) => string | undefined,
): void {
	if (!Object.hasOwn(guards, guard)) return;
	const given = guards[guard];
	const allowed = listEntries(given).map((entry) =>
		typeof entry === 'string' ? normalize(entry) : undefined,
	);
	if (allowed.length === 0 || allowed.includes(undefined)) {
		throw unusable(guard, given, 'a list of them separated by commas');
	}
	if (allowed.includes(value)) return;
	const limit = allowed.join(', ');
	throw beyond(
		{ guard, limit, value },
		`${value} is not among the ${LABELS[guard]}: ${limit}`,
		`Change the order, or add ${value} to the option ${LABELS[guard]}`,
	);
}

/**
 * Holds an order to its maximum value.
 *
 * @param valueOf called only when there is such a guard; undefined where the value cannot be told
 * @throws Failure when the order may be worth more, its value is not known, or the guard cannot be used
 */
export async function requireAffordable(
	guards: GuardRails,
	valueOf: () => Promise<OrderValue | undefined>,
): Promise<void> {
	if (!Object.hasOwn(guards, 'maxOrderValue')) return;
	const given = guards.maxOrderValue;
	const most = parseDecimal(given);
	if (most === undefined || !isPositive(most)) {
		throw unusable('maxOrderValue', given, 'a plain decimal number above zero');
	}
	const limit = formatDecimal(most);
	const worth = await valueOf();
	if (worth === undefined) {
		throw beyond(
			{ guard: 'maxOrderValue', limit },
			`The order was not sent, since its value depends on the last price, which could not be read, and ${LABELS.maxOrderValue} (${limit}) could not be checked`,
			'Try again in a while, or use an order whose own price or Quote Quantity tells its value',
		);
	}
	if (compareDecimals(worth.value, most) <= 0) return;
	const value = formatDecimal(worth.value);
	throw beyond(
		{ guard: 'maxOrderValue', limit, value },
		`The order may be worth ${value} (${worth.origin}), which is above ${LABELS.maxOrderValue} (${limit})`,
		`Lower the amount, or raise the option ${LABELS.maxOrderValue}`,
	);
}

function unusable(guard: GuardName, given: unknown, wanted: string): Failure {
	return beyond(
		{ guard, value: quoted(given) },
		`The order was not sent, since the option ${LABELS[guard]} is ${quoted(given)}, which cannot be used as a guard`,
		`Make it ${wanted}, or remove the option`,
	);
}

function beyond(facts: IDataObject, message: string, advice: string): Failure {
	return new Failure({ outcome: 'not_placed', reason: 'guard_rail', ...facts }, message, advice);
}
