/**
 * Where a signed request with a body carries its parameters: in its JSON body, in the query string of
 * its address (then there is no body), or in both, each signed as it stands there.
 */
export type Carrier = 'body' | 'query' | 'both';

/** What the code that sends tells the credential about one request. Nothing of it reaches the wire. */
export interface SigningNotes {
	/** Used where the credential says *Automatic*; without it that means the body. */
	readonly carrier?: Carrier | undefined;
	/** Ends the request; n8n puts a signal of its own in place of any that the options have. */
	readonly deadline?: AbortSignal;
	/** Called if the credential refuses to sign the request: nothing is sent then. */
	readonly onRefused?: (because: string) => void;
}

/** No workflow can write this key: it is a symbol that nobody outside of this package holds. */
const NOTES = Symbol('nami signing notes');

/**
 * The options with notes for `authenticate`. n8n hands the object on as it is (2.8.1 and 2.41.1), and
 * would keep the notes if it made a copy by spreading. What `signRequest` returns has none.
 */
export function withNotes<T extends object>(options: T, notes: SigningNotes): T {
	return { ...options, [NOTES]: notes };
}

/** The notes of a request; none where it does not come from this package's own code. */
export function notesOf(options: object): SigningNotes {
	return (options as { readonly [NOTES]?: SigningNotes })[NOTES] ?? {};
}

/** Whether a request comes from this package's own code, which notes something on every order. */
export function isOwn(options: object): boolean {
	return NOTES in options;
}

/** The options without notes, as a copy. */
export function withoutNotes<T extends object>(options: T): T {
	const copy: T & { [NOTES]?: SigningNotes } = { ...options };
	delete copy[NOTES];
	return copy;
}
