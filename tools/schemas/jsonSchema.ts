import { isDeepStrictEqual } from 'node:util';

/** As much of JSON Schema as n8n's editor shows before a node has run. */
export interface JsonSchema {
	type?: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
}

/** The schema that all of the values have in common: every field that any of them has. */
export function schemaOf(values: readonly unknown[]): JsonSchema {
	return values.map(schemaOfOne).reduce(merged, {});
}

function schemaOfOne(value: unknown): JsonSchema {
	if (value === null || value === undefined) return { type: 'null' };
	if (Array.isArray(value)) return { type: 'array', items: schemaOf(value) };
	if (typeof value === 'object') {
		const properties = Object.entries(value).map(([name, part]) => [name, schemaOfOne(part)]);
		return { type: 'object', properties: Object.fromEntries(properties) };
	}
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
		return { type: typeof value } as JsonSchema;
	}
	throw new Error(`JSON has no ${typeof value}`);
}

/** n8n shows one type for each field: where some values are null, that of the others. */
function merged(a: JsonSchema, b: JsonSchema): JsonSchema {
	if (isUnknown(a) || isDeepStrictEqual(a, b)) return b;
	if (isUnknown(b)) return a;
	if (a.type !== b.type) throw new Error(`One field is ${a.type} and ${b.type}`);
	return {
		type: a.type,
		...(a.properties &&
			b.properties && { properties: mergedProperties(a.properties, b.properties) }),
		...(a.items && b.items && { items: merged(a.items, b.items) }),
	} as JsonSchema;
}

function isUnknown({ type }: JsonSchema): boolean {
	return type === undefined || type === 'null';
}

function mergedProperties(
	a: Record<string, JsonSchema>,
	b: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
	const all = { ...a };
	for (const [name, schema] of Object.entries(b)) all[name] = merged(a[name] ?? {}, schema);
	return all;
}
