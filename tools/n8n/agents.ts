import type { IDataObject } from 'n8n-workflow';
import type { N8nApi } from './api';

/** What n8n's Agents say while one works. */
interface AgentEvent {
	readonly type: string;
	readonly payload?: { readonly runId: string; readonly toolCallId: string };
	readonly message?: string;
}

/** How a person answers what an Agent wants to have approved. */
export type Approve = () => boolean;

/** An Agent of n8n's own feature *Agents*, in the project of the owner. */
export class N8nAgent {
	private constructor(
		private readonly api: N8nApi,
		private readonly path: string,
	) {}

	/** Makes one from its configuration, as its editor saves it. */
	static async make(api: N8nApi, schema: IDataObject & { name: string }): Promise<N8nAgent> {
		const { id: project } = await api.read('/rest/projects/personal');
		const agents = `/rest/projects/${String(project)}/agents/v2`;
		const { id } = await api.post(agents, { name: schema.name, schema });
		return new N8nAgent(api, `${agents}/${String(id)}`);
	}

	/**
	 * Says something to it in its preview, and answers whenever it asks a person. Gives how often it asked.
	 *
	 * @throws Error when it ends in one
	 */
	async say(message: string, approve: Approve = () => true): Promise<number> {
		let events = await this.send('/chat', { message });
		for (let asked = 0; ; asked += 1) {
			const failed = events.find(({ type }) => type === 'error');
			if (failed !== undefined) throw new Error(failed.message);
			const asks = events.find(({ type }) => type === 'tool-call-suspended')?.payload;
			if (asks === undefined) return asked;
			const { runId, toolCallId } = asks;
			const resumeData = { approved: approve() };
			events = await this.send('/chat/resume', { runId, toolCallId, resumeData });
		}
	}

	private async send(path: string, body: object): Promise<AgentEvent[]> {
		const text = await this.api.postForText(`${this.path}${path}`, body);
		return text
			.split('\n')
			.filter((line) => line.startsWith('data: '))
			.map((line) => JSON.parse(line.slice('data: '.length)));
	}
}
