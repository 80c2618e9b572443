import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type StoredCredential, type Workflow, type WorkflowNode } from './workflow';

const EXAMPLES = resolve(__dirname, '../../examples');

/** The workflows that ship with the package, with this credential. */
export async function exampleWorkflows(credential: StoredCredential): Promise<Workflow[]> {
	const files = await readdir(EXAMPLES);
	const names = files.filter((name) => name.endsWith('.json')).sort();
	const examples = await Promise.all(names.map(readExample));
	return examples.map((workflow) => withCredential(workflow, credential));
}

/** What n8n knows the example of a file by once it is imported. */
export function exampleId(file: string): string {
	return `example-${basename(file, '.json')}`.slice(0, 36);
}

async function readExample(name: string): Promise<Workflow> {
	const workflow = JSON.parse(await readFile(join(EXAMPLES, name), 'utf8')) as Workflow;
	return { ...workflow, id: exampleId(name), active: false };
}

/** A workflow whose nodes use this credential instead of another one of its type. */
export function withCredential(workflow: Workflow, { id, name, type }: StoredCredential): Workflow {
	const change = (node: WorkflowNode): WorkflowNode =>
		node.credentials?.[type]
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node;
	return { ...workflow, nodes: workflow.nodes.map(change) };
}
