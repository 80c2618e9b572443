/** An n8n in the cache, ready to run. */
export interface FetchedN8n {
	readonly version: string;
	/** The Node binary that it runs on. */
	readonly node: string;
	/** n8n's own command, a script for that binary. */
	readonly command: string;
	/** `PATH` with that Node first. */
	readonly PATH: string;
}

export const N8N_VERSIONS: ReadonlyArray<{ readonly version: string; readonly node: number }>;
export const NEWEST: string;
export function fetchN8n(version: string): Promise<FetchedN8n>;
