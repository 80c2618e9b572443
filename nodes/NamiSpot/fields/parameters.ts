import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { isExpression, pathInItem, plainCode } from './expression';
import { ItemFields, NOT_SET } from './itemFields';

/** How the value of a field comes about for an item. */
type Origin =
	/** No expression anywhere in it: the same for all items. */
	| { readonly kind: 'fixed'; readonly value: unknown }
	/** A field of the item, such as `{{ $json.price }}`. */
	| { readonly kind: 'path'; readonly path: readonly string[] }
	/** A plain expression, which may be evaluated together with those of other fields. */
	| { readonly kind: 'code'; readonly code: string }
	| { readonly kind: 'n8n' };

interface Field {
	/** What stands in the node. */
	readonly raw: unknown;
	readonly origin: Origin;
	/** Puts the value of a resource locator back where it belongs; undefined for plain fields. */
	readonly locator: object | undefined;
}

const NONE: ReadonlyMap<string, unknown> = new Map();
/** After so many failures in a row, evaluating together is not worth trying again. */
const MOST_FAILURES = 3;

/**
 * The fields of the node for the items of one run. Having n8n evaluate an expression takes longer
 * than sending an order, so each is evaluated as rarely as possible: what holds no expression once
 * a run, what merely names a field of the item not at all, the others of an item together. Whatever
 * does not give a plain value that way is left to n8n alone, errors included.
 */
export class RunParameters {
	private readonly fields = new Map<string, Field>();

	/** The expressions that are evaluated together, by field: those that an item has needed. */
	private readonly together = new Map<string, string>();

	private item = -1;

	private itemJson: unknown;

	private evaluated = NONE;

	private failures = 0;

	constructor(
		private readonly context: Pick<
			IExecuteFunctions,
			'getNodeParameter' | 'getWorkflowDataProxy' | 'evaluateExpression' | 'getTimezone'
		>,
	) {}

	/** The fields for an item. */
	of(item: number): ItemFields {
		return new ItemFields(
			{
				value: (name) => this.value(name, item),
				raw: (name) => this.fieldOf(name).raw,
				evaluate: (expression) => this.context.evaluateExpression(expression, item),
				expect: (names) => this.expect(names),
				timezone: () => this.context.getTimezone(),
			},
			item,
		);
	}

	/** Fields that are about to be read for an item, so that they are evaluated together. */
	expect(names: readonly string[]): void {
		for (const name of names) this.addToTogether(name, this.fieldOf(name));
	}

	/**
	 * What a field holds for an item: undefined only if the node does not have it, null if it holds
	 * nothing.
	 *
	 * @throws what n8n throws over an expression
	 */
	value(name: string, item: number): unknown {
		const field = this.fieldOf(name);
		if (field.origin.kind === 'fixed') return field.origin.value;
		this.turnTo(item);
		const value = this.shortcut(name, field);
		if (!isFixedValue(value)) return this.asN8nDoes(name, item, field);
		return field.locator === undefined ? value : { ...field.locator, value };
	}

	/** In some engines what is not plain can change the item, which whatever is read later must see. */
	private asN8nDoes(name: string, item: number, { origin }: Field): unknown {
		try {
			return this.context.getNodeParameter(name, item, NOT_SET) ?? null;
		} finally {
			if (origin.kind === 'n8n') this.forgetItem();
		}
	}

	private fieldOf(name: string): Field {
		const known = this.fields.get(name);
		if (known !== undefined) return known;
		const raw: unknown = this.context.getNodeParameter(name, 0, NOT_SET, {
			rawExpressions: true,
		});
		const field = describe(raw === NOT_SET ? undefined : raw);
		this.fields.set(name, field);
		return field;
	}

	private turnTo(item: number): void {
		if (item === this.item) return;
		this.item = item;
		this.forgetItem();
	}

	private forgetItem(): void {
		this.itemJson = undefined;
		this.evaluated = NONE;
	}

	private shortcut(name: string, field: Field): unknown {
		const { origin } = field;
		if (origin.kind === 'path') return this.inItem(origin.path);
		if (origin.kind === 'code') return this.amongOthers(name, field);
		return undefined;
	}

	private inItem(path: readonly string[]): unknown {
		this.itemJson ??= this.context.getWorkflowDataProxy(this.item).$json;
		let value = this.itemJson;
		for (const key of path) {
			if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
			value = value[key];
		}
		return value;
	}

	private amongOthers(name: string, field: Field): unknown {
		this.addToTogether(name, field);
		if (this.together.size < 2 || this.failures >= MOST_FAILURES) return undefined;
		if (!this.evaluated.has(name)) this.evaluated = this.evaluateTogether();
		return this.evaluated.get(name);
	}

	private addToTogether(name: string, { origin }: Field): void {
		if (origin.kind === 'code') this.together.set(name, origin.code);
	}

	/** Every name is in the answer, so that what failed together is not tried together again. */
	private evaluateTogether(): ReadonlyMap<string, unknown> {
		const values = this.evaluateList([...this.together.values()]);
		return new Map([...this.together.keys()].map((name, index) => [name, values[index]]));
	}

	private evaluateList(codes: readonly string[]): unknown[] {
		const list = codes.map((code) => `(${code})`).join(', ');
		try {
			const values: unknown = this.context.evaluateExpression(`{{ [${list}] }}`, this.item);
			if (Array.isArray(values) && values.length === codes.length) {
				this.failures = 0;
				return values;
			}
		} catch {
			// The expression that is to blame says so itself when it is evaluated alone.
		}
		this.failures += 1;
		return [];
	}
}

function describe(raw: unknown): Field {
	const locator = isLocatorWithExpression(raw) ? raw : undefined;
	return { raw, origin: originOfRaw(raw), locator };
}

function originOfRaw(raw: unknown): Origin {
	if (!holdsExpression(raw)) return { kind: 'fixed', value: raw };
	if (typeof raw === 'string') return originOf(raw);
	return isLocatorWithExpression(raw) ? originOf(raw.value) : { kind: 'n8n' };
}

function originOf(expression: string): Origin {
	const path = pathInItem(expression);
	if (path !== undefined) return { kind: 'path', path };
	const code = plainCode(expression);
	return code === undefined ? { kind: 'n8n' } : { kind: 'code', code };
}

function isLocatorWithExpression(raw: unknown): raw is object & { value: string } {
	if (!isRecord(raw) || raw.__rl !== true) return false;
	const { value, ...others } = raw;
	return isExpression(value) && !holdsExpression(others);
}

function holdsExpression(raw: unknown): boolean {
	if (typeof raw !== 'object' || raw === null) return isExpression(raw);
	return Object.values(raw).some(holdsExpression);
}

function isFixedValue(value: unknown): boolean {
	return (
		typeof value === 'string' ||
		typeof value === 'boolean' ||
		(typeof value === 'number' && Number.isFinite(value))
	);
}
