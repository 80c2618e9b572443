import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isRecord, textOf } from '../exchange/guards';
import { keepNewest, storeOf } from '../exchange/memory';
import { orderIdOf } from '../exchange/orderRow';
import { Failure, type FailureRecord } from '../exchange/reply/failure';
import {
	entriesOf,
	isOpen,
	itemOf,
	type Entry,
	type LedgerPage,
	type PreparedOrderRecord,
	type Slot,
	type WaitRecord,
} from './entry';
import { isOutsideOfRuns, retriedRun, runIndexOf } from './execution';

const CONTEXT_KEY = 'namiOrders';

/**
 * What this run of the node has already sent, item by item. It lives in the node's context data,
 * which n8n keeps for all tries of Retry On Fail and for a manual retry of the failed execution,
 * and is keyed by run index, so that the next iteration of a loop starts a page of its own. All
 * manual retries of one execution share a page while this process runs.
 */
export class Ledger {
	private constructor(
		private readonly page: LedgerPage,
		/** Names the run that is retried by hand; undefined for every other one. */
		readonly retried?: string,
		/** The pages of all runs of the node in this execution. */
		private readonly pages: IDataObject = {},
	) {}

	/**
	 * Opens the page of this run, with what earlier tries wrote on it. Somebody who retries a failed
	 * execution by hand has seen its error: what was proven not to be placed may be sent again, what
	 * only a look had shown not to be placed after another look.
	 */
	static open(context: IExecuteFunctions): Ledger {
		const pages = pagesIn(context);
		if (pages === undefined) return new Ledger({ executionId: '', entries: {} });
		const runIndex = String(runIndexOf(context));
		const executionId = String(context.getExecutionId());
		const kept = pages[runIndex];
		const beganIn = context.getMode() === 'retry' ? '' : executionId;
		const ownPage = isPage(kept) ? kept : { executionId, beganIn, entries: {} };
		const retried = retriedRun(context, runIndex, ownPage.beganIn ?? '');
		const page = sharedPage(retried, ownPage);
		if (page.executionId !== executionId) page.entries = forAnotherExecution(page.entries);
		page.executionId = executionId;
		pages[runIndex] = page;
		return new Ledger(page, retried, pages);
	}

	find(slot: Slot): Entry | undefined {
		return this.page.entries[slot];
	}

	write(slot: Slot, entry: Entry): void {
		const open = openSlotsOf(this.page.entries);
		const before = this.page.entries[slot];
		const asked = before?.state === 'placed' && entry.state === 'placed' && before.asked;
		this.page.entries[slot] = asked ? { asked, ...entry } : entry;
		if (isOpen(entry)) open.add(String(slot));
		else open.delete(String(slot));
	}

	/** The account that an order was for: the credential may be changed between two tries. */
	accountOf(slot: Slot): string | undefined {
		return this.page.accounts?.[slot];
	}

	setAccount(slot: Slot, account: string): void {
		this.page.accounts ??= {};
		this.page.accounts[slot] = account;
	}

	/** What other runs of the node in this execution came to for an account: each call of a tool is a run. */
	inOtherRuns(account: string): Entry[] {
		const others = Object.values(this.pages).filter((page) => page !== this.page);
		return others
			.filter(isPage)
			.flatMap((page) => entriesOf(page, account).map(([, entry]) => entry));
	}

	/** What an item's order came to, where somebody has prepared it. */
	prepared(slot: Slot): PreparedOrderRecord | undefined {
		return this.page.prepared?.[slot];
	}

	/** What the order's item says beside it. */
	remarks(slot: Slot): IDataObject {
		return this.prepared(slot)?.remarks ?? {};
	}

	prepare(slot: Slot, record: PreparedOrderRecord): void {
		this.page.prepared ??= {};
		this.page.prepared[slot] = record;
	}

	/** What an item's order came to in an earlier try does not hold any more. */
	forgetPrepared(slot: Slot): void {
		delete this.page.prepared?.[slot];
	}

	/** The wait for an item's order, where there was one: a fact of its own beside that it is placed. */
	wait(slot: Slot): WaitRecord | undefined {
		return this.page.waits?.[slot];
	}

	writeWait(slot: Slot, record: WaitRecord): void {
		this.page.waits ??= {};
		this.page.waits[slot] = record;
	}

	/** What became of the orders that an item's tries have canceled. */
	canceled(item: number): IDataObject[] {
		return this.page.canceled?.[item] ?? [];
	}

	noteCanceled(item: number, orders: readonly IDataObject[]): void {
		const isNoted = ({ displayingId }: IDataObject) =>
			orders.some((order) => order.displayingId === displayingId);
		const before = this.canceled(item).filter((order) => !isNoted(order));
		(this.page.canceled ??= {})[item] = [...before, ...orders];
	}

	/** Whether an item has bought something of which it is not known that it is protected. */
	setNaked(item: number, isNaked: boolean): void {
		if (isNaked) (this.page.naked ??= {})[item] = true;
		else delete this.page.naked?.[item];
	}

	/** Ids of the orders that this run has placed, by item; with an account, only those for that. */
	placed(account?: string): Array<{ item: number; displayingId: string; symbol: string }> {
		return entriesOf(this.page, account).flatMap(([item, entry]) => {
			if (entry.state !== 'placed') return [];
			const { data } = entry;
			const displayingId = orderIdOf(data) ?? '';
			return [{ item: itemOf(item), displayingId, symbol: textOf(data.symbol) ?? '' }];
		});
	}

	/**
	 * Holds an item back while the outcome of one before it is unknown, or what that bought is not protected.
	 *
	 * @throws Failure with the reason `skipped`
	 */
	requireNotHeldUp(item: number): void {
		const { entries, naked = {} } = this.page;
		const heldUpBy = [...openSlotsOf(entries), ...Object.keys(naked)]
			.map(itemOf)
			.reduce(lower, Infinity);
		if (heldUpBy >= item) return;
		const why =
			naked[heldUpBy] === true
				? `it is not known that what item ${heldUpBy} bought is protected`
				: `it is unknown whether the order of item ${heldUpBy} was placed`;
		const failure: FailureRecord = {
			facts: { outcome: 'not_placed', reason: 'skipped', heldUpByItem: heldUpBy },
			message: `The order was not sent, because ${why}`,
			advice:
				'Find out about that order first. To place the rest anyway, turn on Continue After Unknown',
		};
		this.write(item, { state: 'not_placed', failure, maySucceedLater: true });
		throw Failure.from(failure);
	}

	/**
	 * Keeps only the ids of placed orders. For a run that n8n will not repeat: its answers are in the
	 * run data already, and ten thousand of them need not be stored twice.
	 */
	compact(): void {
		for (const [item, entry] of Object.entries(this.page.entries)) {
			// Another call of a tool may be answered with it.
			if (entry.state !== 'placed' || entry.asked !== undefined) continue;
			const { displayingId, symbol } = entry.data;
			this.page.entries[item] = { ...entry, data: { displayingId, symbol } };
			delete this.page.prepared?.[item];
			delete this.page.accounts?.[item];
		}
	}
}

/** The orders of a page that may exist; kept beside it, since a batch asks before each item. */
const openSlots = new WeakMap<LedgerPage['entries'], Set<string>>();

function openSlotsOf(entries: LedgerPage['entries']): Set<string> {
	const known = openSlots.get(entries);
	if (known !== undefined) return known;
	const found = Object.entries(entries).filter(([, entry]) => isOpen(entry));
	const open = new Set(found.map(([slot]) => slot));
	openSlots.set(entries, open);
	return open;
}

/**
 * The node's context data. Undefined where n8n has none (its Agents), and in an AI agent's tool call
 * outside of n8n's own run of the node, whose run index calls of several agent items share.
 */
function pagesIn(context: IExecuteFunctions): IDataObject | undefined {
	if (isOutsideOfRuns(context)) return undefined;
	try {
		const kept = context.getContext('node');
		const pages: IDataObject = isRecord(kept[CONTEXT_KEY]) ? kept[CONTEXT_KEY] : {};
		kept[CONTEXT_KEY] = pages;
		return pages;
	} catch {
		return undefined;
	}
}

const PAGES_OF_RETRIES_KEPT = 1_000;
/** By the run that is retried. */
const pagesOfRetries = storeOf(() => new Map<string, LedgerPage>());

/**
 * The page on which a run writes. Every manual retry of one execution starts from a copy of its
 * data and never learns what another retry placed: so all of them write on one page.
 */
function sharedPage(retried: string | undefined, ownPage: LedgerPage): LedgerPage {
	if (retried === undefined) return ownPage;
	const pages = pagesOfRetries('');
	const page = pages.get(retried) ?? ownPage;
	keepNewest(pages, retried, page, PAGES_OF_RETRIES_KEPT);
	return page;
}

function isPage(page: unknown): page is LedgerPage {
	return isRecord(page) && typeof page.executionId === 'string' && isRecord(page.entries);
}

function forAnotherExecution(entries: LedgerPage['entries']): LedgerPage['entries'] {
	return Object.fromEntries(
		Object.entries(entries).flatMap(([item, entry]): Array<[string, Entry]> => {
			if (entry.state !== 'not_placed') return [[item, entry]];
			const { sent, failure } = entry;
			return sent === undefined ? [] : [[item, { state: 'refused', ...sent, failure }]];
		}),
	);
}

function lower(one: number, other: number): number {
	return Math.min(one, other);
}
