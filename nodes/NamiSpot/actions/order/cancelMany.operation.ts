import type { INodeProperties } from 'n8n-workflow';

import { cancelOrders } from '../../canceling/cancelOrders';
import type { CancelResult } from '../../canceling/settle';
import type { OrderName } from '../../canceling/whereabouts';
import { Failure } from '../../exchange/reply/failure';
import { textOf } from '../../exchange/guards';
import { readOpenOrders, type OpenOrdersSearch } from '../../exchange/api/orderLists';
import type { ItemFields } from '../../fields/itemFields';
import { showOnlyFor } from '../../fields/showOnlyFor';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { symbolField } from '../../fields/symbol';
import { cancelOptionsField, readCancelOptions } from './cancelOptions';
import { orderIdsField, readOrderNames } from '../../fields/orderIds';
import { presentCancellation } from './presentCancellation';
import { toOrderId } from '../../fields/orderId';

const WHICH = ['listed', 'symbol', 'account'] as const;

const whichField: INodeProperties = {
	displayName: 'Orders to Cancel',
	name: 'which',
	type: 'options',
	options: [
		{
			name: 'All Open of a Symbol',
			value: 'symbol',
			description: 'Every order that is open on one market',
		},
		{
			name: 'All Open of the Account',
			value: 'account',
			description: 'Every open order, on all markets',
		},
		{ name: 'Listed IDs', value: 'listed', description: 'The orders whose IDs are given' },
	],
	default: 'listed',
	description: 'Which orders to cancel',
};

const LISTED_SYMBOL = {
	description:
		'The market that the orders were placed on. May stay empty where Order IDs holds orders with symbols of their own.',
	required: false,
};

export const cancelMany: Operation = {
	option: {
		name: 'Cancel Many',
		value: 'cancelMany',
		action: 'Cancel many orders',
		description:
			'Cancel the listed orders, or all open ones of a symbol or of the account. Returns one result for each order: canceled, already_canceled, already_filled or not_found. Canceling twice does no harm.',
	},
	fields: [
		whichField,
		...showOnlyFor([symbolField('The market on which to cancel all open orders')], {
			which: ['symbol'],
		}),
		...showOnlyFor([symbolField(LISTED_SYMBOL)], { which: ['listed'] }),
		...showOnlyFor([orderIdsField], { which: ['listed'] }),
		cancelOptionsField,
	],
	outcomeIfUnsent: 'not_canceled',

	async execute(run, item) {
		const fields = run.fields(item);
		const which = fields.choice(whichField, WHICH);
		const options = readCancelOptions(fields);
		const names = await NAMES[which](run, fields, options.timeout);
		const wereOpen = which !== 'listed';
		const results = await cancelOrders(await run.connection(), names, { ...options, wereOpen });
		return sumUp(results).map((result) =>
			result instanceof Failure ? result : presentCancellation(result, options.simplify),
		);
	},
};

const NAMES: Readonly<
	Record<
		(typeof WHICH)[number],
		(run: Run, fields: ItemFields, timeout: number) => Promise<OrderName[]>
	>
> = {
	listed: async (_run, fields) => readOrderNames(fields),
	symbol: async (run, fields, timeout) =>
		await openOrders(run, { symbol: fields.symbol(), timeout }),
	account: async (run, _fields, timeout) => await openOrders(run, { timeout }),
};

async function openOrders(run: Run, search: OpenOrdersSearch): Promise<OrderName[]> {
	const orders = await readOpenOrders(await run.connection(), search);
	return orders.flatMap((order) => {
		const displayingId = toOrderId(order.displayingId);
		const symbol = textOf(order.symbol);
		return displayingId === undefined || symbol === undefined ? [] : [{ displayingId, symbol }];
	});
}

/** With *Stop Workflow* the first failure is all that a person sees, so it tells of the others too. */
function sumUp(results: readonly CancelResult[]): CancelResult[] {
	const first = results.find((result) => result instanceof Failure);
	if (first === undefined || results.length === 1) return [...results];
	const all = results.map((result) =>
		result instanceof Failure
			? { displayingId: result.facts.displayingId, outcome: result.facts.outcome }
			: { displayingId: result.name.displayingId, outcome: result.outcome },
	);
	const canceled = all.filter(({ outcome }) => outcome === 'canceled').length;
	const advice = `${first.advice}. Of ${all.length} orders ${canceled} were canceled`;
	const told = new Failure({ ...first.facts, results: all }, first.message, advice);
	return results.map((result) => (result === first ? told : result));
}
