import { deepCopy, type IDataObject, type IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';

const KEY = 'nami';

/** What the last poll left, as plain JSON that only looks like it should. */
export interface Saved {
	readonly account: IDataObject;
	readonly scope: unknown;
	/** The symbols that the exchange is known to have. */
	readonly checked: readonly string[];
	/** By source. */
	readonly memories: IDataObject;
}

/** The workflow’s static data, where n8n keeps what a trigger remembers. */
export class StaticData {
	private readonly data: IDataObject;

	constructor(context: IPollFunctions) {
		this.data = context.getWorkflowStaticData('node');
	}

	/** Whether no poll has left anything, ever. */
	get isEmpty(): boolean {
		return this.data[KEY] === undefined;
	}

	/** A copy of what is there; undefined for what no poll can have left. */
	read(): Saved | undefined {
		const stored = this.data[KEY];
		if (!isRecord(stored)) return undefined;
		const { account, scope, checked, ...memories } = deepCopy(stored);
		if (!isRecord(account)) return undefined;
		const symbols = Array.isArray(checked) ? checked.map(String) : [];
		return { account, scope, checked: symbols, memories };
	}

	/**
	 * Assigns it as a whole: n8n saves static data only if it sees an assignment to a property of
	 * the object that it handed out.
	 */
	save(memory: IDataObject): void {
		this.data[KEY] = memory;
	}
}
