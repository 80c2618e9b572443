import {
	executeFilter,
	NodeConnectionTypes,
	type FilterValue,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

/** Nodes of n8n's own that the examples use and the harness does not have, or has with less. */
export const baseNodes: Record<string, INodeType> = {
	'n8n-nodes-base.splitOut': node('splitOut', ['fieldToSplitOut'], splitOut),
	'n8n-nodes-base.stickyNote': node('stickyNote', ['content', 'height', 'width', 'color'], never),
	'n8n-nodes-base.switch': node('switch', ['rules', 'options'], chooseOutput, 16),
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
