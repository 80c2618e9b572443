import { test, type TestContext } from 'node:test';
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
				await tryScreenshot(stage, `failed ${name}`, context);
				throw failed;
			}
		});
	};
}

/** A picture that cannot be taken does not hide what the picture would have been of. */
async function tryScreenshot(
	stage: () => Stage,
	name: string,
	context: TestContext,
): Promise<void> {
	try {
		await stage().screenshot(name);
	} catch (failed) {
		context.diagnostic(`There is no screenshot: ${String(failed)}`);
	}
}
