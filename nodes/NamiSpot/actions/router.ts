import {
	type NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { Failure, todoOf } from '../exchange/reply/failure';
import type { Todo } from '../exchange/reply/knownError';
import { selectFields } from '../fields/toolOutput';
import { isTool } from '../placement/execution';
import { asFailure, nodeErrorFrom } from '../nodeError';
import { recordFlight } from './flightRecorder';
import { withHeadline } from './headline';
import type { Operation } from './operation';
import { resources } from './resources';
import { remarkHints } from './remarkHints';
import { Run } from './run';

/** Enough to keep the calls that pacing allows in flight, few enough for any server. */
const READS_AT_ONCE = 8;

/**
 * Runs the chosen operation for the items: one after another, in their order, or, where it only
 * reads, several at once. Their results come in the items' order either way. With *Stop Workflow*
 * the first item that does not succeed ends the run; otherwise nothing is ever thrown, since n8n
 * would hand on all items, untouched, as successes.
 *
 * @throws NodeApiError only with On Error set to Stop Workflow
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const run = new Run(context);
	const results: INodeExecutionData[] = [];
	const told: Array<IDataObject | Failure> = [];
	let item = 0;
	try {
		for await (const outcome of executeItems(run, context.getInputData().length)) {
			told.push(...outcome);
			for (const result of outcome) {
				const hasFailed = result instanceof Failure;
				if (hasFailed && !givesFailuresAsItems(context)) throw toNodeError(run, item, result);
				const json = hasFailed ? errorJson(context, item, result) : result;
				results.push({ json, pairedItem: { item } });
			}
			item += 1;
		}
	} finally {
		recordFlight(context, told);
	}
	remarkHints(results.map(({ json }) => json)).forEach((hint) => run.hint(hint));
	compactLedger(run, results);
	return [results];
}

/** n8n calls a node as a tool under a type name of its own; a thrown message would lose the facts. */
function givesFailuresAsItems(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || context.getNode().type.endsWith('Tool');
}

const CHECK_EXPRESSIONS = 'Check the expressions in this node’s fields for this item';

type Outcome = Array<IDataObject | Failure>;

/** What each item brought, in the items' order. Leaves no request behind when it is ended early. */
async function* executeItems(run: Run, length: number): AsyncGenerator<Outcome, void> {
	const atOnce = itemsAtOnce(run);
	const underWay: Array<Promise<Outcome>> = [];
	let next = 0;
	try {
		for (let item = 0; item < length; item += 1) {
			for (; next < Math.min(length, item + atOnce); next += 1) {
				underWay.push(executeItem(run.forItem(next)));
			}
			yield (await underWay.shift()) ?? [];
		}
	} finally {
		await Promise.all(underWay);
	}
}

function itemsAtOnce(run: Run): number {
	try {
		return chosenOperation(run).isRead === true ? READS_AT_ONCE : 1;
	} catch {
		return 1;
	}
}

async function executeItem(run: Run): Promise<Outcome> {
	const results: Outcome = [];
	let operation: Operation | undefined;
	try {
		operation = chosenOperation(run);
		results.push(...selectFields(run.fields, await operation.execute(run)));
	} catch (caught) {
		results.push(asFailure(caught, CHECK_EXPRESSIONS, run.context.logger));
	}
	const among = {
		...(run.context.getInputData().length > 1 && { item: run.item }),
		isOneOfMany: results.length > 1,
	};
	return results.map((result) =>
		result instanceof Failure ? withHeadline(result, operation?.outcomeIfUnsent, among) : result,
	);
}

function chosenOperation(run: Run): Operation {
	const { fields } = run.forItem(0);
	const resourceName = fields.given({ name: 'resource' });
	const operationName = fields.given({ name: 'operation' });
	const resource = resources.find(({ option }) => option.value === resourceName);
	const operation = resource?.operations.find(({ option }) => option.value === operationName);
	if (operation !== undefined) return operation;
	throw new Failure(
		{ reason: 'invalid_input', field: 'operation' },
		`The node does not offer the operation “${String(operationName)}” for “${String(resourceName)}”`,
		'Choose Resource and Operation from the lists',
	);
}

/**
 * The one shape that n8n moves to the error output with its structure kept: `error` as an object,
 * `message`, and nothing else beside them. There n8n lays it over the input item's own fields: a
 * `message` among them stays, and the error's is found in `error` alone.
 */
function errorJson(context: IExecuteFunctions, item: number, failure: Failure): IDataObject {
	const { facts, advice } = failure;
	const todo = todoOf(facts);
	const message = isTool(context) ? `${failure.message}. ${FOR_MODELS[todo]}.` : failure.message;
	const error = { ...facts, todo, advice, message };
	return hasMessageToKeep(context, item) ? { error } : { error, message };
}

/** A model decides about another try by the message alone. */
const FOR_MODELS: Readonly<Record<Todo, string>> = {
	look: 'Do not try again: check the open orders and the order history first',
	fund: 'Do not try again before the account is funded',
	wait: 'You may try again in a while',
	fix: 'Do not try again with the same values',
	nothing: 'Do not try again: there is nothing left to do',
};

function hasMessageToKeep(context: IExecuteFunctions, item: number): boolean {
	if (context.getNode().onError !== 'continueErrorOutput') return false;
	return Object.hasOwn(context.getInputData()[item]?.json ?? {}, 'message');
}

function toNodeError(run: Run, item: number, { facts, message, advice }: Failure): NodeApiError {
	const placed = run.ledgerIfOpen?.placed() ?? [];
	const named = placed.map(
		(order) =>
			`Item ${order.item} was placed before: order ${order.displayingId} of ${order.symbol}`,
	);
	const told = [advice, ...named].join('. ');
	const failure = new Failure({ ...facts, item, placed }, message, told);
	return nodeErrorFrom(run.context.getNode(), failure, { itemIndex: item });
}

/** What an item that failed has placed may have to be finished by a later try; retries by hand share what they know. */
function compactLedger(run: Run, results: readonly INodeExecutionData[]): void {
	if (results.some(({ json }) => json.error !== undefined)) return;
	if (run.ledgerIfOpen?.retried !== undefined) return;
	run.ledgerIfOpen?.compact();
}
