/** What has been opened so far; it is closed in the opposite order. */
export class Opened {
	private readonly closings: Array<() => Promise<void>> = [];

	/** Notes how to close something, and hands it on. */
	add<T>(thing: T, close: (thing: T) => Promise<void>): T {
		this.closings.push(async () => await close(thing));
		return thing;
	}

	/** Closes everything, also after something that could not be closed. */
	async close(): Promise<void> {
		const close = this.closings.pop();
		if (!close) return;
		try {
			await close();
		} finally {
			await this.close();
		}
	}
}
