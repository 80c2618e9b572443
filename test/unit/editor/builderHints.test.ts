import type { INodeProperties } from 'n8n-workflow';

import { NamiSpot } from '../../../nodes/NamiSpot/NamiSpot.node';

const { description } = new NamiSpot();

/** n8n-workflow's types know hints for builders from n8n 2.4x on. */
interface Hinted {
	readonly name: string;
	readonly builderHint?: { readonly propertyHint?: unknown };
	readonly options?: readonly unknown[];
}

function all(fields: ReadonlyArray<INodeProperties | Hinted>): Hinted[] {
	const isField = (option: unknown): option is Hinted =>
		typeof option === 'object' && option !== null && 'type' in option;
	return fields.flatMap((field) => [
		field as Hinted,
		...all((field.options ?? []).filter(isField)),
	]);
}

test.each(['dryRun', 'orderKey', 'maxOrderValue', 'allowedSymbols'])(
	'n8n’s AI builder is told about %s',
	(name) => {
		const hints = all(description.properties)
			.filter((field) => field.name === name)
			.map(({ builderHint }) => builderHint?.propertyHint);
		expect(hints.length).toBeGreaterThan(0);
		for (const hint of hints) expect(hint).toEqual(expect.any(String));
	},
);

test('… and, when it searches, about rails, the error output and the Signal ID', () => {
	const { builderHint } = description as { builderHint?: { searchHint?: string } };
	for (const word of [
		'maxOrderValue',
		'allowedSymbols',
		'continueErrorOutput',
		'error.todo',
		'orderKey',
	]) {
		expect(builderHint?.searchHint).toContain(word);
	}
});
