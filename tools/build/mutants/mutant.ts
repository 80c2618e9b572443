/** One way to break the package that would cost money. */
export interface Mutant {
	readonly name: string;
	readonly file: string;
	/** Must occur exactly once in the file, so that a mutant cannot quietly turn into the original. */
	readonly from: string;
	readonly to: string;
	/** Paths or patterns for Jest: one of these tests has to fail. */
	readonly tests: readonly string[];
}
