import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { Failure, type FailedOutcome } from '../exchange/reply/failure';
import { isOutsideOfRuns, isTool } from '../placement/execution';
import { RAILS } from './rails';

interface Source {
	readonly pattern: RegExp;
	readonly what: string;
	readonly advice: string;
}

/** n8n takes its name in three spellings. */
const MODEL: Source = {
	pattern: /\$fromai\b/i,
	what: 'is filled in by the model',
	advice: '',
};

/** Where the engine runs a tool, it lays the model's arguments over the agent's item, whatever they are called. */
const ITEM: Source = {
	pattern: /\$(?:json|input|data|items?)\b/,
	what: 'is read from the item, to which the model may add what it likes',
	advice: ", or read it from another node, e.g. {{ $('Webhook').first().json.body.time }}",
};

const GUARDS: ReadonlyMap<string, string> = new Map([
	...RAILS.node.map(({ name, label }): [string, string] => [name, label]),
	['signalTime', 'Signal Time'],
	['dryRun', 'Dry Run'],
	['resource', 'Resource'],
	['operation', 'Operation'],
	['repeatWindow', 'Repeat Window'],
	['continueAfterUnknown', 'Continue After Unknown'],
	['symbolRules', 'Exchange Rules'],
	['allOfAccount', 'Agents May Cancel All'],
]);

interface Whose {
	readonly context: IExecuteFunctions;
	readonly node: INode;
}

/** Parameters that were looked at: they are the same for all items of a run. */
const withoutModel = new WeakSet<object>();

/**
 * Makes sure that no guard of a node is left to the model that it has to hold. Nothing is evaluated:
 * what counts is what is stored.
 *
 * @throws Failure when `$fromAI` is in the value of one, or, in a tool, the item
 */
export function requireNotFromModel({ context, node }: Whose, outcome: FailedOutcome): void {
	const { parameters } = node;
	if (withoutModel.has(parameters)) return;
	const sources = isTool(context) && !isOutsideOfRuns(context) ? [MODEL, ITEM] : [MODEL];
	const { options, ...others } = parameters;
	const stored = { ...others, ...(isRecord(options) ? options : { options }) };
	for (const [name, value] of Object.entries(stored)) {
		const label = name === 'options' ? 'Options' : GUARDS.get(name);
		const source = sources.find(({ pattern }) => pattern.test(JSON.stringify(value ?? '')));
		if (label === undefined || source === undefined) continue;
		throw new Failure(
			{ outcome, reason: 'guard_rail', rail: name, owner: 'node' },
			`${label} ${source.what}, although it has to limit the model`,
			`Enter a fixed value in ${label}${source.advice}. Trying again does not help`,
		);
	}
	withoutModel.add(parameters);
}
