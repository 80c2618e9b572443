import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../exchange/reply/failure';
import type { Decimal } from '../../exchange/decimal';
import { lastPriceOf, priceAtHand } from '../../exchange/api/lastPrices';
import type { Connection } from '../../exchange/wire/request';
import { fromRecord, type SpotOrder } from '../../exchange/spotOrder';
import type { PreparedOrderRecord, Slot } from '../../placement/entry';
import type { AskedOrder } from '../../sizing/askedOrder';
import { needsResolving, resolveOrder } from '../../sizing/resolveOrder';
import {
	applySymbolRules,
	movesStop,
	needsLastPrice,
	symbolRulesOf,
	type RuleResult,
	type SymbolRules,
	type Violation,
} from '../../symbolRules';
import type { Run } from '../run';
import type { CreateOptions } from './createOptions';
import { currentLimits } from '../../rails/currentLimits';
import { holdToOutline } from '../../rails/hold';
import { priceHints } from './priceHints';
import { requireConsistent } from './readOrder';

/** An order as it may be sent. */
export interface PreparedOrder extends Pick<PreparedOrderRecord, 'asked' | 'remarks'> {
	readonly order: SpotOrder;
	readonly hints: readonly string[];
}

/**
 * Completes an order of an item, and holds it to the rules of its symbol, after those
 * rails that need no more than its outline. Where rules cannot be read the order passes with a hint.
 * What an earlier try has sized or priced stays as it is.
 *
 * @throws Failure with the reason `invalid_input`, `guard_rail` or `symbol_rules`, or as a read that it needs
 */
export async function prepareOrder(
	run: Run,
	slot: Slot,
	asked: AskedOrder,
	options: CreateOptions,
): Promise<PreparedOrder> {
	const { fields } = run;
	const { symbol, side, type } = asked;
	const connection = await connectionOf(run);
	const limits = await currentLimits(connection, options.limits);
	const outline = { symbol, side, type, useQuoteQty: false };
	holdToOutline(limits, { order: outline, signalAt: options.signalAt });
	// Of another account, or at other prices, it would come to something else.
	const print = needsResolving(asked)
		? `${connection?.account} ${JSON.stringify(asked, withoutBigints)}`
		: '';
	const earlier = run.ledger.prepared(slot);
	const resolved =
		print !== '' && earlier?.asked === print
			? { order: fromRecord(earlier.order), remarks: earlier.remarks }
			: await resolveOrder(connection, asked, options.timeout);
	for (const hint of await priceHints(fields, connection, resolved.order)) run.hint(hint);
	requireConsistent(fields, resolved.order);
	const { order, adjusted, hints } = await holdToSymbolRules(connection, resolved.order, options);
	const remarks = {
		...(adjusted.length > 0 && { adjusted: adjusted.map((change) => ({ ...change })) }),
		...resolved.remarks,
	};
	return { order, asked: print, remarks, hints };
}

function withoutBigints(_name: string, value: unknown): unknown {
	return typeof value === 'bigint' ? String(value) : value;
}

async function holdToSymbolRules(
	connection: Connection | undefined,
	order: SpotOrder,
	options: CreateOptions,
): Promise<Omit<RuleResult, 'violations'>> {
	const { symbolRules: mode } = options;
	const isOff = mode === 'off' || connection === undefined;
	const rules = isOff ? undefined : await symbolRulesOf(connection, order.symbol);
	const lastPrice = connection && rules && (await priceForRules(connection, order, rules, options));
	const { violations, ...result } = applySymbolRules(order, rules, mode, lastPrice);
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
): Promise<Decimal | undefined> {
	const mustMoveStop = mode === 'adjust' && movesStop(order, rules);
	if (!mustMoveStop && !needsLastPrice(order, rules)) return undefined;
	return mustMoveStop || mode === 'check' || isDryRun
		? await lastPriceOf(connection, order.symbol)
		: priceAtHand(connection, order.symbol);
}

/** Undefined where the credential cannot be used: a dry run needs none, everything else has used it before. */
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
