/** What the node said of an item's order. */
export interface Report {
	readonly item: string;
	/** Orders with the same terms cannot be told apart by looking at them. */
	readonly terms: string;
	/** Whether no other item asks for an order with these terms. */
	readonly isUnique: boolean;
	readonly outcome: unknown;
	/** The order that it is said to have become, if it is said to be placed. */
	readonly displayingId: string | undefined;
}

/** A POST as it arrived. */
export interface Post {
	/** The item that it was sent for. */
	readonly item: string;
	/** Whether its sender could not know from the answer that it did not become an order. */
	readonly leavesDoubt: boolean;
	/** The orders that it became, whatever was answered. */
	readonly created: readonly string[];
}

/** An order that the exchange has. */
export interface ExistingOrder {
	readonly displayingId: string;
	readonly terms: string;
}

/** All that was said and all that was done; POSTs in the order in which they arrived. */
export interface Testimony {
	readonly reports: readonly Report[];
	readonly posts: readonly Post[];
	readonly orders: readonly ExistingOrder[];
}

/** How often each thing happened that must not happen. */
export interface Verdict {
	readonly duplicates: number;
	readonly sentAgainInDoubt: number;
	readonly placedReportedAsNotPlaced: number;
	readonly reportedAsPlacedThatAreNot: number;
	readonly claimedTwice: number;
	readonly uniqueAndNotResolved: number;
	readonly ordersOfNobody: number;
}

/** A verdict without any complaint. */
export const INNOCENT: Verdict = {
	duplicates: 0,
	sentAgainInDoubt: 0,
	placedReportedAsNotPlaced: 0,
	reportedAsPlacedThatAreNot: 0,
	claimedTwice: 0,
	uniqueAndNotResolved: 0,
	ordersOfNobody: 0,
};

/**
 * Judges every item, whether or not others ask for an equal order, by what the exchange made of the
 * POSTs that were sent for it:
 *
 * - its POSTs became at most one order, and none followed one that left doubt;
 * - what it is said to have become exists, with its terms, and nobody else is said to be it;
 * - an order that nobody is told of belongs to an item that is said to be unknown.
 *
 * Equal orders may be taken for one another, which does no harm: nobody can tell the difference.
 * So the last rule follows the mix-up. If the sender of an order that nobody is told of is said to
 * be placed, it is by another's order; then that order's sender has to answer for it, and so on, up
 * to an item that was told of no order. Where that item is unknown, as many orders as exist along
 * the way are placed or unknown. Where it is said not to be placed, one order too few is told of.
 */
export function judge(testimony: Testimony): Verdict {
	const { reports, orders } = testimony;
	const facts = factsFrom(testimony);
	const createdFor = ({ item }: Report) => facts.createdFor.get(item) ?? [];
	return {
		duplicates: reports.filter((report) => createdFor(report).length > 1).length,
		sentAgainInDoubt: reports.filter(({ item }) => isSentAgainInDoubt(facts, item)).length,
		placedReportedAsNotPlaced: orders.filter((order) => isConcealed(facts, order)).length,
		reportedAsPlacedThatAreNot: reports.filter((report) => !isTrueClaim(facts, report)).length,
		claimedTwice: reports.filter(isClaim).length - facts.claimed.size,
		uniqueAndNotResolved: reports.filter(
			(report) => report.isUnique && report.outcome === 'unknown' && createdFor(report).length > 0,
		).length,
		ordersOfNobody: orders.filter(({ displayingId }) => !facts.senderOf.has(displayingId)).length,
	};
}

interface Facts {
	readonly postsFor: ReadonlyMap<string, readonly Post[]>;
	readonly createdFor: ReadonlyMap<string, readonly string[]>;
	/** What was said to the item that sent an order. */
	readonly senderOf: ReadonlyMap<string, Report>;
	/** Orders that some item is said to have become. */
	readonly claimed: ReadonlySet<string>;
	readonly termsOf: ReadonlyMap<string, string>;
}

function factsFrom({ reports, posts, orders }: Testimony): Facts {
	const postsFor = new Map<string, Post[]>();
	for (const post of posts) postsFor.set(post.item, [...(postsFor.get(post.item) ?? []), post]);
	const createdFor = new Map(
		[...postsFor].map(([item, sent]) => [item, sent.flatMap(({ created }) => created)]),
	);
	return {
		postsFor,
		createdFor,
		senderOf: new Map(
			reports.flatMap((report) =>
				(createdFor.get(report.item) ?? []).map((displayingId) => [displayingId, report] as const),
			),
		),
		claimed: new Set(reports.filter(isClaim).map(({ displayingId }) => displayingId)),
		termsOf: new Map(orders.map(({ displayingId, terms }) => [displayingId, terms])),
	};
}

function isClaim(report: Report): report is Report & { displayingId: string } {
	return report.displayingId !== undefined;
}

function isTrueClaim({ termsOf }: Facts, report: Report): boolean {
	if (!isClaim(report)) return report.outcome !== 'placed';
	return report.outcome === 'placed' && termsOf.get(report.displayingId) === report.terms;
}

function isSentAgainInDoubt({ postsFor }: Facts, item: string): boolean {
	return (postsFor.get(item) ?? []).slice(0, -1).some(({ leavesDoubt }) => leavesDoubt);
}

/** An order that nobody is told of, and nobody is told that it may exist. */
function isConcealed(facts: Facts, { displayingId }: ExistingOrder): boolean {
	if (facts.claimed.has(displayingId)) return false;
	return answerableFor(facts, displayingId)?.outcome === 'not_placed';
}

/** The item at the end of the mix-up that begins with an order that nobody is told of. */
function answerableFor({ senderOf }: Facts, displayingId: string): Report | undefined {
	const passed = new Set<Report>();
	let report = senderOf.get(displayingId);
	while (report !== undefined && isClaim(report) && !passed.has(report)) {
		passed.add(report);
		report = senderOf.get(report.displayingId);
	}
	return report;
}
