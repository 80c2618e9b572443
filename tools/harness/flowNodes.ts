import {
	executeFilter,
	type FilterValue,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

interface Assignment {
	name: string;
	value: IDataObject[string];
}

/** Edit Fields (Set) with fields that are set one by one. */
export async function setFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output = this.getInputData().map((item, i) => {
		const assignments = this.getNodeParameter('assignments.assignments', i) as Assignment[];
		const kept = this.getNodeParameter('includeOtherFields', i) ? item.json : {};
		const fields = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
		return { json: { ...kept, ...fields }, pairedItem: { item: i } };
	});
	return [output];
}

/** n8n's own evaluation of a condition, as the If and Switch nodes use it. */
function holds(filter: FilterValue, itemIndex: number): boolean {
	return executeFilter(filter, { itemIndex });
}

/** If: output 0 for true, output 1 for false. */
export async function branch(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return route(this, 2, (i) =>
		holds(this.getNodeParameter('conditions', i) as unknown as FilterValue, i) ? 0 : 1,
	);
}

/** Switch with rules: the first rule that holds names the output; no rule drops the item. */
export async function chooseOutput(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rulesOf = (i: number) =>
		this.getNodeParameter('rules.values', i) as unknown as Array<{ conditions: FilterValue }>;
	return route(this, rulesOf(0).length, (i) =>
		rulesOf(i).findIndex(({ conditions }) => holds(conditions, i)),
	);
}

function route(
	context: IExecuteFunctions,
	outputs: number,
	outputOf: (itemIndex: number) => number,
): INodeExecutionData[][] {
	const routed: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	for (const [i, item] of context.getInputData().entries()) {
		routed[outputOf(i)]?.push({ ...item, pairedItem: { item: i } });
	}
	return routed;
}
