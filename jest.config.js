const { join } = require('node:path');

/** The folder whose `node_modules` holds the n8n engine under test; the checkout's own by default. */
const engine = process.env.NAMI_ENGINE_DIR;
const fromEngine = (name) => [`^${name}$`, join(engine, 'node_modules', name)];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Two slow cores shared with others must be enough.
	maxWorkers: 2,
	testTimeout: 60_000,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	moduleNameMapper: engine ? Object.fromEntries(['n8n-core', 'n8n-workflow'].map(fromEngine)) : {},
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};
