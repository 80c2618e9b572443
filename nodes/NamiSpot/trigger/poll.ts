import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { asFailure, nodeErrorFrom } from '../nodeError';
import { clock } from '../exchange/clock';
import { connect } from '../exchange/wire/connect';
import type { Failure, Reason } from '../exchange/reply/failure';
import { openMemory } from './memory';
import { eventsField, readSettings } from './settings';
import type { Happening, Look, Source } from './source';
import { sources } from './sources';

/** A poll that takes longer leaves to the next one what can wait. */
const BUDGET_MS = 30_000;

/** Reasons that no further poll mends: somebody has to change the node or the credential. */
const NEEDS_A_PERSON: ReadonlySet<Reason> = new Set([
	'invalid_input',
	'invalid_credential',
	'unauthorized',
	'refused',
	'unexpected',
]);

/** n8n starting up, as opposed to a person activating the workflow. */
const STARTING_UP = ['init', 'leadershipChange'];

const running = new Set<string>();
const polledBefore = new WeakSet<IPollFunctions>();

/**
 * Looks for new events; in the editor, for a recent one.
 *
 * @throws NodeApiError when somebody has to do something. While the exchange cannot be reached, a
 * line in the log is all, and the next poll catches up.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await fetchTestEvent(context);
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	if (running.has(key)) {
		log(context, 'info', 'The last poll is still under way: this one is left out');
		return null;
	}
	running.add(key);
	const mayThrow = polledBefore.has(context) || !STARTING_UP.includes(context.getActivationMode());
	try {
		return await lookForEvents(context);
	} catch (caught) {
		const failure = explain(caught);
		if (mayThrow) throw nodeErrorFrom(context.getNode(), failure);
		log(context, 'warn', `${failure.message}. ${failure.advice}`);
		return null;
	} finally {
		polledBefore.add(context);
		running.delete(key);
	}
}

async function lookForEvents(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const look = await startLook(context);
	const memory = openMemory(context, look);
	const memories: IDataObject = {};
	const happenings: Happening[] = [];
	let needsAPerson: Failure | undefined;
	for (const source of chosenSources(look)) {
		const before = memory.recall(source);
		memories[source.name] = before;
		try {
			const sighting = await source.look(look, before);
			memories[source.name] = sighting.memory;
			happenings.push(...sighting.happenings);
		} catch (caught) {
			const failure = explain(caught);
			if (NEEDS_A_PERSON.has(failure.facts.reason)) needsAPerson ??= failure;
			else look.log('warn', `No ${source.name} this time: ${failure.message}. ${failure.advice}`);
		}
	}
	memory.save(memories);
	if (needsAPerson !== undefined) throwOrTell(look, needsAPerson, happenings);
	return happenings.length === 0 ? null : [toItems(happenings)];
}

/** What another source found is told first; the next poll without events throws. */
function throwOrTell(look: Look, failure: Failure, happenings: readonly Happening[]): void {
	if (happenings.length === 0) throw failure;
	look.log('warn', `${failure.message}. ${failure.advice}`);
}

async function fetchTestEvent(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	let latest: Happening | undefined;
	try {
		const look = await startLook(context);
		for (const source of chosenSources(look)) {
			latest = inOrder([...(latest ? [latest] : []), ...(await source.sample(look))]).at(-1);
		}
	} catch (caught) {
		throw nodeErrorFrom(context.getNode(), explain(caught));
	}
	if (latest !== undefined) return [toItems([latest])];
	throw new NodeOperationError(context.getNode(), 'No recent event to show', {
		description:
			'Among the latest orders, trades and prices, nothing matches the chosen events and filters. Loosen them, or make such an event happen, e.g. with a small order, and fetch again.',
	});
}

async function startLook(context: IPollFunctions): Promise<Look> {
	const now = clock.now();
	const settings = readSettings(context);
	if (settings.events.size === 0) {
		throw settings.fields.invalid(
			eventsField,
			'No event is chosen',
			'Choose at least one under Events',
		);
	}
	return {
		connection: await connect(context, undefined),
		settings,
		now,
		isOverdue: () => clock.now() - now > BUDGET_MS,
		log: (level, sentence) => log(context, level, sentence),
	};
}

function chosenSources({ settings }: Look): Source[] {
	return sources.filter(({ events }) =>
		events.some(({ value }) => settings.events.has(String(value))),
	);
}

function toItems(happenings: readonly Happening[]): INodeExecutionData[] {
	return inOrder(happenings).map((json) => ({ json }));
}

function inOrder(happenings: readonly Happening[]): Happening[] {
	return [...happenings].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function log(context: IPollFunctions, level: 'info' | 'warn', sentence: string): void {
	context.logger[level](`${context.getNode().name}: ${sentence}`);
}

function explain(caught: unknown): Failure {
	return asFailure(caught, 'Check the expressions in this node');
}
