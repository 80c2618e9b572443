import type { IDataObject } from 'n8n-workflow';

import { ordersOf } from '../orderRow';
import { Failure } from '../reply/failure';
import { dialectOf } from '../wire/dialect';
import type { Connection } from '../wire/request';
import { readDated, type ReadCall, type Reading } from './read';

const LARGEST_PAGE = 100;
/** A list that never ends must end somewhere. */
const MOST_PAGES = 1_000;

export type PagedList = Omit<ReadCall, 'isSigned'> & {
	/** A page that the exchange refuses lies beyond the end: for those who read, not for those who look. */
	readonly refusalIsEnd?: boolean;
};

export interface Page {
	readonly entries: IDataObject[];
	/** Those that no page before it had, each once. */
	readonly fresh: IDataObject[];
	/** As of `Reading`. */
	readonly clockOffset: number | undefined;
}

/**
 * The pages of a signed list, one after another, up to its end: an empty page, or one that is the
 * first or the last one once more although nothing has arrived that could have pushed entries to it. How long
 * a page is tells nothing, since the exchange may cut pages as it likes. The first is asked for
 * without a number, since nobody says whether the exchange counts from 0 or 1.
 *
 * @throws Failure when a page cannot be read, or there are too many to read them all
 */
export async function* pagesOf(
	connection: Connection,
	list: PagedList,
): AsyncGenerator<Page, void> {
	const isFresh = freshness();
	const first = await readPage(connection, list, undefined);
	if (first.value.length === 0) return;
	yield {
		entries: first.value,
		fresh: first.value.filter(isFresh()),
		clockOffset: first.clockOffset,
	};
	const dialect = dialectOf(connection.baseUrl);
	let previous = first.value;
	for (let number = dialect.firstPage === 1 ? 2 : 1; number <= MOST_PAGES; number += 1) {
		const page = await readPage(connection, list, number).catch(endsList(list));
		if (page === undefined) return;
		if (number === 1 && dialect.firstPage === undefined) {
			await learnFirstPage(connection, list, first.value, page.value);
		}
		if (page.value.length === 0) return;
		const fresh = page.value.filter(isFresh());
		if (fresh.length === 0 && number > 1) {
			const top = await readPage(connection, list, undefined);
			fresh.push(...top.value.filter(isFresh()));
			const isStuck = [top.value, previous].some((rows) => namesOf(rows) === namesOf(page.value));
			if (fresh.length === 0 && isStuck) return;
		}
		previous = page.value;
		yield { entries: page.value, fresh, clockOffset: page.clockOffset };
	}
	throw new Failure(
		{ reason: 'unreadable_answer', todo: 'fix' },
		`The exchange’s list has more than ${MOST_PAGES} pages, which is as far as it was read`,
		'Read it in parts, with the filters From and To',
	);
}

/** What can be meant of a page that there is none of. Other errors say nothing of the page: of a time, an account, a symbol. */
const BEYOND_THE_END: readonly unknown[] = [undefined, 'INVALID_INPUT'];

function endsList({ refusalIsEnd }: PagedList): (caught: unknown) => Promise<undefined> {
	return async (caught) => {
		const isEnd = Failure.is(caught, 'refused') && BEYOND_THE_END.includes(caught.facts.status);
		return refusalIsEnd === true && isEnd ? undefined : await Promise.reject(caught);
	};
}

async function readPage(
	connection: Connection,
	list: PagedList,
	page: number | undefined,
): Promise<Reading<IDataObject[]>> {
	const parameters = { ...list.parameters, pageSize: LARGEST_PAGE, page };
	return await readDated(connection, { ...list, parameters, isSigned: true }, ordersOf);
}

/** Only a list that stands still tells for certain whether its page 1 is the first or the second: it is read once more. */
async function learnFirstPage(
	connection: Connection,
	list: PagedList,
	first: readonly IDataObject[],
	one: readonly IDataObject[],
): Promise<void> {
	const again = await readPage(connection, list, undefined);
	const [before, after, named] = [first, again.value, one].map(namesOf);
	if (before !== after) return;
	const isOther = one.length === 0 || !first.some((row) => one.map(nameOf).includes(nameOf(row)));
	if (named === before) dialectOf(connection.baseUrl).firstPage = 1;
	else if (isOther) dialectOf(connection.baseUrl).firstPage = 0;
}

/** Tells, page by page, which entries have not been seen yet. */
function freshness(): () => (entry: IDataObject) => boolean {
	const seen = new Set<string>();
	return () => {
		const copies = new Map<string, number>();
		return (entry) => {
			const name = nameOf(entry);
			const copy = hasName(entry) ? 0 : (copies.get(name) ?? 0);
			copies.set(name, copy + 1);
			const isNew = !seen.has(`${name} ${copy}`);
			seen.add(`${name} ${copy}`);
			return isNew;
		};
	};
}

/** Entries without an id are told apart by all that they say, and equal ones by their number on the page. */
function hasName({ _id: recordId, displayingId }: IDataObject): boolean {
	return (recordId ?? displayingId ?? undefined) !== undefined;
}

function namesOf(entries: readonly IDataObject[]): string {
	return entries.map(nameOf).join();
}

/** Both sides of a trade may share its `displayingId`, and one account may have been both: its record’s id is unique. */
function nameOf(entry: IDataObject): string {
	const { _id: recordId, displayingId, orderId, side } = entry;
	if (!hasName(entry)) return JSON.stringify(entry);
	return String(recordId ?? [displayingId, orderId, side].join('/'));
}

/** The first so many of the entries that pages bring. */
export async function firstEntries(
	pages: AsyncIterable<Pick<Page, 'fresh'>>,
	limit: number,
): Promise<IDataObject[]> {
	const entries: IDataObject[] = [];
	for await (const { fresh } of pages) {
		entries.push(...fresh);
		if (entries.length >= limit) break;
	}
	return entries.slice(0, limit);
}
