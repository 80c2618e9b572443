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

/** What a mutant does to its file's text. @throws Error unless the text is there, once */
export function broken(text: string, { name, file, from, to }: Mutant): string {
	const times = text.split(from).length - 1;
	if (times !== 1) throw new Error(`Mutant “${name}”: its text occurs ${times} times in ${file}`);
	return text.replace(from, () => to);
}
