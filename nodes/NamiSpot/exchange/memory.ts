/**
 * What this process keeps between calls. Every store is a map, and its key is the host (pacing), the
 * base URL (dialect, symbol rules, prices), base URL and account (all that is about orders), or a
 * trigger node. What one execution knows is not here but in its ledger.
 */
const stores: Array<Map<string, unknown>> = [];

/** A store: gives what is kept under a key, made when it is first asked for. */
export function storeOf<T>(make: () => T): (key: string) => T {
	const kept = new Map<string, T>();
	stores.push(kept);
	return (key) => {
		const known = kept.get(key);
		if (known !== undefined) return known;
		const made = make();
		kept.set(key, made);
		return made;
	};
}

/** Keeps an entry of a map as its newest one, and of all at most so many: the oldest go. */
export function keepNewest<K, V>(kept: Map<K, V>, key: K, value: V, most: number): void {
	kept.delete(key);
	kept.set(key, value);
	for (const oldest of kept.keys()) {
		if (kept.size <= most) return;
		kept.delete(oldest);
	}
}

/** Forgets everything, as a restart of n8n does. For tests. */
export function forgetAll(): void {
	for (const store of stores) store.clear();
}
