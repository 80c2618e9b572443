import type { Workflow } from 'n8n-workflow';
import { outOfSight } from './outOfSight';

/** What newer engines need before they evaluate an expression outside of an execution. */
interface Isolated {
	acquireIsolate(): Promise<boolean>;
	releaseIsolate(): Promise<void>;
}

function isIsolated(expression: object): expression is Isolated {
	return 'acquireIsolate' in expression;
}

/** Runs `work` with the workflow's expressions ready, on engines with and without isolates. */
export async function withIsolate<T>(workflow: Workflow, work: () => Promise<T>): Promise<T> {
	const { expression } = workflow;
	if (!isIsolated(expression)) return await work();
	return await outOfSight(async (inSight) => {
		await expression.acquireIsolate();
		try {
			return await inSight(work);
		} finally {
			await expression.releaseIsolate();
		}
	});
}
