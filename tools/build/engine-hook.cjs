// Preloaded: makes the checkout use the engine in NAMI_ENGINE_DIR, as Jest's moduleNameMapper does.
const Module = require('node:module');
const { join, sep } = require('node:path');

const folder = process.env.NAMI_ENGINE_DIR;
const ENGINE = /^n8n-(core|workflow)(\/|$)/;

if (folder) {
	const fromEngine = Module.createRequire(join(folder, 'package.json'));
	const resolve = Module._resolveFilename;
	Module._resolveFilename = function (request, parent, ...rest) {
		const isOutside = !parent?.filename?.startsWith(folder + sep);
		return ENGINE.test(request) && isOutside
			? fromEngine.resolve(request)
			: resolve.call(this, request, parent, ...rest);
	};
}
