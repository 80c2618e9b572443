import type { IDataObject, INodeExecutionData, ITaskData } from 'n8n-workflow';

/** What an execution did, node by node. */
export class RunData {
	constructor(
		readonly status: string,
		private readonly nodes: Readonly<Record<string, readonly ITaskData[]>>,
	) {}

	/** From the JSON that `n8n execute --rawOutput` prints among its log lines. */
	static fromCli(output: string): RunData {
		const start = output.search(/^\{$/m);
		const end = output.lastIndexOf('\n}');
		if (start < 0 || end < 0) throw new Error(`n8n printed no run data:\n${output}`);
		const { status, data } = JSON.parse(output.slice(start, end + 2));
		return new RunData(status, data.resultData.runData);
	}

	/** How long a node took in its last run, all tries and the waiting between them included. */
	milliseconds(node: string): number {
		return this.nodes[node]?.at(-1)?.executionTime ?? 0;
	}

	/** The items of a node's output, in its last run. */
	output(node: string, index = 0): IDataObject[] {
		const items = this.nodes[node]?.at(-1)?.data?.main?.[index] ?? [];
		return items.map(({ json }: INodeExecutionData) => json);
	}
}
