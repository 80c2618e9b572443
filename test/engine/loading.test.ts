import { LazyPackageDirectoryLoader, PackageDirectoryLoader } from 'n8n-core';
import { startEngine } from './harness';
import { load, packageRoot } from './harness/package';

beforeAll(startEngine);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
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
	const [lazy, eager] = [LazyPackageDirectoryLoader, PackageDirectoryLoader].map(
		(Loader) => new Loader(packageRoot),
	);
	await lazy?.loadAll();
	await eager?.loadAll();
	expect(plain(lazy?.types)).toEqual(plain(eager?.types));
	const files = ({ known }: PackageDirectoryLoader) =>
		Object.entries({ ...known.nodes, ...known.credentials }).map(([name, { sourcePath }]) => [
			name,
			sourcePath,
		]);
	expect(lazy && files(lazy)).toEqual(eager && files(eager));
});
