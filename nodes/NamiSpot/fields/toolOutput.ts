import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { pick } from '../exchange/realTypes';
import { Failure } from '../exchange/reply/failure';
import { simplifyOption } from './options';
import { showOnlyFor } from './showOnlyFor';
import type { ItemFields } from './itemFields';

const OUTPUTS = ['simplified', 'raw', 'selected'] as const;

const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Raw', value: 'raw', description: 'Everything that the exchange sends' },
		{ name: 'Selected Fields', value: 'selected', description: 'The fields that you name' },
		{ name: 'Simplified', value: 'simplified', description: 'The most important fields' },
	],
	default: 'simplified',
	description: 'How much the model can read',
};

const selectedField: INodeProperties = {
	displayName: 'Fields',
	name: 'outputFields',
	type: 'string',
	default: '',
	placeholder: 'e.g. status, executedQty, averagePrice',
	description:
		'The fields of the output to keep, separated by commas. The outcome of an order and its ID are always kept.',
};

/** How much a model gets to read: shown where the node is a tool, in place of the option *Simplify*. */
export const toolOutputFields: INodeProperties[] = showOnlyFor(
	[outputField, ...showOnlyFor([selectedField], { output: ['selected'] })],
	{ '@tool': [true] },
);

/** Without these, a model would not know whether it has traded. */
const ALWAYS = ['outcome', 'displayingId'];

/**
 * Whether the output is to be simplified: by *Output* where the node is a tool, by the option
 * *Simplify* elsewhere.
 *
 * @throws Failure when that field holds something else
 */
export function readSimplify(fields: ItemFields): boolean {
	if (!fields.isSet(outputField)) {
		return fields.options().boolean(simplifyOption, true);
	}
	return fields.choice(outputField, OUTPUTS) === 'simplified';
}

/** The fields of results that a tool gives to its model; all of them if nothing was selected. Failures stay whole. */
export function selectFields(
	fields: ItemFields,
	results: ReadonlyArray<IDataObject | Failure>,
): Array<IDataObject | Failure> {
	const names = selectedNames(fields);
	if (names === undefined) return [...results];
	return results.map((result) => (result instanceof Failure ? result : pick(result, names)));
}

/** Whatever the fields hold, what an order came to is not lost over them. */
function selectedNames(fields: ItemFields): string[] | undefined {
	try {
		if (!fields.isSet(outputField) || fields.choice(outputField, OUTPUTS) !== 'selected') {
			return undefined;
		}
		return [...new Set([...ALWAYS, ...fields.textList(selectedField)])];
	} catch {
		return undefined;
	}
}
