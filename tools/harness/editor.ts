import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import {
	NodeHelpers,
	UnexpectedError,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeCredentialTestResult,
	type ICredentialType,
	type INodeListSearchResult,
	type INodePropertyOptions,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createAdditionalData, emptyWorkflow } from './additionalData';
import { HarnessCredentials } from './credentials';
import { startEngine } from './engine';
import { withIsolate } from './isolate';
import type { AnyNodeType } from './nodeTypes';
import { packageNodes } from './package';
import { singleNode, type SingleNodeOptions } from './singleNode';

/** Newer engines want to know for whom a credential is tested. */
const TestContext: new (data: IWorkflowExecuteAdditionalData) => CredentialTestContext =
	CredentialTestContext;

/** Nodes and credential types of a test's own instead of the package's. */
interface TestedWith {
	nodes?: AnyNodeType[];
	types?: ICredentialType[];
}

/** Tests a credential with its node's `credentialTest` method, as n8n does when one is saved. */
export async function testCredential(
	type: string,
	fields: ICredentialDataDecryptedObject,
	{ nodes = [...packageNodes().values()], types = [] }: TestedWith = {},
): Promise<INodeCredentialTestResult> {
	await startEngine();
	const helper = new HarnessCredentials({ [type]: fields }, types);
	const additionalData = createAdditionalData(helper, emptyWorkflow, 'internal', 'none');
	const data = await helper.applyDefaults(additionalData, fields, type, 'internal');
	const credential = { id: `${type}-1`, name: type, type, data };
	const test = testFunction(type, nodes);
	return await test.call(new TestContext(additionalData), credential);
}

function testFunction(credentialType: string, nodes: AnyNodeType[]) {
	for (const versioned of nodes) {
		const node = NodeHelpers.getVersionedNodeType(versioned);
		const user = node.description.credentials?.find(({ name }) => name === credentialType);
		const test =
			typeof user?.testedBy === 'string' && node.methods?.credentialTest?.[user.testedBy];
		if (test) return test;
	}
	throw new UnexpectedError(`No node has a test function for credential "${credentialType}"`);
}

/** The node's type and a context in which n8n calls its methods for the editor. */
async function inEditor<Result>(
	options: SingleNodeOptions,
	call: (
		methods: NonNullable<INodeType['methods']>,
		context: ILoadOptionsFunctions,
	) => Promise<Result> | undefined,
): Promise<Result> {
	await startEngine();
	const { workflow, node, additionalData } = singleNode(options, 'internal');
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	return await withIsolate(workflow, async () => {
		const result = await call(type.methods ?? {}, context as unknown as ILoadOptionsFunctions);
		if (result === undefined) throw new UnexpectedError(`${node.type} has no such method`);
		return result;
	});
}

/** What the list of a resource locator shows for a search. */
export async function searchList(
	method: string,
	filter?: string,
	paginationToken?: string,
	options: SingleNodeOptions = {},
): Promise<INodeListSearchResult> {
	return await inEditor(options, ({ listSearch }, context) =>
		listSearch?.[method]?.call(context, filter, paginationToken),
	);
}

/** What a dropdown with dynamic options shows. */
export async function loadOptions(
	method: string,
	options: SingleNodeOptions = {},
): Promise<INodePropertyOptions[]> {
	return await inEditor(options, ({ loadOptions: methods }, context) =>
		methods?.[method]?.call(context),
	);
}

/** What the canvas shows below the node's name; empty parameters are filled with their defaults, as there. */
export async function subtitle(options: SingleNodeOptions = {}): Promise<unknown> {
	await startEngine();
	const { workflow, node } = singleNode(options, 'internal');
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	return await withIsolate(workflow, async () =>
		workflow.expression.getSimpleParameterValue(node, description.subtitle, 'internal', {}),
	);
}
