import type { INode } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { Failure, type FailedOutcome } from '../exchange/reply/failure';
import { RAILS } from './rails';

/** n8n takes its name in three spellings. */
const FROM_MODEL = /\$fromai\b/i;

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

/** Parameters that were looked at: they are the same for all items of a run. */
const withoutModel = new WeakSet<object>();

/**
 * Makes sure that no guard of a node is left to the model that it has to hold. Nothing is evaluated:
 * what counts is what is stored.
 *
 * @throws Failure when `$fromAI` is in the value of one
 */
export function requireNotFromModel({ parameters }: INode, outcome: FailedOutcome): void {
	if (withoutModel.has(parameters)) return;
	const { options, ...others } = parameters;
	const stored = { ...others, ...(isRecord(options) ? options : { options }) };
	for (const [name, value] of Object.entries(stored)) {
		const label = name === 'options' ? 'Options' : GUARDS.get(name);
		if (label === undefined || !FROM_MODEL.test(JSON.stringify(value ?? ''))) continue;
		throw new Failure(
			{ outcome, reason: 'guard_rail', rail: name, owner: 'node' },
			`${label} is filled in by the model, although it has to limit the model`,
			`Enter a fixed value in ${label}. Trying again does not help`,
		);
	}
	withoutModel.add(parameters);
}
