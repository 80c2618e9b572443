import type { CancelSignal } from '../clock';
import { Failure } from '../reply/failure';

/** Reads that several executions need at once: one call serves them all. Keeps nothing. */
export class SharedReads<T> {
	private readonly underWay = new Map<string, Promise<T>>();

	has(key: string): boolean {
		return this.underWay.has(key);
	}

	get isEmpty(): boolean {
		return this.underWay.size === 0;
	}

	/**
	 * Joins the read of that key that is under way, or starts one; makes up for one that another
	 * execution canceled.
	 *
	 * @throws what `start` throws
	 */
	async read(key: string, signal: CancelSignal | undefined, start: () => Promise<T>): Promise<T> {
		const reading = this.underWay.get(key) ?? start().finally(() => this.underWay.delete(key));
		this.underWay.set(key, reading);
		return await reading.catch(async (caught: unknown) => {
			if (!Failure.is(caught, 'execution_canceled') || signal?.aborted === true) throw caught;
			return await this.read(key, signal, start);
		});
	}
}
