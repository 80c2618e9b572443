import type { INodeProperties } from 'n8n-workflow';

/** Adds conditions to whatever conditions the fields have already. */
export function showOnlyFor(
	fields: readonly INodeProperties[],
	show: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
	}));
}
