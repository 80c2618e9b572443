// Fetches whole n8ns into the cache: `npm run fetch:n8n [-- version …]`, all tested versions by default.
import { fetchN8n, N8N_VERSIONS } from './n8n';

async function fetchAll(versions: readonly string[]): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
	for (const version of versions) {
		const { command } = await fetchN8n(version);
		console.log(`n8n ${version} is ready: ${command}`);
	}
}

const named = process.argv.slice(2);
void fetchAll(named.length > 0 ? named : N8N_VERSIONS.map(({ version }) => version));
