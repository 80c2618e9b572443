import { test } from 'node:test';
import type { Stage } from './stage';

type Act = (stage: Stage) => Promise<void>;

/**
 * Makes tests of the steps of a story: after one that failed the rest is skipped. Each leaves a
 * screenshot, one that failed too.
 */
export function inOrder(stage: () => Stage): (name: string, act: Act) => void {
	let hasFailed = false;
	return (name, act) => {
		void test(name, async (context) => {
			if (hasFailed) return context.skip('a step before it failed');
			try {
				await act(stage());
				await stage().screenshot(name);
			} catch (failed) {
				hasFailed = true;
				await stage().screenshot(`failed ${name}`);
				throw failed;
			}
		});
	};
}
