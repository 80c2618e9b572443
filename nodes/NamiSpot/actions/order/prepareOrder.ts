import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import { lastPriceOf, priceAtHand } from '../../exchange/api/lastPrices';
import type { Connection } from '../../exchange/wire/request';
import type { SpotOrder } from '../../exchange/spotOrder';
import {
	applySymbolRules,
	movesStop,
	needsLastPrice,
	type Adjustment,
	type SymbolRules,
	type Violation,
} from '../../symbolRules';
import { symbolRulesOf } from '../../symbolRules/symbolRulesOf';
import type { Run } from '../run';
import type { CreateOptions } from './createOptions';
import { requireAffordable, requireAllowed } from '../../rails/guardRails';
import { isWorthWhatTheMarketPays, orderValue, type OrderValue } from '../../rails/orderValue';
import { readOrder } from './readOrder';

/** An order as it may be sent. */
export interface PreparedOrder {
	readonly order: SpotOrder;
	/** What the symbol's rules changed of what was asked for. */
	readonly adjusted: readonly Adjustment[];
	readonly hints: readonly string[];
}

/**
 * Reads the order of an item and holds it to the guard rails and to the rules of its symbol. Where
 * rules cannot be read the order passes with a hint; where a guard cannot be checked it does not.
 *
 * @throws Failure with the reason `invalid_input`, `guard_rail` or `symbol_rules`
 */
export async function prepareOrder(
	run: Run,
	item: number,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const asked = readOrder(run.fields(item));
	requireAllowed(asked, options.guardRails);
	const prepared = await holdToSymbolRules(run, asked, options);
	await requireAffordable(options.guardRails, async () => await valueOf(run, prepared.order));
	return prepared;
}

async function holdToSymbolRules(
	run: Run,
	order: SpotOrder,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const { symbolRules: mode } = options;
	if (mode === 'off') return { order, adjusted: [], hints: [] };
	const connection = await connectionOf(run);
	const rules = connection && (await symbolRulesOf(connection, order.symbol));
	const lastPrice = connection && rules && (await priceForRules(connection, order, rules, options));
	const { violations, ...result } = applySymbolRules(order, rules, mode, { lastPrice });
	const [violation] = violations;
	if (violation !== undefined) throw broken(violation, violations);
	return result;
}

/**
 * The market's price. Adjust makes no call only to check bounds around it, so that an order is not
 * held up; the exchange checks the same. Where a stop has to be moved, and in Check and dry runs,
 * which are there to tell, it is asked for.
 */
async function priceForRules(
	connection: Connection,
	order: SpotOrder,
	rules: SymbolRules,
	{ symbolRules: mode, isDryRun }: CreateOptions,
): Promise<string | undefined> {
	const mustMoveStop = mode === 'adjust' && movesStop(order, rules);
	if (!mustMoveStop && !needsLastPrice(order, rules)) return undefined;
	return mustMoveStop || mode === 'check' || isDryRun
		? await lastPriceOf(connection, order.symbol)
		: priceAtHand(connection, order.symbol);
}

async function valueOf(run: Run, order: SpotOrder): Promise<OrderValue | undefined> {
	if (!isWorthWhatTheMarketPays(order)) return orderValue(order, undefined);
	const connection = await connectionOf(run);
	return orderValue(order, connection && (await lastPriceOf(connection, order.symbol)));
}

/** A dry run needs no credential; everything else has used it before. */
async function connectionOf(run: Run): Promise<Connection | undefined> {
	return await run.connection().catch(() => undefined);
}

function broken(first: Violation, violations: readonly Violation[]): Failure {
	const { message, advice, ...facts } = first;
	return new Failure(
		{
			outcome: 'not_placed',
			reason: 'symbol_rules',
			...facts,
			...(violations.length > 1 && { violations: violations.map(withoutAdvice) }),
		},
		message,
		advice,
	);
}

function withoutAdvice({ rule, field, limit, value, message }: Violation): IDataObject {
	return { rule, field, limit, value, message };
}
