import { listSymbols } from '../exchange/api/symbols';
import { symbolsField, type Settings } from './settings';
import type { Poll, Source } from './source';

/**
 * The symbols that fields name.
 *
 * @throws Failure when a field cannot be read
 */
export function symbolsNamed(settings: Settings, sources: readonly Source[]): string[] {
	const inFields = sources.flatMap(({ symbolsIn }) => symbolsIn?.(settings) ?? []);
	return [...new Set([...settings.filters.symbols, ...inFields])];
}

/**
 * Refuses symbols that the exchange does not have: a trigger that watches one would be silent for
 * ever. Those that it has, or once had, are added to `checked` and not looked at again.
 *
 * @throws Failure that names the first of them
 */
export async function checkSymbols(
	{ connection, settings, log }: Poll,
	symbols: readonly string[],
	checked: Set<string>,
): Promise<void> {
	const unchecked = symbols.filter((symbol) => !checked.has(symbol));
	if (unchecked.length === 0) return;
	const listed = await listSymbols(connection);
	if (listed === undefined) {
		const names = unchecked.join(', ');
		return log('warn', `The exchange did not list its symbols: ${names} could not be checked`);
	}
	const existing = new Set(listed.map(({ symbol }) => symbol));
	const unknown = unchecked.find((symbol) => !existing.has(symbol));
	if (unknown !== undefined) {
		throw settings.fields.invalid(
			symbolsField,
			`The exchange has no symbol ${unknown}`,
			'Check its spelling',
		);
	}
	unchecked.forEach((symbol) => checked.add(symbol));
}
