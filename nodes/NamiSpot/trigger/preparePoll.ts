import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { learnTime } from '../exchange/api/serverTime';
import { clock } from '../exchange/clock';
import { isRecord } from '../exchange/guards';
import { connect } from '../exchange/wire/connect';
import type { Connection } from '../exchange/wire/request';
import { clockOffsetOf } from '../exchange/wire/serverClock';
import { Account } from './account';
import { Budget } from './budget';
import { checkSymbols, symbolsNamed } from './checkSymbols';
import { StaticData, type Saved } from './memory';
import type { Occasion } from './nodeState';
import { Scope } from './scope';
import { readSettings } from './settings';
import type { Poll, Source } from './source';
import { sourcesFor } from './sources';

/** The exchange’s clock is known to a second where it differs from this machine’s. */
const CLOCK_ERROR_MS = 1_000;

export type Memories = Readonly<Record<string, IDataObject>>;

export interface PreparedPoll {
	readonly poll: Poll;
	/** Those that the chosen events come from. */
	readonly sources: readonly Source[];
	readonly before: Memories;
	save(memories: Memories): void;
}

/**
 * Prepares a poll of an active workflow: reads the fields, the memory, and what time it is.
 *
 * @throws Failure when something cannot be used, or the exchange does not answer at all
 */
export async function preparePoll(
	context: IPollFunctions,
	{ isActivation }: Occasion,
): Promise<PreparedPoll> {
	const { symbols, sources, ...begun } = await beginPoll(context);
	const { connection, settings, log } = begun;
	const silence = await learnTime(connection);
	const account = Account.of(context, connection);
	const data = new StaticData(context);
	const saved = await readMemory(data, account, connection, log);
	// Where this fails, it does no harm not to know.
	if (isActivation && silence === undefined) await account.ask(connection).catch(() => undefined);

	const time = pollTime(connection);
	const scope = Scope.of(settings.filters, time.since, saved?.scope);
	const poll: Poll = {
		...begun,
		...time,
		scope,
		isActivation,
		noteAccount: (rows) => account.note(rows),
	};
	const from = data.isEmpty ? time.since - settings.lookBackMs : time.since;
	const before = recall(sources, poll, saved, {
		from,
		...(silence !== undefined && { isByMachine: true }),
	});
	const checked = new Set(saved?.checked);
	const save = (memories: Memories): void => {
		const settled = sources.map(({ name, settledUntil }) => settledUntil(memories[name]));
		data.save({
			account: account.toJson(),
			scope: scope.remember(Math.min(...settled)),
			checked: [...checked],
			...memories,
		});
	};
	if (silence !== undefined) {
		save(before);
		throw silence;
	}
	await checkSymbols(poll, symbols, checked);
	return { poll, sources, before, save };
}

/**
 * Prepares *Fetch Test Event*, which knows and leaves no memory.
 *
 * @throws Failure when something cannot be used
 */
export async function prepareTest(
	context: IPollFunctions,
): Promise<Pick<PreparedPoll, 'poll' | 'sources'>> {
	const { symbols, sources, ...begun } = await beginPoll(context);
	const time = pollTime(begun.connection);
	const poll: Poll = {
		...begun,
		...time,
		scope: Scope.of(begun.settings.filters, time.since),
		isActivation: false,
		noteAccount: () => undefined,
	};
	await checkSymbols(poll, symbols, new Set());
	return { poll, sources };
}

/** What every poll begins with: what the fields say, before anything is sent. */
async function beginPoll(context: IPollFunctions) {
	const settings = readSettings(context);
	const sources = sourcesFor(settings);
	const symbols = symbolsNamed(settings, sources);
	const budget = new Budget(context);
	const connection = budget.limit(await connect(context, budget.signal));
	return { settings, sources, symbols, budget, connection, log: logOf(context) };
}

/** Writes a line to n8n’s log, with the node’s name before it. */
export function logOf(context: IPollFunctions): Poll['log'] {
	return (level, sentence) => context.logger[level](`${context.getNode().name}: ${sentence}`);
}

function pollTime({ host }: Connection): Pick<Poll, 'now' | 'since' | 'clockOffset'> {
	const clockOffset = clockOffsetOf(host);
	const now = clock.now() + clockOffset;
	return { now, clockOffset, since: clockOffset === 0 ? now : now - CLOCK_ERROR_MS };
}

/** The memory, unless it is another account’s, or damaged: then the log says so. */
async function readMemory(
	data: StaticData,
	account: Account,
	connection: Connection,
	log: Poll['log'],
): Promise<Saved | undefined> {
	const saved = data.read();
	if (saved !== undefined && (await account.is(saved.account, connection))) return saved;
	if (saved !== undefined)
		log('info', 'The credential belongs to another account; starting from now');
	else if (!data.isEmpty) log('warn', 'The trigger’s saved state is damaged; starting from now');
	return undefined;
}

/** What each source remembers; one that does not begins `from` a time on, in Unix milliseconds. */
function recall(
	sources: readonly Source[],
	{ now, log }: Poll,
	saved: Saved | undefined,
	{ from, ...more }: { from: number; isByMachine?: boolean },
): Memories {
	const recallOne = ({ name, isUsable, begin }: Source): IDataObject => {
		const memory = saved?.memories[name];
		if (isRecord(memory) && isUsable(memory, now)) return memory;
		if (memory !== undefined) {
			log('warn', `The saved state for ${name} is damaged; starting from now`);
		}
		return { ...begin(from), ...more };
	};
	return Object.fromEntries(sources.map((source) => [source.name, recallOne(source)]));
}
