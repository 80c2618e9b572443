import { installOnce } from './cache';

/** An engine of n8n that the tests run in, beside the checkout's own. */
export interface Engine {
	readonly version: string;
	/** The version of n8n-workflow that belongs to it. */
	readonly workflow: string;
	/** The major version of Node that it runs on. */
	readonly node: number;
}

/** The checkout's own engine: the oldest that is supported. */
export const OLDEST_VERSION = '2.8.1';

export const NEWEST_ENGINE: Engine = { version: '2.41.1', workflow: '2.41.0', node: 24 };

/** The folder whose `node_modules` holds an engine, fetched once. */
export async function engineFolder({ version, workflow }: Engine): Promise<string> {
	return await installOnce(`n8n-core-${version}`, {
		'n8n-core': version,
		'n8n-workflow': workflow,
	});
}
