import { LazyPackageDirectoryLoader, PackageDirectoryLoader } from 'n8n-core';
import { startEngine } from '../../tools/harness';
import { load, packageRoot } from '../../tools/harness/package';

beforeAll(startEngine);

/**
 * The types as the editor gets them, without the list of loadOptions methods, which n8n makes for
 * itself and leaves out of the file. The poll times are n8n's own, worded as in the version that made the file. */
function known({ types }: PackageDirectoryLoader): unknown {
	const { nodes, credentials } = types;
	const withPlaceholders = nodes.map((node) => ({
		...node,
		__loadOptionsMethods: undefined,
		properties: node.properties.map((field) => (field.name === POLL_TIMES ? POLL_TIMES : field)),
	}));
	return JSON.parse(JSON.stringify({ nodes: withPlaceholders, credentials }));
}

const POLL_TIMES = 'pollTimes';
const isLoaded = () => Object.keys(load.cache).some((file) => file.endsWith('nami.js'));

test('n8n knows the nodes and the credential at its start without loading them', async () => {
	const loader = new LazyPackageDirectoryLoader(packageRoot);
	await loader.loadAll();
	expect(loader.isLazyLoaded).toBe(true);
	expect(isLoaded()).toBe(false);
	expect(loader.getNode('namiSpot').type).toHaveProperty('execute');
	expect(loader.getNode('namiSpotTrigger').type).toHaveProperty('poll');
	expect(loader.getCredential('namiApi').type).toHaveProperty('authenticate');
});

test('what it knows is what it would find if it loaded them', async () => {
	const lazy = new LazyPackageDirectoryLoader(packageRoot);
	const eager = new PackageDirectoryLoader(packageRoot);
	await lazy.loadAll();
	await eager.loadAll();
	expect(known(lazy)).toEqual(known(eager));
	const files = (loader: PackageDirectoryLoader) =>
		Object.entries({ ...loader.known.nodes, ...loader.known.credentials }).map(
			([name, { sourcePath }]) => [name, sourcePath],
		);
	expect(files(lazy)).toEqual(files(eager));
});
