import type { ItemFields } from '../fields/itemFields';
import { quoted } from '../fields/kind';
import type { Judge, Owner, Rail } from './rail';
import { RAILS } from './rails';

/** A rail that somebody has set. */
export interface Limit {
	readonly rail: Rail;
	readonly owner: Owner;
	/** The rail in a sentence: `the credential’s Allowed Symbols`. */
	readonly named: string;
	/** What it holds, for a message. */
	readonly given: string;
	/** Undefined if what it holds cannot be used: it was set, and so it holds every order. */
	readonly judge: Judge | undefined;
}

/** @param givenFor what a rail holds; undefined if it is not set */
function limitsOf(owner: Owner, givenFor: (name: string) => unknown): Limit[] {
	return RAILS[owner].flatMap((rail) => {
		const given = givenFor(rail.name);
		if (given === undefined) return [];
		const named = `the ${owner}’s ${rail.label}`;
		const judge = rail.read(given, named, owner);
		return [{ rail, owner, named, given: quoted(given), judge }];
	});
}

/** The rails among a node's options. One that is set holds, whatever its expression has made of it. */
export function nodeLimits(options: ItemFields): Limit[] {
	return limitsOf('node', (name) =>
		options.isSet({ name }) ? options.given({ name }) : undefined,
	);
}

/** What the form of the credential has where nobody sets a rail; elsewhere it is empty. */
const UNSET: ReadonlyMap<string, string> = new Map([['trading', 'allowed']]);

/**
 * The rails of a credential. An empty field of its form sets none; a field that an expression has
 * left without a value does, and holds every order.
 */
export function credentialLimits(credential: Readonly<Record<string, unknown>>): Limit[] {
	return limitsOf('credential', (name) => {
		if (!Object.hasOwn(credential, name)) return undefined;
		const given = credential[name];
		return given === (UNSET.get(name) ?? '') ? undefined : (given ?? null);
	});
}
