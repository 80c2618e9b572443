// Fetches what `test:engines` and `bench` run on into the cache: n8n's newest engine, and its Node.
import { runCommand } from '../n8n/command';
import { engineFolder, NEWEST_ENGINE } from './engines';
import { nodeBinary } from './nodes';

runCommand(async () => {
	const node = await nodeBinary(NEWEST_ENGINE.node);
	console.log(`${await engineFolder(NEWEST_ENGINE)} is ready, to run on ${node}`);
});
