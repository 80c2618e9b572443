/**
 * A hint for n8n's AI builder, to be spread into a field; n8n's types know it from n8n 2.4x on, older
 * ones ignore it.
 */
export function forBuilder(propertyHint: string) {
	return { builderHint: { propertyHint } };
}
