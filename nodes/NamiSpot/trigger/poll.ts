import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { asFailure, nodeErrorFrom } from '../nodeError';
import { Failure } from '../exchange/reply/failure';
import { nodeStateOf, type NodeState, type Occasion } from './nodeState';
import { needsAPerson } from './outages';
import { logOf, preparePoll, prepareTest, type PreparedPoll } from './preparePoll';
import type { TriggerEvent } from './source';

/**
 * Looks for new events; in the editor, for a recent one.
 *
 * @throws NodeApiError when a person has to know: something only they can mend, or nothing has been
 * read for long. While the exchange cannot be reached for a moment, a line in the log is all, and the
 * next poll catches up.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await fetchTestEvent(context);
	const state = nodeStateOf(context);
	if (state.isPolling) {
		logOf(context)('info', 'The last poll is still running; skipping this one');
		return null;
	}
	state.isPolling = true;
	try {
		return await lookForEvents(context, state);
	} finally {
		state.isPolling = false;
	}
}

async function lookForEvents(
	context: IPollFunctions,
	state: NodeState,
): Promise<INodeExecutionData[][] | null> {
	const occasion = state.occasionOf(context);
	const failures: Failure[] = [];
	let events: TriggerEvent[] = [];
	let prepared: PreparedPoll | undefined;
	try {
		prepared = await preparePoll(context, occasion);
		state.outages.end('events');
		events = await pollSources(context, prepared, state, failures);
	} catch (caught) {
		const failure = explain(context, caught);
		failures.push(failure);
		state.outages.note('events', failure);
		logOf(context)('warn', `${failure.message}. ${failure.advice}`);
	}
	if (events.length > 0) return [toItems(events)];
	const toTell = whatToTell(occasion, failures, state, prepared);
	if (toTell === undefined) return null;
	if (occasion.isActivation) state.notActivated();
	else state.outages.report();
	throw nodeErrorFrom(context.getNode(), toTell);
}

async function pollSources(
	context: IPollFunctions,
	{ poll, sources, before, save }: PreparedPoll,
	{ outages }: NodeState,
	failures: Failure[],
): Promise<TriggerEvent[]> {
	const memories: Record<string, IDataObject> = { ...before };
	const events: TriggerEvent[] = [];
	for (const source of sources) {
		const { name } = source;
		try {
			const result = await source.poll(poll, before[name]);
			memories[name] = result.memory;
			events.push(...result.events);
			const minutes = outages.end(name);
			if (minutes !== undefined) {
				poll.log('info', `After ${minutes} minutes, ${name} can be read again`);
			}
		} catch (caught) {
			const failure = explain(context, caught);
			failures.push(failure);
			outages.note(name, failure);
			poll.log('warn', `No ${name} this time: ${failure.message}. ${failure.advice}`);
		}
	}
	save(memories);
	return events;
}

/** What another source found is told first; a poll without events throws. */
function whatToTell(
	{ isActivation, isStartUp }: Occasion,
	failures: readonly Failure[],
	{ outages }: NodeState,
	prepared: PreparedPoll | undefined,
): Failure | undefined {
	if (isStartUp) return undefined;
	if (isActivation) return failures.find(needsAPerson);
	return outages.due(prepared?.poll.settings.reportAfterMs ?? Infinity);
}

async function fetchTestEvent(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	try {
		const { poll, sources } = await prepareTest(context);
		const samples: TriggerEvent[] = [];
		for (const source of sources) samples.push(...(await source.sample(poll)));
		const found = inOrder(samples);
		const toShow = found.filter(({ sample }) => sample !== true).at(-1) ?? found.at(-1);
		if (toShow !== undefined) return [toItems([toShow])];
	} catch (caught) {
		throw nodeErrorFrom(context.getNode(), explain(context, caught));
	}
	throw new NodeOperationError(context.getNode(), 'No recent event to show', {
		description:
			'None of the latest orders and trades matches the chosen events and filters. Change them, or make such an event happen, e.g. with a small order, and fetch again.',
	});
}

function toItems(events: readonly TriggerEvent[]): INodeExecutionData[] {
	return inOrder(events).map((json) => ({ json }));
}

/** The oldest first; what has no time comes where it was found, after what does. */
function inOrder(events: readonly TriggerEvent[]): TriggerEvent[] {
	const place = ({ time }: TriggerEvent) => (time === null ? Infinity : Date.parse(time));
	return [...events].sort((a, b) => place(a) - place(b) || 0);
}

/** Nothing cancels a poll but the end of its time. */
function explain(context: IPollFunctions, caught: unknown): Failure {
	const failure = asFailure(caught, 'Check the expressions in this node', context.logger);
	if (!Failure.is(failure, 'execution_canceled')) return failure;
	return failure.and({}, 'This poll ran out of time', 'The next one tries again');
}
