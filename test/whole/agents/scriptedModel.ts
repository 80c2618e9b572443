import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tool that the model is to call, by the name that the agent gives it. */
export interface ToolCall {
	readonly tool: string;
	readonly input: Readonly<Record<string, unknown>>;
}

interface Message {
	readonly role: string;
	readonly content: unknown;
}

/** A request to the model as the agent sent it. */
export interface Completion {
	readonly stream?: boolean;
	readonly messages: readonly Message[];
	readonly tools?: ReadonlyArray<{
		readonly function: { readonly name: string; readonly parameters: object };
	}>;
}

interface Reply {
	readonly content: string | null;
	readonly tool_calls?: readonly object[];
}

/**
 * An OpenAI-compatible server on loopback that follows a script: for what the person says it calls
 * these tools one after the other, and answers with what the last one returned.
 */
export class ScriptedModel {
	readonly completions: Completion[] = [];

	private constructor(
		private readonly server: Server,
		private readonly script: ReadonlyMap<string, readonly ToolCall[]>,
	) {}

	static async start(script: ReadonlyMap<string, readonly ToolCall[]>): Promise<ScriptedModel> {
		const server = createServer();
		const model = new ScriptedModel(server, script);
		server.on('request', (request, response) => void model.handle(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return model;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	/** What tools returned after the person said this, as the model was told. */
	resultsAfter(said: string): string[] {
		const last = this.completions.filter(({ messages }) => lastSaid(messages) === said).at(-1);
		return last ? resultsSince(last.messages) : [];
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) {
			response.writeHead(404).end();
			return;
		}
		const completion = JSON.parse(Buffer.concat(chunks).toString()) as Completion;
		this.completions.push(completion);
		const reply = this.replyTo(completion);
		if (completion.stream) stream(response, reply);
		else answer(response, reply);
	}

	private replyTo({ messages }: Completion): Reply {
		const calls = this.script.get(lastSaid(messages)) ?? [];
		const results = resultsSince(messages);
		const next = calls[results.length];
		if (!next) return { content: `The tools said: ${results.at(-1) ?? 'nothing'}` };
		const id = `call_${this.completions.length}`;
		const call = { name: next.tool, arguments: JSON.stringify(next.input) };
		return { content: null, tool_calls: [{ index: 0, id, type: 'function', function: call }] };
	}
}

/** The messages from the person's last one on. */
function sinceLastSaid(messages: readonly Message[]): readonly Message[] {
	return messages.slice(messages.map(({ role }) => role).lastIndexOf('user'));
}

function lastSaid(messages: readonly Message[]): string {
	return textOf(sinceLastSaid(messages)[0]?.content);
}

function resultsSince(messages: readonly Message[]): string[] {
	const results = sinceLastSaid(messages).filter(({ role }) => role === 'tool');
	return results.map(({ content }) => textOf(content));
}

function textOf(content: unknown): string {
	return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

const HEAD = { id: 'chatcmpl-1', created: 0, model: 'scripted' };
const finishOf = ({ tool_calls }: Reply) => (tool_calls ? 'tool_calls' : 'stop');

function answer(response: ServerResponse, reply: Reply): void {
	const choice = {
		index: 0,
		message: { role: 'assistant', ...reply },
		finish_reason: finishOf(reply),
	};
	const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ ...HEAD, object: 'chat.completion', choices: [choice], usage }));
}

function stream(response: ServerResponse, reply: Reply): void {
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const chunk = (delta: object, finish_reason: string | null) => {
		const choices = [{ index: 0, delta, finish_reason }];
		const data = JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', choices });
		response.write(`data: ${data}\n\n`);
	};
	chunk({ role: 'assistant', ...reply }, null);
	chunk({}, finishOf(reply));
	response.end('data: [DONE]\n\n');
}
