import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** The checkout's root, where package.json and dist lie. */
export const packageRoot = resolve(__dirname, '../..');

const BUNDLE = join(packageRoot, 'dist/nami.js');

type Signal = Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'>;

/** What the package's own clock offers. */
export interface ReplaceableClock {
	now: () => number;
	monotonic: () => number;
	sleep: (ms: number, signal?: Signal) => Promise<void>;
}

/** The published bundle as one process of n8n has it. */
interface Bundle {
	readonly exports: Record<string, unknown>;
	/** A constant of the bundle that it does not export. */
	readonly clock: ReplaceableClock;
	/** What the clock does where nobody has put another in its place. */
	readonly itsOwn: ReplaceableClock;
}

type Evaluate = (exports: object, require: NodeJS.Require, module: object) => ReplaceableClock;

let evaluate: Evaluate | undefined;
let current: Bundle | undefined;
let clockInForce: ReplaceableClock | undefined;

/** The published text, word for word; what follows it looks at its scope from inside. */
function compile(): Evaluate {
	const text = `${readFileSync(BUNDLE, 'utf8')}\nreturn clock;\n//# sourceURL=${BUNDLE}`;
	return new Function('exports', 'require', 'module', text) as Evaluate;
}

function load(): Bundle {
	evaluate ??= compile();
	const module: { exports: Record<string, unknown> } = { exports: {} };
	const clock = evaluate(module.exports, createRequire(BUNDLE), module);
	const itsOwn = { ...clock };
	if (clockInForce) Object.assign(clock, clockInForce);
	return { exports: module.exports, clock, itsOwn };
}

/** What the compiled package exports; evaluated when it is first asked for, and after each restart. */
export function bundle(): Bundle['exports'] {
	return (current ??= load()).exports;
}

/**
 * Forgets all that the package keeps in this process: limits and bans, orders sent, symbols and
 * prices. As after a restart of n8n, it is evaluated anew; what still runs goes on in the old one.
 */
export function restartPackage(): void {
	current = undefined;
}

/** What the package takes for the time. */
export function packageTime(): number {
	return (current ??= load()).clock.now();
}

/** Puts another clock into the compiled package, also where a restart evaluates it anew; call the answer to put the old one back. */
export function installPackageClock({ now, monotonic, sleep }: ReplaceableClock): () => void {
	const before = clockInForce;
	useClock({ now, monotonic, sleep });
	return () => useClock(before);
}

function useClock(clock: ReplaceableClock | undefined): void {
	clockInForce = clock;
	if (current) Object.assign(current.clock, clock ?? current.itsOwn);
}
