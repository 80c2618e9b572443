import { clock, isWithin } from '../exchange/clock';
import { lastPriceOf } from '../exchange/api/lastPrices';
import { Failure } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import type { PlacedOrder } from '../placement/orderRun';
import type { Admitted, PlaceOptions } from '../placement/place';
import { symbolRulesOf } from '../symbolRules';
import { readAccountSums } from './accountReading';
import { currentLimits } from './currentLimits';
import { holdToOutline, holdToRails, needsOf } from './hold';
import type { Limit } from './limits';
import { nearLimits } from './near';
import { isWorthWhatTheMarketPays, orderValue } from './orderValue';
import type { Candidate, OrderFacts } from './rail';
import { reserve, reservationsOf, type Reservation } from './reservations';

/** What was checked a moment ago is not asked for again. */
const RECHECK_AFTER_MS = 1_000;

/**
 * Places an order if it is within all rails: the credential's as they are now, and the node's. From
 * then on it counts among the orders of the account, unless it is proven not to be placed.
 *
 * @param following an order that is sent after it: one that is beyond a rail holds this one, too
 * @returns what `placeOrder` asks for leave; it throws a Failure when the order is beyond a rail
 */
export function withinRails(
	connection: Connection,
	candidate: Candidate,
	nodeLimits: readonly Limit[],
	following?: Candidate,
): PlaceOptions['admit'] {
	return async (place) => {
		return await admit(connection, candidate, nodeLimits, async (admitted) => {
			if (following !== undefined) await judgeUnsent(connection, following, nodeLimits);
			return await place(admitted);
		});
	};
}

async function admit(
	connection: Connection,
	candidate: Candidate,
	nodeLimits: readonly Limit[],
	place: Parameters<PlaceOptions['admit']>[0],
): Promise<PlacedOrder> {
	const limits = await currentLimits(connection, nodeLimits);
	const facts = await factsFor(connection, candidate, limits);
	// Nothing may be awaited from here on, or two orders at once would both find room for one.
	holdToRails(limits, facts);
	const { order, quoteAsset, value } = facts;
	const reservation: Reservation = { order, quoteAsset, value: value?.value, at: clock.now() };
	reserve(connection.account, reservation);
	const recheck = recheckOf(connection, candidate, nodeLimits, reservation);
	const placed = await place({ recheck }).catch((caught: unknown) => {
		settle(reservation, connection.account, caught);
		throw caught;
	});
	reservation.outcome = { displayingId: String(placed.data.displayingId) };
	reservation.settledAt = clock.now();
	return placed;
}

/** An order that is proven not to be placed does not count; one that may have been does. */
function settle(reservation: Reservation, account: string, caught: unknown): void {
	const isProven = caught instanceof Failure && caught.facts.outcome !== 'unknown';
	if (isProven) reservationsOf(account).delete(reservation);
	reservation.outcome = null;
	reservation.settledAt = clock.now();
}

/**
 * Looks once more whether an order may leave, if it had to wait: the credential may have been
 * changed, and the market moved.
 */
function recheckOf(
	connection: Connection,
	candidate: Candidate,
	nodeLimits: readonly Limit[],
	reservation: Reservation,
): Admitted['recheck'] {
	let checkedAt = clock.now();
	return async () => {
		holdToOutline(nodeLimits, candidate);
		if (isWithin(RECHECK_AFTER_MS, checkedAt)) return;
		const limits = await currentLimits(connection, nodeLimits);
		holdToRails(limits, await factsFor(connection, candidate, limits, { own: reservation }));
		checkedAt = clock.now();
	};
}

/**
 * Holds an order that is not going to be placed to all rails.
 *
 * @param connection undefined where the node has no credential that can be used
 * @returns what is known of it, and the rails that it comes close to
 * @throws Failure when it is beyond one
 */
export async function judgeUnsent(
	connection: Connection | undefined,
	candidate: Candidate,
	nodeLimits: readonly Limit[],
): Promise<OrderFacts & { readonly near: string[] }> {
	const limits = await currentLimits(connection, nodeLimits);
	const facts = await factsFor(connection, candidate, limits, { isShown: true });
	holdToRails(limits, facts);
	return { ...facts, near: nearLimits(limits, facts) };
}

/** Asks for what the rails have to know of an order, or, in a dry run, whatever can be shown of it. */
async function factsFor(
	connection: Connection | undefined,
	candidate: Candidate,
	limits: readonly Limit[],
	{ own, isShown = false }: { own?: Reservation; isShown?: boolean } = {},
): Promise<OrderFacts> {
	const { order } = candidate;
	const needs = needsOf(limits);
	const needsValue = isShown || needs.has('value');
	const ask = async <T>(isNeeded: boolean, question: (connection: Connection) => Promise<T>) =>
		isNeeded && connection !== undefined ? await question(connection) : undefined;
	const isPriceNeeded = needs.has('lastPrice') || (needsValue && isWorthWhatTheMarketPays(order));
	const lastPrice = await ask(isPriceNeeded, async (at) => await lastPriceOf(at, order.symbol));
	const rules = await ask(
		isShown || needs.has('quoteAsset'),
		async (at) => await symbolRulesOf(at, order.symbol),
	);
	const account = await ask(needs.has('account'), async (at) => await readAccountSums(at, own));
	return {
		...candidate,
		quoteAsset: rules?.quoteAsset,
		lastPrice,
		value: needsValue ? orderValue(order, lastPrice) : undefined,
		account,
	};
}
