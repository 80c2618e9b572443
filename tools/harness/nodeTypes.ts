import {
	NodeHelpers,
	UnexpectedError,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';
import { packageNodes } from './package';
import { standIns } from './standIns';

export type AnyNodeType = INodeType | IVersionedNodeType;

/** Called for each time that the engine runs a node, to run it: a retry is another call. */
export type OnExecute = <T>(nodeName: string, run: () => Promise<T>) => Promise<T>;

/** Hands each call of `execute` over without changing anything that the engine sees of the node. */
function observed(type: INodeType, onExecute: OnExecute): INodeType {
	const { execute } = type;
	if (!execute) return type;
	const watched: INodeType = Object.create(type);
	watched.execute = async function (this: IExecuteFunctions, ...rest) {
		const context = 'getNode' in this ? this : rest[0];
		const { name } = (context as unknown as IExecuteFunctions).getNode();
		return await onExecute(name, async () => await execute.apply(this, rest));
	};
	return watched;
}

/**
 * The nodes that workflows of a run may use: the compiled package, stand-ins for a few of n8n's
 * own nodes, and nodes that a test brings along.
 */
export function createNodeTypes(
	extra: Record<string, AnyNodeType>,
	onExecute: OnExecute,
): INodeTypes {
	const find = (name: string): AnyNodeType => {
		const type = extra[name] ?? standIns.get(name) ?? packageNodes().get(name);
		if (!type) throw new UnexpectedError(`Unrecognized node type: ${name}`);
		return type;
	};
	return {
		getByName: find,
		getByNameAndVersion: (name, version) =>
			observed(NodeHelpers.getVersionedNodeType(find(name), version), onExecute),
		getKnownTypes: () => ({}),
	};
}

/** For workflows that are made only to evaluate an expression. */
export const emptyNodeTypes: INodeTypes = {
	getByName: () => mockType,
	getByNameAndVersion: () => mockType,
	getKnownTypes: () => ({}),
};

const mockType: INodeType = {
	description: {
		displayName: 'Mock',
		name: 'mock',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [],
		properties: [],
	},
};
