import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cancelOrders } from '../../canceling/cancelOrders';
import type { CancelResult } from '../../canceling/settle';
import { Failure } from '../../exchange/reply/failure';
import { symbolOf } from '../../exchange/orderRow';
import type { OrderName } from '../../exchange/api/cancelOrder';
import { readOpenOrders } from '../../exchange/api/orders';
import { requireListed } from '../../exchange/api/symbols';
import { showOnlyFor } from '../../fields/showOnlyFor';
import { isTool } from '../../placement/execution';
import { currentLimits } from '../../rails/currentLimits';
import { heldCancellation } from '../../rails/hold';
import type { Limit } from '../../rails/limits';
import type { Operation } from '../operation';
import type { Run } from '../run';
import { symbolField } from '../../fields/symbol';
import {
	allOfAccountField,
	cancelManyOptionsField,
	readCancelOptions,
	type GivenCancelOptions,
} from './cancelOptions';
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
			description: 'All open orders on one market',
		},
		{
			name: 'All Open of the Account',
			value: 'account',
			description: 'All open orders on all markets',
		},
		{ name: 'Listed IDs', value: 'listed', description: 'The orders with these IDs' },
	],
	default: 'listed',
	description: 'Which orders to cancel',
};

/** Not marked as required, as n8n would ask for it, too, where an expression says which orders. */
export const cancelMany: Operation = {
	option: {
		name: 'Cancel Many',
		value: 'cancelMany',
		action: 'Cancel many orders',
		description:
			'Cancel the listed orders, or all open orders of a symbol or of the account. Returns one result per order: canceled, already_canceled, already_filled, already_closed or not_found, and nothing_open if there is none. Canceling twice does no harm.',
	},
	fields: [
		whichField,
		...showOnlyFor([symbolField('The market on which to cancel all open orders', false)], {
			which: ['symbol'],
		}),
		...showOnlyFor(
			[
				symbolField(
					'The market of the orders. Leave it empty if Order IDs contains orders that carry their own symbols.',
					false,
				),
			],
			{ which: ['listed'] },
		),
		...showOnlyFor([orderIdsField], { which: ['listed'] }),
		cancelManyOptionsField,
	],
	outcomeIfUnsent: 'not_canceled',

	async execute(run) {
		const { fields } = run;
		const which = fields.choice(whichField, WHICH);
		const options = readCancelOptions(run);
		if (which === 'account') requireMayCancelAll(run, options);
		const only = which === 'symbol' ? fields.symbol() : undefined;
		const chosen =
			which === 'listed'
				? { names: readOrderNames(fields), unnamed: [] }
				: await chooseOpen(run, options.timeout, only);
		const { names, held } = await withinRails(run, chosen.names, options.limits);
		const failures = [...held, ...chosen.unnamed];
		const wereOpen = which !== 'listed';
		if (names.length + failures.length === 0) return [NOTHING_OPEN];
		const canceled = await cancelOrders(await run.connection(), names, { ...options, wereOpen });
		return sumUp([...canceled, ...failures]).map((result) =>
			result instanceof Failure ? result : presentCancellation(result, options.simplify),
		);
	},
};

/** An order that a rail holds is left open, and its item says so. */
async function withinRails(
	run: Run,
	names: readonly OrderName[],
	nodeLimits: readonly Limit[],
): Promise<{ names: OrderName[]; held: Failure[] }> {
	const limits = await currentLimits(await run.connection(), nodeLimits);
	const failures = names.map((name) => heldCancellation(limits, name.symbol)?.and({ ...name }));
	return {
		names: names.filter((_, index) => failures[index] === undefined),
		held: failures.filter((failure) => failure !== undefined),
	};
}

/** @throws Failure when an AI agent would cancel everything, and nobody has allowed that */
function requireMayCancelAll(run: Run, { allOfAccount }: GivenCancelOptions): void {
	if (!isTool(run.context) || allOfAccount) return;
	throw new Failure(
		{ outcome: 'not_canceled', reason: 'guard_rail', rail: allOfAccountField.name, owner: 'node' },
		`An AI agent may not cancel all orders of the account unless ${allOfAccountField.displayName} is on`,
		'Cancel the orders of one symbol, or cancel orders by their IDs. Trying again does not help',
	);
}

const NOTHING_OPEN = { outcome: 'nothing_open', canceled: 0 };

/** What is to be canceled, and the open orders whose rows do not say what they are. */
interface Chosen {
	readonly names: OrderName[];
	readonly unnamed: Failure[];
}

/** A row without a symbol may be of any: it is never taken for one of the symbol that was asked for. */
async function chooseOpen(run: Run, timeout: number, only: string | undefined): Promise<Chosen> {
	const connection = await run.connection();
	const { value } = await readOpenOrders(connection, { timeout });
	const chosen: Chosen = { names: [], unnamed: [] };
	for (const order of value) {
		const displayingId = toOrderId(order.displayingId);
		const symbol = symbolOf(order);
		if (only !== undefined && symbol !== undefined && symbol !== only) continue;
		if (displayingId === undefined || symbol === undefined) chosen.unnamed.push(nameless(order));
		else chosen.names.push({ displayingId, symbol });
	}
	if (only !== undefined && chosen.names.length === 0) await requireListed(connection, only);
	return chosen;
}

function nameless({ displayingId, symbol }: IDataObject): Failure {
	return new Failure(
		{ outcome: 'not_canceled', reason: 'unreadable_answer', displayingId, symbol },
		'The exchange lists an open order without its ID or its symbol, so it was not canceled',
		'Cancel it on the exchange',
	);
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
	const told = first.and({ results: all }, first.message, advice);
	return results.map((result) => (result === first ? told : result));
}
