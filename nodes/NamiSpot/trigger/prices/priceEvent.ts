import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Decimal } from '../../exchange/decimal';
import type { Settings } from '../settings';

export interface Price {
	/** Unix milliseconds. */
	readonly at: number;
	readonly value: Decimal;
}

export interface Step {
	readonly memory: IDataObject;
	/** What changed, if the event has happened. */
	readonly changed?: IDataObject;
}

export interface PriceRule {
	/** Differs for other fields: what was remembered for those is of no use. */
	readonly key: string;
	/** Whether it forgets the price of before when a person activates the workflow. */
	readonly startsAnew: boolean;
	isUsable(memory: unknown): boolean;
	/** Takes in the next price; `memory` is what the last one left, undefined before the first. */
	step(memory: unknown, price: Price): Step;
	/** What would have changed, had the event happened at a price. */
	sample(price: Price): IDataObject;
}

export interface SymbolRule {
	readonly symbol: string;
	readonly rule: PriceRule;
}

export interface PriceEvent {
	readonly option: INodePropertyOptions & { readonly value: string };
	/** A JavaScript expression for the node's subtitle. */
	readonly subtitle: string;
	/** Shown while the event is chosen. */
	readonly fields: readonly INodeProperties[];
	/**
	 * Reads the fields.
	 *
	 * @throws Failure when one cannot be used
	 */
	rules(settings: Settings): SymbolRule[];
}
