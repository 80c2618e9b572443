/** What n8n's AI builder reads about a field; its types know it from n8n 2.4x on, older ones ignore it. */
export interface BuilderHint {
	readonly builderHint: { readonly propertyHint: string };
}

/** A hint for n8n's AI builder, to be spread into a field. */
export function forBuilder(propertyHint: string): BuilderHint {
	return { builderHint: { propertyHint } };
}
