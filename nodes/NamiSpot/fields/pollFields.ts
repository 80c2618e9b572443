import type { IPollFunctions } from 'n8n-workflow';

import { ItemFields, NOT_SET } from './itemFields';

/** The fields of a trigger, which are the same for whatever it finds. */
export function pollFields(context: IPollFunctions): ItemFields {
	return new ItemFields(
		{
			value(name) {
				const given: unknown = context.getNodeParameter(name, NOT_SET);
				return given === NOT_SET ? undefined : (given ?? null);
			},
			raw: (name) => context.getNodeParameter(name, NOT_SET, { rawExpressions: true }),
			evaluate: () => undefined,
			expect: () => undefined,
			timezone: () => context.getTimezone(),
		},
		undefined,
	);
}
