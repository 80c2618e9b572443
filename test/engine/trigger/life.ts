import {
	deepCopy,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeParameters,
} from 'n8n-workflow';
import type { Exchange } from '../../../tools/exchange';
import { Activation, poll, type LogEntry } from '../../../tools/harness';
import { credentialFor } from '../support';

/** Why n8n activates a workflow: a person did, or n8n starts. */
type Reason = 'activate' | 'init';

export const TRIGGER = 'n8n-nodes-nami.namiSpotTrigger';

let lives = 0;

/**
 * The life of an active workflow with the trigger, as n8n leads it: between polls the static data
 * stays in memory; it is saved when the workflow is activated and when a poll brings items, and
 * only then.
 */
export class TriggerLife {
	/** What n8n has in its database. */
	saved: IDataObject = {};
	readonly logs: LogEntry[] = [];
	/** Every item that started an execution. */
	readonly items: IDataObject[] = [];
	/** Every error that n8n recorded as a failed execution. */
	readonly failures: unknown[] = [];
	/** How long n8n lets a poll take, in milliseconds. */
	budgetMs: number | undefined;

	private readonly credentials: { namiApi: ICredentialDataDecryptedObject };

	private readonly workflowId: string;

	private activation: Activation | undefined;

	constructor(
		exchange: Pick<Exchange, 'url' | 'apiKey' | 'apiSecret'>,
		public parameters: INodeParameters,
	) {
		this.credentials = { namiApi: credentialFor(exchange) };
		lives += 1;
		this.workflowId = `trigger-${lives}`;
	}

	/** What n8n has in memory. */
	get memory(): IDataObject {
		return this.activation?.staticData ?? this.saved;
	}

	/** Somebody edits the credential. */
	editCredential(changes: ICredentialDataDecryptedObject): void {
		Object.assign(this.credentials.namiApi, changes);
	}

	/** What n8n does when somebody activates the workflow, and, with `init`, each time that it starts. */
	async activate(reason: Reason = 'activate'): Promise<IDataObject[]> {
		this.activation = await Activation.of({ ...this.options(this.saved), activation: reason });
		const found = await this.poll();
		this.save();
		return found;
	}

	/** A poll by the schedule. */
	async poll(): Promise<IDataObject[]> {
		this.activation ??= await Activation.of(this.options(this.saved));
		const { activation } = this;
		const before = activation.logs.length;
		try {
			const { items } = await activation.poll();
			const found = items.map(({ json }) => json);
			this.items.push(...found);
			if (found.length > 0) this.save();
			return found;
		} finally {
			this.logs.push(...activation.logs.slice(before));
		}
	}

	/** With durable polls, n8n makes a new context for every poll, from what it has saved. */
	async pollDurably(reason: Reason): Promise<IDataObject[]> {
		this.activation = await Activation.of({ ...this.options(this.memory), activation: reason });
		return await this.poll();
	}

	/** A poll by the schedule, where n8n records what is thrown as a failed execution and runs the error workflow. */
	async pollOrFail(): Promise<IDataObject[]> {
		return await this.poll().catch((error: unknown) => {
			this.failures.push(error);
			return [];
		});
	}

	/** *Fetch Test Event* in the editor, which works on a copy. */
	async fetchTestEvent(): Promise<IDataObject | undefined> {
		const { items } = await poll({ ...this.options(this.memory), mode: 'manual' });
		return items[0]?.json;
	}

	get warnings(): string[] {
		return this.messages('warn');
	}

	messages(wanted: LogEntry['level']): string[] {
		return this.logs.filter(({ level }) => level === wanted).map(({ message }) => message);
	}

	private options(staticData: IDataObject) {
		const { parameters, credentials, workflowId, budgetMs } = this;
		return {
			...{ type: TRIGGER, parameters, credentials, workflowId },
			staticData: deepCopy(staticData),
			...(budgetMs !== undefined && { budgetMs }),
		};
	}

	private save(): void {
		this.saved = deepCopy(this.memory);
	}
}

/** The events of items, by name and id. */
export function eventIds(items: readonly IDataObject[]): string[] {
	return items.map(({ eventId }) => String(eventId));
}
