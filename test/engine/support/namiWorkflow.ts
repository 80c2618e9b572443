import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Exchange } from '../../../tools/exchange';
import { retryRun, runWorkflow, type Run, type RunOptions } from '../../../tools/harness';
import { credentialFor } from './exchange';
import { leaks } from './leaks';

export interface NamiOptions extends Omit<RunOptions, 'credentials'> {
	/** Changes to the credential for the exchange; `none` for a node without one. */
	credential?: ICredentialDataDecryptedObject | 'none';
}

/** Runs the node in n8n's engine against an exchange, and checks that the run gives no secret away. */
export async function namiWorkflow(exchange: Exchange, options: NamiOptions = {}): Promise<Run> {
	const { credential = {}, ...runOptions } = options;
	const credentials = credential === 'none' ? {} : { namiApi: credentialFor(exchange, credential) };
	return withoutLeaks(await runWorkflow({ ...runOptions, credentials }), exchange);
}

/** Retries a failed run by hand, with the same check. */
export async function namiRetry(
	exchange: Exchange,
	failed: Run,
	changes: Parameters<typeof retryRun>[1] = {},
): Promise<Run> {
	return withoutLeaks(await retryRun(failed, changes), exchange);
}

function withoutLeaks(run: Run, exchange: Exchange): Run {
	expect(leaks(run, exchange)).toEqual([]);
	return run;
}
