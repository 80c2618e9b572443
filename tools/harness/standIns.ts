import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { branch, chooseOutput, setFields } from './flowNodes';

/**
 * n8n's own nodes come in a package of several hundred megabytes. These few behave as they do in
 * the respects that workflows of tests, demo and examples use; the engine around them is real.
 */
function node(
	name: string,
	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
	description: Partial<INodeTypeDescription> = {},
	parameters: string[] = [],
): [string, INodeType] {
	const complete: INodeTypeDescription = {
		displayName: name,
		name,
		group: ['transform'],
		version: [1, 1.1, 1.2, 2, 3, 3.2, 3.4],
		description: '',
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// n8n drops parameters that a node does not declare; any value passes as JSON.
		properties: parameters.map((parameter) => ({
			displayName: parameter,
			name: parameter,
			type: 'json',
			default: '',
		})),
		...description,
	};
	return [`n8n-nodes-base.${name}`, { description: complete, execute }];
}

async function passOn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData()];
}

const trigger = (name: string) => node(name, passOn, { group: ['trigger'], inputs: [] });

const mains = (count: number) => Array<'main'>(count).fill(NodeConnectionTypes.Main);

/** Batches as n8n's Loop Over Items hands them out: output 0 when done, output 1 for each batch. */
async function loopOverItems(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const size = Number(this.getNodeParameter('batchSize', 0)) || 1;
	const state = this.getContext('node') as {
		waiting?: INodeExecutionData[];
		done?: INodeExecutionData[];
	};
	const input = this.getInputData();
	if (state.waiting) state.done?.push(...input);
	else Object.assign(state, { waiting: [...input], done: [] });
	const batch = state.waiting?.splice(0, size) ?? [];
	return batch.length > 0 ? [[], batch] : [state.done ?? [], []];
}

/** The stand-ins by full name. */
export const standIns = new Map<string, INodeType>([
	trigger('manualTrigger'),
	trigger('scheduleTrigger'),
	trigger('webhook'),
	node('noOp', passOn),
	node('set', setFields, {}, ['assignments', 'includeOtherFields']),
	node('if', branch, { outputs: mains(2) }, ['conditions']),
	node('switch', chooseOutput, { outputs: mains(16) }, ['rules']),
	node('splitInBatches', loopOverItems, { outputs: mains(2) }, ['batchSize']),
]);
