import { balances } from './balances';
import { orders } from './orders';
import { prices } from './prices';
import { quoted } from '../fields/kind';
import { eventsField, type Settings } from './settings';
import type { Source } from './source';
import { trades } from './trades';

/** As they are polled: what takes one call comes first, since a list that hangs may take all of a poll’s time. */
export const sources: readonly Source[] = [prices, balances, orders, trades];

/**
 * Those that the chosen events come from.
 *
 * @throws Failure when no event is chosen, or one that there is not
 */
export function sourcesFor({ filters: { events }, fields }: Settings): Source[] {
	const valuesOf = ({ options }: Source) => options.map(({ value }) => String(value));
	const known = sources.flatMap(valuesOf);
	const unknown = events.find((event) => !known.includes(event));
	if (unknown !== undefined) {
		throw fields.invalid(
			eventsField,
			`Events contains ${quoted(unknown)}, which is not one of the options`,
			`Use some of ${known.join(', ')}`,
		);
	}
	if (events.length === 0) {
		throw fields.invalid(eventsField, 'No event is chosen', 'Choose at least one under Events');
	}
	return sources.filter((source) => valuesOf(source).some((value) => events.includes(value)));
}
