import { storeOf } from '../exchange/memory';
import type { LedgerPage } from './entry';

const RUNS_KEPT = 1_000;

/** By the run that is retried. */
const pagesOfRetries = storeOf(() => new Map<string, LedgerPage>());

/**
 * The page on which a run writes. Every manual retry of one execution starts from a copy of its
 * data and never learns what another retry placed: so all of them write on one page.
 */
export function sharedPage(retried: string | undefined, ownPage: LedgerPage): LedgerPage {
	if (retried === undefined) return ownPage;
	const pages = pagesOfRetries('');
	const page = pages.get(retried) ?? ownPage;
	pages.set(retried, page);
	if (pages.size > RUNS_KEPT) pages.delete([...pages.keys()][0] ?? '');
	return page;
}
