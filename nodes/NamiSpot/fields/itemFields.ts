import type { Decimal } from '../exchange/decimal';
import { isRecord } from '../exchange/guards';
import { Failure } from '../exchange/reply/failure';
import { booleanKind } from './boolean';
import { choiceKind } from './choice';
import { countKind } from './count';
import { dateKind } from './dates';
import { decimalKind, type DecimalRange } from './decimal';
import { isExpression } from './expression';
import { cleaned, isBlank, quoted, Refused, type Kind } from './kind';
import { sideField, SIDES, type Side } from './side';
import { symbolKind, symbolName } from './symbol';
import { textKind } from './text';
import { listEntries } from './textList';

const EXPRESSIONS = /\{\{[\s\S]*?\}\}/g;

/** A field by its name in the node and its label in the editor, as in `INodeProperties`. */
export interface FieldName {
	readonly name: string;
	readonly displayName: string;
}

/** A fallback that n8n gives back for a field that the node does not have; without one it throws. */
export const NOT_SET = 'n8n-nodes-nami: not set';

/** Where the values of fields come from, for one item. */
export interface FieldValues {
	/**
	 * What a field holds, expressions evaluated: undefined only if the node does not have the field,
	 * null if it holds nothing.
	 */
	value(name: string): unknown;
	/** What stands in the node, expressions and all. */
	raw(name: string): unknown;
	/**
	 * What an expression gives for the item.
	 *
	 * @throws what n8n throws over an expression
	 */
	evaluate(expression: string): unknown;
	/** Fields that are about to be read, so that they are evaluated together. */
	expect(names: readonly string[]): void;
	timezone(): string;
}

/**
 * The fields of a node for one item, each read as what it is meant to hold. Whatever is something
 * else is refused, never ignored; a fallback is for a field that the node does not have, such as an
 * option that nobody has added, not for one that is empty. Every reader throws a Failure with the
 * reason `invalid_input`, the field and the item.
 */
export class ItemFields {
	/** @param item the item's index; undefined in a trigger, which has none */
	constructor(
		private readonly values: FieldValues,
		private readonly item: number | undefined,
	) {}

	/** Fields that are about to be read, so that they are evaluated together. */
	expect(fields: readonly FieldName[]): void {
		this.values.expect(fields.map(({ name }) => name));
	}

	/** Whether the node has the field, whatever it holds. */
	isSet({ name }: Pick<FieldName, 'name'>): boolean {
		return this.values.value(name) !== undefined;
	}

	/** What a field holds, unread: undefined if the node does not have it, null if it holds nothing. */
	given({ name }: Pick<FieldName, 'name'>): unknown {
		return this.values.value(name);
	}

	/** What stands in the node, expressions and all. */
	raw({ name }: Pick<FieldName, 'name'>): unknown {
		return this.values.raw(name);
	}

	/** What each of the expressions in a field's text gives, in their order. */
	expressionsIn(field: Pick<FieldName, 'name'>): unknown[] {
		const raw = this.raw(field);
		if (!isExpression(raw)) return [];
		return [...raw.matchAll(EXPRESSIONS)].map(([found]) => this.values.evaluate(found));
	}

	/** Undefined for an empty field. */
	optionalText(field: FieldName): string | undefined {
		return this.optional(field, textKind);
	}

	/** One of a fixed set of values, in any case. */
	choice<T extends string>(field: FieldName, choices: readonly T[], fallback?: T): T {
		return this.read(field, choiceKind(choices), fallback);
	}

	/** A price or an amount. */
	decimal(field: FieldName, range: DecimalRange & { fallback?: Decimal } = {}): Decimal {
		return this.read(field, decimalKind(range), range.fallback);
	}

	/** True or false, also as text or as 1 and 0. */
	boolean(field: FieldName, fallback?: boolean): boolean {
		return this.read(field, booleanKind, fallback);
	}

	/** A whole number from 1 to `most`. */
	count(field: FieldName, range: { fallback?: number; most?: number }): number {
		return this.read(field, countKind(range.most), range.fallback);
	}

	/** Unix milliseconds; undefined for an empty field. */
	date(field: FieldName): number | undefined {
		return this.optional(field, dateKind(this.values.timezone()));
	}

	/** The exchange's form of a symbol, `BTCUSDT`. */
	symbol(): string {
		return this.read(symbolName, symbolKind);
	}

	/** The same; undefined for an empty field. */
	optionalSymbol(): string | undefined {
		return this.optional(symbolName, symbolKind);
	}

	side(): Side {
		return this.choice(sideField, SIDES);
	}

	/** The entries of a list, unread; none for an empty field. */
	list(field: FieldName): unknown[] {
		return listEntries(this.given(field));
	}

	/** The entries of a list as text, each once; none for an empty field. */
	textList(field: FieldName): string[] {
		return this.listOf(field, textKind);
	}

	/** The symbols of a list, each once; none for an empty field. */
	symbols(field: FieldName): string[] {
		return this.listOf(field, symbolKind);
	}

	/** Those of a fixed set of values that a list holds, each once; none for an empty field. */
	choices<T extends string>(field: FieldName, choices: readonly T[]): T[] {
		return this.listOf(field, choiceKind(choices));
	}

	options(): ItemFields {
		return this.collection({ name: 'options', displayName: 'Options' });
	}

	filters(): ItemFields {
		return this.collection({ name: 'filters', displayName: 'Filters' });
	}

	/** The fields of a collection: those that somebody has added. */
	collection(field: FieldName): ItemFields {
		const given = this.given(field) ?? {};
		if (!isRecord(given)) {
			throw this.invalid(
				field,
				`${field.displayName} is ${quoted(given)}, not an object`,
				'Use an expression that gives an object, or set the fields one by one',
			);
		}
		const { values, item } = this;
		const raw = this.raw(field);
		const inCollection: FieldValues = {
			value: (name) => (Object.hasOwn(given, name) ? (given[name] ?? null) : undefined),
			raw: (name) => (isRecord(raw) ? raw[name] : undefined),
			evaluate: (expression) => values.evaluate(expression),
			expect: () => undefined,
			timezone: () => values.timezone(),
		};
		return new ItemFields(inCollection, item);
	}

	/** Says which field of which item cannot be used, and how to get unstuck; nothing was sent. */
	invalid({ name }: Pick<FieldName, 'name'>, message: string, advice: string): Failure {
		const { item } = this;
		const facts = { reason: 'invalid_input', field: name } as const;
		return new Failure(item === undefined ? facts : { ...facts, item }, message, advice);
	}

	/** The reader of all kinds. */
	read<T>(field: FieldName, kind: Kind<T>, fallback?: T): T {
		const given = valueOf(this.given(field));
		if (given === undefined && fallback !== undefined) return fallback;
		if (isBlank(given)) throw this.invalid(field, `${field.displayName} is empty`, kind.howToFill);
		return this.understood(field, 'is', given, kind);
	}

	/** Reads a part of what a field holds; `verb` says how the field comes to it: `is`, `holds`, `names`. */
	understood<T>(field: FieldName, verb: string, given: unknown, kind: Kind<T>): T {
		const value = isBlank(given)
			? new Refused('which is empty')
			: kind.read(typeof given === 'string' ? cleaned(given) : given);
		if (!(value instanceof Refused)) return value;
		const message = `${field.displayName} ${verb} ${quoted(given)}, ${value.because}`;
		throw this.invalid(field, message, value.advice ?? kind.howToFill);
	}

	private optional<T>(field: FieldName, kind: Kind<T>): T | undefined {
		return isBlank(valueOf(this.given(field))) ? undefined : this.read(field, kind);
	}

	private listOf<T>(field: FieldName, kind: Kind<T>): T[] {
		const read = this.list(field).map((entry) => this.understood(field, 'holds', entry, kind));
		return [...new Set(read)];
	}
}

/** Resource locators hold their value beside how it was chosen. */
function valueOf(given: unknown): unknown {
	return isRecord(given) && given.__rl === true ? given.value : given;
}
