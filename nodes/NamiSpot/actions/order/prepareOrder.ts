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
import { currentLimits } from '../../rails/currentLimits';
import { holdToOutline } from '../../rails/hold';
import { priceHints } from './priceHints';
import { readOrder } from './readOrder';

/** An order as it may be sent. */
export interface PreparedOrder {
	readonly order: SpotOrder;
	/** What the symbol's rules changed of what was asked for. */
	readonly adjusted: readonly Adjustment[];
	readonly hints: readonly string[];
}

/**
 * Reads the order of an item and holds it to the rules of its symbol, after those rails that need
 * no more than the order itself. Where rules cannot be read the order passes with a hint.
 *
 * @throws Failure with the reason `invalid_input`, `guard_rail` or `symbol_rules`
 */
export async function prepareOrder(
	run: Run,
	item: number,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const asked = readOrder(run.fields(item));
	const connection = await connectionOf(run);
	const ofCredential = connection === undefined ? [] : await currentLimits(connection);
	const candidate = { order: asked, signalAt: options.signalAt };
	holdToOutline([...ofCredential, ...options.limits], candidate);
	for (const hint of await priceHints(run.fields(item), connection, asked)) run.hint(hint);
	return await holdToSymbolRules(connection, asked, options);
}

async function holdToSymbolRules(
	connection: Connection | undefined,
	order: SpotOrder,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const { symbolRules: mode } = options;
	if (mode === 'off') return { order, adjusted: [], hints: [] };
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

/** A dry run needs no credential; everything else has used it before. */
export async function connectionOf(run: Run): Promise<Connection | undefined> {
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
