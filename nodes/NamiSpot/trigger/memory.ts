import { deepCopy, type IDataObject, type IPollFunctions } from 'n8n-workflow';

import { CREDENTIAL_TYPE } from '../exchange/wire/connect';
import { isRecord } from '../exchange/guards';
import type { Look, Source } from './source';

const KEY = 'nami';

/** What the last poll left in the workflow’s static data. */
export interface Memory {
	recall(source: Source): IDataObject;
	/**
	 * Assigns it as a whole: n8n saves static data only if it sees an assignment to a property of
	 * the object that it handed out.
	 */
	save(memories: IDataObject): void;
}

/** Opens the memory. One of another account, or one that is damaged, is not used, and the log says so. */
export function openMemory(context: IPollFunctions, look: Look): Memory {
	const stored = context.getWorkflowStaticData('node');
	const account = accountOf(context, look);
	const saved = readSaved(stored[KEY], account, look);
	const isVeryFirst = stored[KEY] === undefined;
	return {
		recall(source) {
			const memory = saved[source.name];
			if (isRecord(memory) && source.isUsable(memory, look.now)) return memory;
			if (isVeryFirst) return source.begin(look.now - look.settings.lookBackMs);
			if (memory === undefined) return source.begin(look.now);
			look.log('warn', `What was remembered of ${source.name} is damaged: it starts from now`);
			return source.begin(look.now);
		},
		save(memories) {
			stored[KEY] = { account, ...memories };
		},
	};
}

function readSaved(saved: unknown, account: string, look: Look): IDataObject {
	if (saved === undefined) return {};
	if (!isRecord(saved) || typeof saved.account !== 'string') {
		look.log('warn', 'The trigger’s memory is damaged: it starts from now');
		return {};
	}
	if (saved.account === account) return deepCopy(saved);
	look.log('info', 'The credential is another one now: the trigger starts from now');
	return {};
}

/** Another key of the same credential is the same account. */
function accountOf(context: IPollFunctions, { connection }: Look): string {
	return `${connection.host} ${context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? ''}`;
}
