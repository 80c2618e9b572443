import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { NamiApi } from '../../../credentials/NamiApi.credentials';
import { resources } from '../../../nodes/NamiSpot/actions/resources';
import { NamiSpot } from '../../../nodes/NamiSpot/NamiSpot.node';
import { NamiSpotTrigger } from '../../../nodes/NamiSpot/NamiSpotTrigger.node';

/** The panel of a node at 1440 pixels shows so many characters of an option's label. */
const WIDEST_LABEL = 27;

const ALL = [
	new NamiSpot().description.properties,
	new NamiSpotTrigger().description.properties,
	new NamiApi().properties,
].flat();

function isField(option: unknown): option is INodeProperties {
	return (
		typeof option === 'object' && option !== null && 'displayName' in option && 'type' in option
	);
}

function withNested(fields: readonly INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => [field, ...withNested((field.options ?? []).filter(isField))]);
}

const FIELDS = withNested(ALL).filter(({ type }) => type !== 'notice');
const named = (name: string) => FIELDS.filter((field) => field.name === name);
const choicesOf = (field: INodeProperties | undefined) =>
	(field?.options ?? []).map((option) => (option as INodePropertyOptions).name);

test.each([...new Set(FIELDS.map(({ displayName }) => displayName))])(
	'“%s” is not cut off',
	(label) => {
		expect(label.length).toBeLessThanOrEqual(WIDEST_LABEL);
	},
);

test.each([
	'timeout',
	'maxAge',
	'repeatWindow',
	'longestWait',
	'lookBack',
	'reportAfter',
	'movedByWindow',
])('%s has its unit in its label', (name) => {
	expect(named(name).length).toBeGreaterThan(0);
	for (const { displayName } of named(name)) expect(displayName).toMatch(/\((Seconds|Minutes)\)$/);
});

test.each(resources.flatMap(({ operations }) => operations.map(({ option }) => option.action)))(
	'the action “%s” is in n8n’s style',
	(action) => {
		expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
		expect(action).not.toMatch(/\b(an?|the|of)\b/);
	},
);

test('the node begins with orders, and each order type with what is used most', () => {
	expect(choicesOf(named('resource')[0])[0]).toBe('Order');
	expect(choicesOf(named('type')[0])).toEqual(['Limit', 'Market', 'Stop Limit', 'OCO']);
});

test.each(['limitPrice', 'stopPrice', 'price'])('the placeholder of %s fits the side', (name) => {
	const percents = (side: string) =>
		named(name)
			.filter(({ displayOptions: { show, hide } = {} }) =>
				side === 'SELL' ? show?.side?.[0] === side : hide?.side?.[0] === 'SELL',
			)
			.map(({ placeholder, displayOptions }) => [displayOptions?.show?.type?.[0], placeholder]);
	expect(percents('BUY').length).toBeGreaterThan(0);
	expect(percents('SELL').length).toBe(percents('BUY').length);
	for (const [i, [type, placeholder]] of percents('BUY').entries()) {
		expect([type, placeholder]).not.toEqual(percents('SELL')[i]);
	}
});
