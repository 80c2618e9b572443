// Writes the output schemas that n8n shows before the first run: `npm run schemas`. A test holds them.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { startExchange } from '../exchange';
import { stopEngine } from '../harness';
import { installClock, VirtualClock } from '../harness/virtualClock';
import { runCommand } from '../n8n/command';
import { outputSchemas, SCHEMA_FOLDER } from './outputSchemas';

const root = join(__dirname, '../..');

runCommand(async () => {
	const clock = new VirtualClock();
	const restoreClock = installClock(clock);
	const exchange = await startExchange({ clock });
	try {
		const schemas = await outputSchemas(exchange);
		await rm(join(root, SCHEMA_FOLDER), { recursive: true, force: true });
		for (const [name, schema] of schemas) {
			const file = join(root, SCHEMA_FOLDER, name);
			await mkdir(dirname(file), { recursive: true });
			const text = JSON.stringify(schema);
			await writeFile(file, await format(text, { parser: 'json', useTabs: true, printWidth: 100 }));
		}
	} finally {
		restoreClock();
		await exchange.close();
		await stopEngine();
	}
});
