import { ItemFields } from '../../../nodes/NamiSpot/fields/itemFields';

/** The fields of an item that hold these values; whatever is not named is not set. */
export function fieldsOf(values: Record<string, unknown>, item = 3, zone = 'UTC'): ItemFields {
	const value = (name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? null) : undefined;
	const evaluate = () => undefined;
	const rest = { raw: value, evaluate, expect: () => undefined, timezone: () => zone };
	return new ItemFields({ value, ...rest }, item);
}
