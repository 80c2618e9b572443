import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Facts } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';
import type { OrderRecord } from '../exchange/spotOrder';

/** What a run knows about one item's order. */
export type Entry =
	/** The POST may be under way: written before it leaves. */
	| ({ readonly state: 'sending' } & SentOrder)
	| ({ readonly state: 'unknown'; readonly failure: RecordedFailure } & SentOrder)
	/** Not placed as far as a look in an earlier execution could tell; looked for again before it is sent. */
	| ({ readonly state: 'refused'; readonly failure: RecordedFailure } & SentOrder)
	| { readonly state: 'placed'; readonly data: IDataObject; readonly isReconciled?: true }
	| {
			readonly state: 'not_placed';
			readonly failure: RecordedFailure;
			/** Nothing stands in the way of sending it again on a later try. */
			readonly maySucceedLater: boolean;
			/** What it takes to look again: the exchange had answered no, and only a look said that it meant it. */
			readonly sent?: SentOrder;
	  };

export type NotPlacedEntry = Extract<Entry, { state: 'not_placed' }>;

/** What it takes to look for an order later. */
export interface SentOrder {
	readonly intentId: string;
	/** Unix milliseconds of this machine. */
	readonly sentAt: number;
	/** When no answer was to be expected any more; absent while it is under way. */
	readonly endedAt?: number;
	readonly order: OrderRecord;
}

export interface RecordedFailure {
	readonly facts: Facts;
	readonly message: string;
	readonly advice: string;
}

/** A placed order as the ledger records it. */
export function placedEntry(data: IDataObject, isReconciled: boolean): Entry {
	return { state: 'placed', data, ...(isReconciled && { isReconciled }) };
}

interface Book {
	executionId: string;
	entries: Record<string, Entry>;
}

const CONTEXT_KEY = 'namiOrders';

/**
 * What this run of the node has already sent, item by item. It lives in the node's context data,
 * which n8n keeps for all tries of Retry On Fail and for a manual retry of the failed execution,
 * and is keyed by run index, so that the next iteration of a loop starts a page of its own.
 */
export class Ledger {
	private constructor(private readonly book: Book) {}

	/**
	 * Opens the page of this run, with what earlier tries wrote on it. Somebody who retries a failed
	 * execution by hand has seen its error: what was proven not to be placed may be sent again, what
	 * only a look had shown not to be placed after another look.
	 */
	static open(context: IExecuteFunctions): Ledger {
		if (isToolInvocation(context)) return Ledger.blank();
		const kept = context.getContext('node');
		const pages: IDataObject = isRecord(kept[CONTEXT_KEY]) ? kept[CONTEXT_KEY] : {};
		kept[CONTEXT_KEY] = pages;
		const runIndex = String(runIndexOf(context));
		const executionId = String(context.getExecutionId());
		const page = pages[runIndex];
		const book: Book = isBook(page) ? page : { executionId, entries: {} };
		if (book.executionId !== executionId) book.entries = forAnotherExecution(book.entries);
		book.executionId = executionId;
		pages[runIndex] = book;
		return new Ledger(book);
	}

	private static blank(): Ledger {
		return new Ledger({ executionId: '', entries: {} });
	}

	find(item: number): Entry | undefined {
		return this.book.entries[item];
	}

	write(item: number, entry: Entry): void {
		this.book.entries[item] = entry;
	}

	/** Ids of the orders that this run has placed, by item. */
	placed(): Array<{ item: number; displayingId: unknown; symbol: unknown }> {
		return Object.entries(this.book.entries).flatMap(([item, entry]) =>
			entry.state === 'placed'
				? [
						{
							item: Number(item),
							displayingId: entry.data.displayingId,
							symbol: entry.data.symbol,
						},
					]
				: [],
		);
	}

	/**
	 * Keeps only the ids of placed orders. For a run that n8n will not repeat: its answers are in the
	 * run data already, and ten thousand of them need not be stored twice.
	 */
	compact(): void {
		for (const [item, entry] of Object.entries(this.book.entries)) {
			if (entry.state !== 'placed') continue;
			const { displayingId, symbol } = entry.data;
			this.book.entries[item] = { ...entry, data: { displayingId, symbol } };
		}
	}
}

/**
 * An AI agent's tool call outside of n8n's own run of the node. Its run index does not identify it:
 * calls of several agent items share one. n8n repeats such a call only after an exception, and
 * this package gives a tool its failures as results.
 */
function isToolInvocation(context: IExecuteFunctions): boolean {
	return context.constructor.name === 'SupplyDataContext';
}

/**
 * n8n's own contexts carry it in the open, though its types for nodes do not name it. The data proxy,
 * which they do name, costs as much time as all else that an order needs before it is sent.
 */
function runIndexOf(context: IExecuteFunctions): unknown {
	if ('runIndex' in context && typeof context.runIndex === 'number') return context.runIndex;
	return context.getWorkflowDataProxy(0).$runIndex ?? 0;
}

function isBook(page: unknown): page is Book {
	return isRecord(page) && typeof page.executionId === 'string' && isRecord(page.entries);
}

function forAnotherExecution(entries: Book['entries']): Book['entries'] {
	return Object.fromEntries(
		Object.entries(entries).flatMap(([item, entry]): Array<[string, Entry]> => {
			if (entry.state !== 'not_placed') return [[item, entry]];
			const { sent, failure } = entry;
			return sent === undefined ? [] : [[item, { state: 'refused', ...sent, failure }]];
		}),
	);
}
