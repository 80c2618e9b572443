import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Execution } from '../harness';
import type { Exchange } from '../exchange';
import { SIGNALS, type Signal } from './signals';

/** The name of the node that places the orders; its second output is the error branch. */
export const ORDERS = 'Create an order';

/** What is not as the signals say it has to be. */
export function problemsOf(execution: Execution, exchange: Exchange): string[] {
	const placed = execution.output(ORDERS, 0);
	const refused = execution.output(ORDERS, 1);
	const sent = SIGNALS.filter(({ refusal }) => refusal?.reason !== 'invalid_input');
	return [
		...(execution.error ? [`the execution failed: ${execution.error.message}`] : []),
		...SIGNALS.flatMap((signal, item) => problemOf(signal, item, placed, refused)),
		...differs('orders on the exchange', exchange.placed.length, placed.length),
		...differs('orders sent', exchange.countOrderPosts(), sent.length),
		...exchange.requests
			.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'public')
			.map(({ no, verdict }) => `request ${no} was not signed right: ${verdict}`),
	];
}

function problemOf(
	{ order, refusal }: Signal,
	item: number,
	placed: INodeExecutionData[],
	refused: INodeExecutionData[],
): string[] {
	const found = (refusal ? refused : placed).find(
		({ pairedItem }) => JSON.stringify(pairedItem) === JSON.stringify({ item }),
	);
	if (found === undefined) return [`item ${item} did not come out of its branch`];
	if (refusal === undefined) return differs(`type of item ${item}`, found.json.type, order.type);
	const { reason, code } = found.json.error as IDataObject;
	return [
		...differs(`reason of item ${item}`, reason, refusal.reason),
		...differs(`code of item ${item}`, code, refusal.code),
	];
}

function differs(what: string, is: unknown, should: unknown): string[] {
	return is === should ? [] : [`${what}: ${String(is)} instead of ${String(should)}`];
}
