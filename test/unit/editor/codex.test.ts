import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const aliasesOf = (file: string): string[] => {
	const path = join(__dirname, '../../../nodes/NamiSpot', file);
	const { alias } = JSON.parse(readFileSync(path, 'utf8')) as { alias: string[] };
	return alias.map((word) => word.toLowerCase());
};

/** What people type into the panel of nodes; test/whole/e2e types it there. */
test.each([
	'crypto trading',
	'binance',
	'buy',
	'sell',
	'stop loss',
	'take profit',
	'balance',
	'portfolio',
	'dca',
	'grid',
	'bitcoin',
])('the node is found by “%s”', (typed) => {
	expect(aliasesOf('NamiSpot.node.json')).toContain(typed);
});

test.each(['price alert', 'crypto trading', 'balance', 'bitcoin'])(
	'the trigger is found by “%s”',
	(typed) => {
		expect(aliasesOf('NamiSpotTrigger.node.json')).toContain(typed);
	},
);
