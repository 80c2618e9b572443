import type { INodeProperties } from 'n8n-workflow';

import { NamiSpot } from '../../../nodes/NamiSpot/NamiSpot.node';
import { NamiSpotTrigger } from '../../../nodes/NamiSpot/NamiSpotTrigger.node';

const NODES = [new NamiSpot(), new NamiSpotTrigger()].map(({ description }) => description);

/** Fields that other fields show or hide, by the names of those. */
function controllersOf({ displayOptions }: INodeProperties): string[] {
	return Object.keys({ ...displayOptions?.show, ...displayOptions?.hide });
}

/**
 * n8n takes a field for shown, and asks for it, if an expression decides whether it is: a required
 * one would keep the workflow from running.
 */
test.each(NODES)('$displayName requires no field that an expression may show', ({ properties }) => {
	const takesExpressions = new Set(
		properties.filter((field) => field.noDataExpression !== true).map(({ name }) => name),
	);
	const required = properties.filter((field) => field.required === true);
	expect(required.length).toBeGreaterThan(0);
	for (const field of required) {
		const controllers = controllersOf(field).filter((name) => takesExpressions.has(name));
		expect({ field: field.name, controllers }).toEqual({ field: field.name, controllers: [] });
	}
});
