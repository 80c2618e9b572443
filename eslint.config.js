// ESLint reads this file and not eslint.config.mjs, which is n8n's own, word for word, as `n8n-node lint`
// asks in strict mode. Its rules hold here for all that is published; tests and tools, which use
// Node as n8n forbids it to nodes, have the rules of ESLint and TypeScript. `npm run scan` lints
// what is published with n8n's file alone.
const js = require('@eslint/js');
const { n8nCommunityNodesPlugin } = require('@n8n/eslint-plugin-community-nodes');
const n8nNodesBase = require('eslint-plugin-n8n-nodes-base');
const tseslint = require('typescript-eslint');

const packageJsonParser = {
	parser: tseslint.parser,
	parserOptions: { extraFileExtensions: ['.json'] },
};

/**
 * The plugin's own table of rules marks these as "only applicable to nodes in the main repository":
 * for a community package they contradict rules that do apply.
 */
const MAIN_REPOSITORY_ONLY = ['n8n-nodes-base/cred-class-field-documentation-url-miscased'];

const applicable = (rules) =>
	Object.fromEntries(
		Object.entries(rules).filter(([name]) => !MAIN_REPOSITORY_ONLY.includes(name)),
	);

/** What code that knows nothing of n8n's editor may take of it: items, requests, waiting, and whoever sends. */
const NO_EDITOR = [
	'IDataObject',
	'IHttpRequestMethods',
	'IHttpRequestOptions',
	'UserError',
	'sleep',
	'IExecuteFunctions',
	'ILoadOptionsFunctions',
	'IPollFunctions',
	'ICredentialsDecrypted',
];

module.exports = tseslint.config(
	{ ignores: ['dist/**', '.stage/**', 'coverage/**', 'node_modules/**'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'test/**/*.ts', 'tools/**/*.ts'],
		extends: [js.configs.recommended, ...tseslint.configs.recommended],
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		languageOptions: packageJsonParser,
		rules: n8nNodesBase.configs.community.rules,
	},
	{ files: ['credentials/**/*.ts'], rules: applicable(n8nNodesBase.configs.credentials.rules) },
	{ files: ['nodes/**/*.ts'], rules: applicable(n8nNodesBase.configs.nodes.rules) },
	{
		files: ['nodes/NamiSpot/{exchange,placement,canceling,symbolRules}/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: 'n8n-workflow',
							allowImportNames: NO_EDITOR,
							message: 'The exchange knows nothing of n8n’s editor',
						},
					],
				},
			],
		},
	},
);
