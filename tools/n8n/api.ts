import type {
	ICredentialType,
	IDataObject,
	INodeListSearchItems,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NAMI_SPOT, type StoredCredential, type Workflow } from './workflow';

/** The owner of every n8n that this project starts. Not secret: such an n8n listens on loopback only. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Nami-stand-in-1',
	firstName: 'Olive',
	lastName: 'Owner',
};

const COOKIE = 'n8n-auth';

/** n8n's REST API, as its editor uses it, in the name of the owner. */
export class N8nApi {
	private nodeTypes: Promise<INodeTypeDescription[]> | undefined;

	private constructor(
		private readonly url: string,
		/** The value of the session's cookie. */
		readonly session: string,
	) {}

	/** Makes the owner, unless there is one, and signs in. */
	static async signIn(url: string): Promise<N8nApi> {
		const { email, password } = OWNER;
		const made = await post(`${url}/rest/owner/setup`, OWNER);
		const response = made.ok
			? made
			: await post(`${url}/rest/login`, { emailOrLdapLoginId: email, email, password });
		const session = response.headers
			.getSetCookie()
			.map((cookie) => new RegExp(`^${COOKIE}=([^;]+)`).exec(cookie)?.[1])
			.find((value) => value !== undefined);
		if (session === undefined)
			throw new Error(`Could not sign in to n8n (${response.status}): ${await response.text()}`);
		return new N8nApi(url, session);
	}

	/** The session, as a browser wants it. */
	get cookie(): { name: string; value: string; url: string } {
		return { name: COOKIE, value: this.session, url: this.url };
	}

	/** How n8n describes a node to its editor; nothing if it has not loaded it. */
	async nodeType(name: string): Promise<INodeTypeDescription | undefined> {
		return await this.typeNamed<INodeTypeDescription>('nodes', name);
	}

	/** The versions of a node that n8n offers; none if it has not loaded it. */
	async nodeVersions(name: string): Promise<number[]> {
		this.nodeTypes ??= this.types<INodeTypeDescription>('nodes');
		const named = (await this.nodeTypes).filter((type) => type.name === name);
		return named.flatMap(({ version }) => version);
	}

	/** The saved executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<IDataObject[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const response = await this.get(`/rest/executions?filter=${filter}&limit=100`);
		const { data } = (await response.json()) as { data: { results: IDataObject[] } };
		return data.results;
	}

	/** How n8n describes a type of credential to its editor; nothing if it has not loaded it. */
	async credentialType(name: string): Promise<ICredentialType | undefined> {
		return await this.typeNamed<ICredentialType>('credentials', name);
	}

	/** Any file that the editor would fetch. */
	async get(path: string): Promise<Response> {
		return await fetch(`${this.url}${path}`, { headers: { cookie: `${COOKIE}=${this.session}` } });
	}

	/** The id of the newest execution. */
	async lastExecution(): Promise<string> {
		const response = await this.get('/rest/executions?limit=1');
		const { data } = (await response.json()) as { data: { results: Array<{ id: string }> } };
		const id = data.results[0]?.id;
		if (id === undefined) throw new Error('n8n keeps no execution');
		return id;
	}

	/** Presses the Retry button of an execution, and waits until the retry has ended. */
	async retry(executionId: string): Promise<IDataObject> {
		return await this.post(`/rest/executions/${executionId}/retry`, { loadWorkflow: false });
	}

	async testCredential({ id, name, type, data }: StoredCredential): Promise<IDataObject> {
		return await this.post('/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	/** Saves a workflow that is not active, and gives its id. */
	async saveWorkflow({ name, nodes, connections, settings = {} }: Workflow): Promise<string> {
		const body = { name, nodes, connections, settings, active: false };
		return String((await this.post('/rest/workflows', body)).id);
	}

	/** The only credential of a type, as nodes refer to it. */
	async credentialOf(type: string): Promise<{ id: string; name: string }> {
		const response = await this.get('/rest/credentials');
		const { data } = (await response.json()) as { data: Array<Record<string, string>> };
		const [found, ...others] = data.filter((credential) => credential.type === type);
		if (found === undefined || others.length > 0) throw new Error(`${type} is not there once`);
		return { id: String(found.id), name: String(found.name) };
	}

	/** What a list in the node's panel offers. */
	async searchList(
		methodName: string,
		credential: StoredCredential,
		filter?: string,
	): Promise<INodeListSearchItems[]> {
		const { results } = await this.post('/rest/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.symbol',
			methodName,
			...(filter !== undefined && { filter }),
			nodeTypeAndVersion: { name: NAMI_SPOT, version: 1 },
			currentNodeParameters: { resource: 'order', operation: 'create' },
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		});
		return results as unknown as INodeListSearchItems[];
	}

	private async typeNamed<T extends { name: string }>(
		kind: 'nodes' | 'credentials',
		name: string,
	): Promise<T | undefined> {
		return (await this.types<T>(kind)).find((type) => type.name === name);
	}

	private async types<T>(kind: 'nodes' | 'credentials'): Promise<T[]> {
		const response = await this.get(`/types/${kind}.json`);
		return (await response.json()) as T[];
	}

	/** What it answers to a GET. */
	async read(path: string): Promise<IDataObject> {
		return ((await (await this.get(path)).json()) as { data: IDataObject }).data;
	}

	/** @throws Error when n8n does not do it */
	async post(path: string, body: object): Promise<IDataObject> {
		return (JSON.parse(await this.postForText(path, body)) as { data: IDataObject }).data;
	}

	/** @throws Error when n8n does not do it */
	async postForText(path: string, body: object): Promise<string> {
		const response = await post(`${this.url}${path}`, body, this.session);
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered ${response.status} to ${path}: ${text}`);
		return text;
	}
}

async function post(url: string, body: object, session?: string): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			...(session !== undefined && { cookie: `${COOKIE}=${session}` }),
		},
		body: JSON.stringify(body),
	});
}
