import { getAdditionalKeys } from 'n8n-core';
import {
	deepCopy,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { emptyNodeTypes } from './nodeTypes';
import { withIsolate } from './isolate';
import { packageCredentials } from './package';

/** What a person typed into the credential's form, by credential type. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

const mockNode: INode = {
	id: 'mock',
	name: '',
	type: 'mock',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Does what n8n's own credentials helper does, with one credential of each type instead of a
 * database: defaults and expressions on reading, `authenticate` as function or as declaration,
 * `preAuthentication` for credentials that expire.
 */
export class HarnessCredentials extends ICredentialsHelper {
	constructor(
		private readonly stored: CredentialData,
		private readonly extraTypes: ICredentialType[] = [],
	) {
		super();
	}

	private type(name: string): ICredentialType {
		const extra = this.extraTypes.find((candidate) => candidate.name === name);
		const type = extra ?? packageCredentials().get(name);
		if (!type) throw new UnexpectedError(`Unrecognized credential type: ${name}`);
		return type;
	}

	getParentTypes(name: string): string[] {
		const parents = this.type(name).extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const { extends: parents = [], properties } = this.type(name);
		const combined: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, properties);
		return combined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate) addDeclared(options, authenticate.properties, credentials, workflow, node);
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication, properties } = this.type(typeName);
		const expirable = properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (!expirable || !preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = await preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined || !node.credentials) return undefined;
		Object.assign(this.stored[typeName] ?? {}, output);
		return Object.assign(credentials, output);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored[type];
		if (!nodeCredentials.id || !stored) {
			throw new UnexpectedError(
				`Credential with ID "${nodeCredentials.id}" does not exist for type "${type}".`,
			);
		}
		const data = deepCopy(stored);
		if (raw) return data;
		return await this.applyDefaults(additionalData, data, type, mode, executeData, resolveValues);
	}

	/** The stored fields with the form's defaults, and with expressions evaluated. */
	async applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		data: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const properties = this.getCredentialsProperties(type);
		const complete = NodeHelpers.getNodeParameters(
			properties,
			data as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const key of ['allowedHttpRequestDomains', 'allowedDomains']) {
			if (data[key] !== undefined) complete[key] ??= data[key];
		}
		const keys = getAdditionalKeys(additionalData, mode, null);
		if (resolveValues) return resolveInRun(complete, mode, keys, executeData, resolveValues);
		return await resolveAlone(complete, mode, keys);
	}

	/** Newer engines ask; only credentials with `restrictToSupportedNodes` say no. */
	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('The harness keeps no encrypted credentials');
	}

	async updateCredentials(
		_credentials: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new UnexpectedError('The harness knows no OAuth credentials');
	}
}

type Keys = ReturnType<typeof getAdditionalKeys>;

function resolveInRun(
	data: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	keys: Keys,
	executeData: IExecuteData | undefined,
	values: ICredentialsExpressionResolveValues,
): ICredentialDataDecryptedObject {
	return values.workflow.expression.getParameterValue(
		data as INodeParameters,
		values.runExecutionData,
		values.runIndex,
		values.itemIndex,
		values.node.name,
		values.connectionInputData,
		mode,
		keys,
		executeData,
		false,
		data as INodeParameters,
	) as ICredentialDataDecryptedObject;
}

async function resolveAlone(
	data: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	keys: Keys,
): Promise<ICredentialDataDecryptedObject> {
	const workflow = new Workflow({
		nodes: [mockNode],
		connections: {},
		active: false,
		nodeTypes: emptyNodeTypes,
	});
	return await withIsolate(workflow, async () => {
		const parameters = data as INodeParameters;
		return workflow.expression.getComplexParameterValue(
			mockNode,
			parameters,
			mode,
			keys,
			undefined,
			undefined,
			parameters,
		) as ICredentialDataDecryptedObject;
	});
}

function addDeclared(
	options: IHttpRequestOptions,
	declared: object,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): void {
	const resolve = (value: string) =>
		isExpression(value)
			? String(
					workflow.expression.getSimpleParameterValue(
						node,
						value,
						'internal',
						{ $credentials: credentials },
						undefined,
						'',
					),
				)
			: value;
	for (const [part, entries] of Object.entries(declared)) {
		const target = ((options as unknown as Record<string, object>)[part] ??= {});
		for (const [key, value] of Object.entries(entries as Record<string, string>)) {
			Object.assign(target, { [resolve(key)]: resolve(value) });
		}
	}
}
