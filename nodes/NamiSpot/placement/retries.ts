import type { IExecuteFunctions } from 'n8n-workflow';

import { storeOf } from '../exchange/memory';
import { retriedRun } from './execution';
import type { LedgerPage } from './entry';

const RUNS_KEPT = 1_000;

/** By the run that is retried. */
const pagesOfRetries = storeOf(() => new Map<string, LedgerPage>());

/**
 * The page on which a run writes. Every manual retry of one execution starts from a copy of its
 * data and never learns what another retry placed: so all of them write on one page.
 */
export function sharedPage(
	context: IExecuteFunctions,
	runIndex: string,
	ownPage: () => LedgerPage,
): LedgerPage {
	const run = retriedRun(context, runIndex);
	if (run === undefined) return ownPage();
	const pages = pagesOfRetries('');
	const page = pages.get(run) ?? ownPage();
	pages.set(run, page);
	if (pages.size > RUNS_KEPT) pages.delete([...pages.keys()][0] ?? '');
	return page;
}
