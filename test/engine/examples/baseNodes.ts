import { createContext, runInContext } from 'node:vm';
import {
	executeFilter,
	NodeConnectionTypes,
	NodeOperationError,
	type FilterValue,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

/** Nodes of n8n's own that the examples use and the harness does not have, or has with less. */
export const baseNodes: Record<string, INodeType> = {
	'n8n-nodes-base.code': node('code', ['jsCode'], runCode),
	'n8n-nodes-base.errorTrigger': node('errorTrigger', [], passOn),
	'n8n-nodes-base.splitOut': node('splitOut', ['fieldToSplitOut'], splitOut),
	'n8n-nodes-base.stickyNote': node('stickyNote', ['content', 'height', 'width', 'color'], never),
	'n8n-nodes-base.stopAndError': node('stopAndError', ['errorType', 'errorObject'], stop),
	'n8n-nodes-base.switch': node('switch', ['rules', 'options'], chooseOutput, 16),
	'n8n-nodes-base.telegram': node('telegram', ['text'], write),
	'n8n-nodes-base.wait': node('wait', [], passOn),
};

function node(
	name: string,
	parameters: string[],
	execute: NonNullable<INodeType['execute']>,
	outputs = 1,
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: Array<'main'>(outputs).fill(NodeConnectionTypes.Main),
			properties: parameters.map((parameter) => ({
				displayName: parameter,
				name: parameter,
				type: 'json',
				default: '',
			})),
		},
		execute,
	};
}

async function passOn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData()];
}

async function splitOut(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const entries = this.getInputData().flatMap(({ json }, item) => {
		const field = json[String(this.getNodeParameter('fieldToSplitOut', item))];
		return (field as IDataObject[]).map((entry) => ({ json: entry, pairedItem: { item } }));
	});
	return [entries];
}

async function never(): Promise<never> {
	throw new Error('A sticky note is not executed');
}

/** Code in JavaScript, once for all items; like n8n's, it has no modules. */
async function runCode(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { $, $input } = this.getWorkflowDataProxy(0);
	const code = String(this.getNodeParameter('jsCode', 0));
	const returned: unknown = await runInContext(
		`(async () => {${code}\n})()`,
		createContext({ $, $input }),
	);
	return [JSON.parse(JSON.stringify(returned)) as INodeExecutionData[]];
}

/** Stop and Error with an error object, which n8n keeps as `context.metadata`. */
async function stop(this: IExecuteFunctions): Promise<never> {
	const metadata = JSON.parse(String(this.getNodeParameter('errorObject', 0))) as IDataObject;
	throw new NodeOperationError(this.getNode(), String(metadata['message']), { metadata });
}

/** Telegram's messages, which go nowhere. */
async function write(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [
		this.getInputData().map((_, i) => ({ json: { text: this.getNodeParameter('text', i) } })),
	];
}

interface Rule {
	readonly conditions: FilterValue;
}

/** Switch with rules; what no rule takes leaves on an output behind theirs if there is a fallback. */
async function chooseOutput(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = Array.from({ length: 16 }, () => []);
	for (const [item, data] of this.getInputData().entries()) {
		const rules = this.getNodeParameter('rules.values', item) as unknown as Rule[];
		const { fallbackOutput } = this.getNodeParameter('options', item) as IDataObject;
		const rule = rules.findIndex(({ conditions }) =>
			executeFilter(conditions, { itemIndex: item }),
		);
		const output = rule < 0 && fallbackOutput === 'extra' ? rules.length : rule;
		outputs[output]?.push({ ...data, pairedItem: { item } });
	}
	return outputs;
}
