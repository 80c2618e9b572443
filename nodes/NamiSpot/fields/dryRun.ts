import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { forBuilder } from './builderHint';
import type { ItemFields } from './itemFields';
import { showOnlyFor } from './showOnlyFor';

const CHOICES = ['never', 'manual', 'always'] as const;

const dryRunField: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'options',
	options: [
		{
			name: 'Always',
			value: 'always',
			description: 'Checks the order and shows it; sends nothing',
		},
		{ name: 'Never', value: 'never', description: 'Sends the order, also from the editor' },
		{
			name: 'On Manual Executions',
			value: 'manual',
			description: 'Sends the order only if a trigger started the workflow',
		},
	],
	default: 'manual',
	...forBuilder(
		'Keep manual, so that trying the workflow out places nothing; in sub-workflows and agents real orders need never.',
	),
	description: 'When to check and show the order instead of sending it',
};

const notice = (displayName: string, dryRun: string): INodeProperties[] =>
	showOnlyFor([{ displayName, name: `${dryRun}Notice`, type: 'notice', default: '' }], {
		dryRun: [dryRun],
	});

/** *Dry Run*, and in plain sight what it means. */
export const dryRunFields: INodeProperties[] = [
	dryRunField,
	...notice(
		'Real orders: this node places them, even when you run it here in the editor.',
		'never',
	),
	...notice(
		'In the editor, this node only checks the order. It places the order when a trigger starts the workflow. In sub-workflows and agents, n8n does not say who started it, so this counts as the editor: choose Never there.',
		'manual',
	),
];

/** Executions that n8n says nobody started by hand. In a sub-workflow or an agent it does not say. */
const STARTED_BY_NOBODY: ReadonlySet<unknown> = new Set(['trigger', 'webhook', 'error']);

/**
 * Whether somebody may be trying the workflow out: whoever started it by hand, and wherever that
 * cannot be told, since an order that is not placed is the smaller mistake. A retry is what the
 * execution was.
 */
export function mayBeTriedOut(context: IExecuteFunctions): boolean {
	const mode = context.getMode();
	const started = mode === 'retry' ? context.getExecutionContext?.()?.source : mode;
	return !STARTED_BY_NOBODY.has(started);
}

/**
 * Whether an order is to be checked only.
 *
 * @throws Failure when the field holds something that is not one of the options
 */
export function readDryRun(fields: ItemFields, context: IExecuteFunctions): boolean {
	const when = fields.choice(dryRunField, CHOICES, 'manual');
	return when === 'always' || (when === 'manual' && mayBeTriedOut(context));
}
