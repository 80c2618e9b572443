import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Exchange } from '../../../tools/exchange';
import { runWorkflowJson, type Execution, type WorkflowJson } from '../../../tools/harness';
import { packageRoot } from '../../../tools/harness/package';
import type { VirtualClock } from '../../../tools/harness/virtualClock';
import { credentialFor, leaks } from '../support';
import { baseNodes } from './baseNodes';

const FOLDER = join(packageRoot, 'examples');

/** A workflow as n8n's editor exports it. */
export interface Example extends Required<Pick<WorkflowJson, 'name' | 'nodes' | 'connections'>> {
	readonly active: boolean;
}

export const exampleFiles = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

export function readExample(file: string): Example {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;
}

export interface RunOptions {
	/** What the trigger hands on, as `json` alone. */
	readonly items?: IDataObject[];
	/** Changes to the fields of a Set node: a person's changes before the workflow is run. */
	readonly fields?: Readonly<Record<string, IDataObject>>;
	readonly credential?: ICredentialDataDecryptedObject;
	readonly executionId?: string;
	/** `trigger` by default: published, and started by nobody. */
	readonly mode?: WorkflowExecuteMode;
}

/** Runs an example in n8n's engine against an exchange, and checks that it gives no secret away. */
export async function runExample(
	exchange: Exchange,
	file: string,
	{ items = [{}], fields = {}, credential = {}, executionId, mode = 'trigger' }: RunOptions = {},
): Promise<Execution> {
	const example = readExample(file);
	const nodes = example.nodes.map((node) => withFields(node, fields[node.name]));
	const run = await runWorkflowJson(
		{ ...example, id: file, nodes },
		{
			items: items.map((json) => ({ json })),
			credentials: { namiApi: credentialFor(exchange, credential) },
			nodeTypes: baseNodes,
			mode,
			...(executionId !== undefined && { executionId }),
		},
	);
	expect(leaks(run, exchange)).toEqual([]);
	return run;
}

interface Assignment {
	readonly name: string;
	readonly value: unknown;
}

function withFields(node: INode, changes: IDataObject = {}): INode {
	const changed = structuredClone(node);
	const set = changed.parameters['assignments'] as { assignments: Assignment[] } | undefined;
	for (const [name, value] of Object.entries(changes)) {
		const index = set?.assignments.findIndex((field) => field.name === name) ?? -1;
		const field = set?.assignments[index];
		if (!set || !field) throw new Error(`${node.name} has no field ${name}`);
		set.assignments[index] = { ...field, value };
	}
	return changed;
}

/** The JSON of items. */
export const jsonOf = (items: ReadonlyArray<{ json: IDataObject }>) =>
	items.map(({ json }) => json);

/** What the Stop and Error node of a red execution says: its message and the outcome. */
export function redEnd({ status, error }: Pick<Execution, 'status' | 'error'>): IDataObject {
	const { node, message, context } = error as unknown as {
		node?: INode;
		message?: string;
		context?: { metadata?: IDataObject };
	};
	return { status, node: node?.name, message, outcome: context?.metadata?.['outcome'] };
}

/** n8n dates an execution by the real time, so Maximum Age needs the exchange's clock to have it. */
export function useRealTime(clock: VirtualClock): void {
	clock.jump(Date.now() - clock.now());
}
