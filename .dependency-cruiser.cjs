// What may import what; `npm run lint` holds it. A room knows those of the rows below, nothing above.
const ROWS = [
	['actions', 'trigger', 'methods'],
	['fields', 'rails', 'sizing', 'symbolRules', 'presentation'],
	['placement', 'canceling'],
	['exchange/api'],
	['exchange/wire'],
	['exchange/reply'],
	['exchange'],
];

/** Files of a room; those of exchange/ alone are its ground, without its rooms. */
function filesOf(room) {
	return `^nodes/NamiSpot/${room}/${room === 'exchange' ? '[^/]+$' : ''}`;
}

/** Right under NamiSpot: the nodes themselves, and how they end with an error. */
const ROOT = '^nodes/NamiSpot/[^/]+$';

const upward = ROWS.flatMap((row, nth) => {
	const above = [
		...ROWS.slice(0, nth).flat().map(filesOf),
		nth === 0 ? '^nodes/NamiSpot/[^/]+[.]node[.]ts$' : ROOT,
	];
	return row.map((room) => ({
		name: `nothing-above-${room.replace('/', '-')}`,
		comment: `${room} knows only rooms below it: see CONTRIBUTING, “The tree”`,
		severity: 'error',
		from: { path: filesOf(room) },
		to: { path: above },
	}));
});

module.exports = {
	forbidden: [
		...upward,
		{
			name: 'rooms-side-by-side',
			comment:
				'What a user does, what starts a workflow and what the editor asks for share fields, not each other',
			severity: 'error',
			from: { path: '^nodes/NamiSpot/(actions|trigger|methods)/' },
			to: { path: '^nodes/NamiSpot/(actions|trigger|methods)/', pathNot: '^nodes/NamiSpot/$1/' },
		},
		{
			name: 'credential-for-its-test-only',
			comment:
				'Only what tests the credential in the editor imports it; n8n hands it to all others',
			severity: 'error',
			from: { path: '^nodes/', pathNot: '^nodes/NamiSpot/methods/credentialTest.ts$' },
			to: { path: '^credentials/' },
		},
		{
			name: 'credential-signs-only',
			comment: 'The credential signs and holds the last rails; it knows nothing of nodes',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/', pathNot: '^nodes/NamiSpot/(exchange|rails)/' },
		},
		{
			name: 'no-circle',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { circular: true },
		},
		{
			name: 'no-circle-in-tools',
			comment: 'Types may name each other; code that runs may not',
			severity: 'error',
			from: { path: '^(tools|test)/' },
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'package-stands-alone',
			comment:
				'What is published imports nothing of tools/ and test/, and nothing that somebody has to install',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { pathNot: ['^(nodes|credentials)/', '^(node:)?crypto$', 'node_modules/n8n-workflow/'] },
		},
		{
			name: 'exchange-of-its-own',
			comment: 'The stand-in exchange shares no code with what is tested on it',
			severity: 'error',
			from: { path: '^tools/exchange/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'tools-are-no-tests',
			severity: 'error',
			from: { path: '^tools/' },
			to: { path: '^test/' },
		},
	],
	options: {
		tsConfig: { fileName: 'tsconfig.test.json' },
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^dist/' },
	},
};
