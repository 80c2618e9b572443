import { InvalidRequest } from '../engine/refusals';
import { type Big, Decimal } from '../support/decimal';
import type { LongInteger } from '../support/json';

/** Where a request carried its parameters. A body has JSON types, a query has only text. */
export type Carrier = 'body' | 'query';

const DECIMAL = /^\d+(\.\d+)?(e[+-]?\d+)?$/i;
const FLAGS = new Map([
	['true', true],
	['false', false],
]);

/** A request's parameters, read with the types that the documents give them. */
export class Params {
	constructor(
		private readonly source: Readonly<Record<string, unknown>>,
		readonly carrier: Carrier,
	) {}

	raw(name: string): unknown {
		return this.source[name];
	}

	optionalText(name: string): string | undefined {
		return this.optional(name, 'a string', (value) =>
			typeof value === 'string' ? value : undefined,
		);
	}

	text(name: string): string {
		return this.required(name, this.optionalText(name));
	}

	/** A decimal: a JSON number in a body, its text in a query. */
	decimal(name: string): Big | undefined {
		return this.optional(name, 'a positive number', (value) => this.readDecimal(value));
	}

	flag(name: string): boolean | undefined {
		return this.optional(name, 'a boolean', (value) => {
			if (this.carrier === 'body') return typeof value === 'boolean' ? value : undefined;
			return FLAGS.get(String(value));
		});
	}

	/** An integer that is not below `least`. */
	integer(name: string, least: number): number | undefined {
		return this.optional(name, `an integer from ${least}`, (value) => {
			const number = Number(value);
			return /^\d+$/.test(String(value)) && number >= least ? number : undefined;
		});
	}

	/** An ISO date-time, as milliseconds. */
	time(name: string): number | undefined {
		return this.optional(name, 'an ISO date-time', (value) => {
			const at =
				typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
			return Number.isNaN(at) ? undefined : at;
		});
	}

	/** One of the listed texts. */
	oneOf(name: string, choices: readonly string[]): string | undefined {
		return this.optional(name, `one of ${choices.join(', ')}`, (value) =>
			choices.find((choice) => choice === value),
		);
	}

	required<T>(name: string, value: T | undefined): T {
		if (value === undefined) throw new InvalidRequest(`${name} is missing`);
		return value;
	}

	private optional<T>(
		name: string,
		kind: string,
		read: (value: unknown) => T | undefined,
	): T | undefined {
		const value = this.source[name];
		if (value === undefined) return undefined;
		const result = read(value);
		if (result === undefined) throw new InvalidRequest(`${name} must be ${kind}`);
		return result;
	}

	private readDecimal(value: unknown): Big | undefined {
		const isTyped = this.carrier === 'query' || typeof value === 'number';
		return isTyped && DECIMAL.test(String(value)) ? new Decimal(String(value)) : undefined;
	}
}

/** An order id given as a number, however long; anything else is undefined. */
export function readIdNumber(value: unknown): bigint | undefined {
	if (typeof value === 'number')
		return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
	return isLongInteger(value) ? BigInt(value.$digits) : undefined;
}

function isLongInteger(value: unknown): value is LongInteger {
	return typeof value === 'object' && value !== null && '$digits' in value;
}
