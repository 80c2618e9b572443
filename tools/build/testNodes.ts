// Runs `npm test` on each supported version of Node.
import { delimiter, dirname } from 'node:path';
import { nodeBinary } from './nodes';
import { run } from './run';

const MAJORS = [20, 22, 24];

async function testAll(): Promise<void> {
	for (const major of MAJORS) {
		const PATH = [dirname(await nodeBinary(major)), process.env['PATH']].join(delimiter);
		run('node', ['--version'], { PATH });
		run('npm', ['test'], { PATH });
	}
	console.log(`\nnpm test passed on Node ${MAJORS.join(', ')}`);
}

void testAll();
