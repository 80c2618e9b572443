import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../../../tools/harness/package';

const load = createRequire(__filename);

/** Forgets limits, bans, sent orders, symbols and prices of this process, as a restart of n8n does. */
export function restartPackage(): void {
	const state: typeof import('../../../nodes/NamiSpot/processState') = load(
		join(packageRoot, 'dist/nodes/NamiSpot/processState.js'),
	);
	state.forgetEverything();
}
