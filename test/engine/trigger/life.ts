import { deepCopy, type IDataObject, type INodeParameters } from 'n8n-workflow';
import type { Exchange } from '../../../tools/exchange';
import { poll, type LogEntry } from '../../../tools/harness';
import { credentialFor } from '../support';

type Activation = 'activate' | 'init';

export const TRIGGER = 'n8n-nodes-nami.namiSpotTrigger';

/**
 * The life of an active workflow with the trigger, as n8n leads it: between polls the static data
 * stays in memory; it is saved when the workflow is activated and when a poll brings items, and
 * only then.
 */
export class TriggerLife {
	/** What n8n has in memory. */
	memory: IDataObject = {};
	/** What n8n has in its database. */
	saved: IDataObject = {};
	readonly logs: LogEntry[] = [];
	/** Every item that started an execution. */
	readonly items: IDataObject[] = [];

	constructor(
		private readonly exchange: Pick<Exchange, 'url' | 'apiKey' | 'apiSecret'>,
		public parameters: INodeParameters,
	) {}

	/** What n8n does when somebody activates the workflow, and, with `init`, each time that it starts. */
	async activate(activation: Activation = 'activate'): Promise<IDataObject[]> {
		this.memory = deepCopy(this.saved);
		const found = await this.poll(activation);
		this.save();
		return found;
	}

	async poll(activation: Activation = 'activate'): Promise<IDataObject[]> {
		const { items, staticData, logs } = await this.run('trigger', activation);
		this.memory = staticData;
		this.logs.push(...logs);
		const found = items.map(({ json }) => json);
		this.items.push(...found);
		if (found.length > 0) this.save();
		return found;
	}

	/** *Fetch Test Event* in the editor, which works on a copy. */
	async fetchTestEvent(): Promise<IDataObject | undefined> {
		const { items } = await this.run('manual');
		return items[0]?.json;
	}

	get warnings(): string[] {
		return this.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
	}

	private async run(mode: 'trigger' | 'manual', activation: Activation = 'activate') {
		return await poll({
			type: TRIGGER,
			mode,
			activation,
			parameters: this.parameters,
			staticData: deepCopy(this.memory),
			credentials: { namiApi: credentialFor(this.exchange) },
		});
	}

	private save(): void {
		this.saved = deepCopy(this.memory);
	}
}

/** The events of items, by name and id. */
export function eventIds(items: readonly IDataObject[]): string[] {
	return items.map(({ eventId }) => String(eventId));
}
