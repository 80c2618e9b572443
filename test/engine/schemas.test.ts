import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../nodes/NamiSpot/actions/resources';
import { outputSchemas, SCHEMA_FOLDER } from '../../tools/schemas/outputSchemas';
import { PROFILE, useExchange } from './support';

const stand = useExchange();

const folder = join(__dirname, '../..', SCHEMA_FOLDER);
const published = join(__dirname, '../../dist', SCHEMA_FOLDER);

const filesIn = (path: string): string[] =>
	readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

const OPERATIONS = resources.flatMap(({ option: resource, operations }) =>
	operations.map(({ option }) => `${String(resource.value)}/${String(option.value)}.json`),
);

test('every operation has a schema of its output, in the package too', () => {
	expect(filesIn(folder).sort()).toEqual([...OPERATIONS, 'error.json'].sort());
	expect(filesIn(published).sort()).toEqual(filesIn(folder).sort());
});

/** `npm run schemas` writes them anew, from answers as the exchange documents them. */
(PROFILE === 'documented' ? test : test.skip)('schemas say what comes out', async () => {
	const schemas = await outputSchemas(stand.exchange);
	for (const [file, schema] of schemas) {
		const written: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
		expect({ file, schema: written }).toEqual({ file, schema });
	}
});
