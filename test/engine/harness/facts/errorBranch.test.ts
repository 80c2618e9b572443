import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { engineVersion } from '../../../../tools/harness';
import { runProbe } from './probe';

const oldest = engineVersion === '2.8.1';

/** What the engine makes of one item of this shape, with the error output on. */
async function branchOf(item: (i: number) => INodeExecutionData) {
	const run = await runProbe(
		async function () {
			return this.getInputData().map((_, i) => item(i));
		},
		{ onError: 'continueErrorOutput', items: [{ field: 'input' }] },
	);
	const [first] = run.failed.length > 0 ? run.failed : run.success;
	return { branch: run.failed.length > 0 ? 'error' : 'success', json: first?.json };
}

const shape = (json: IDataObject) => (i: number) => ({ json, pairedItem: { item: i } });

describe('the error branch takes items by their shape', () => {
	const details = { code: 7, nested: { a: 1 } };

	test('the shape of this package: structure kept, input fields merged in', async () => {
		expect(await branchOf(shape({ error: details, message: 'text' }))).toEqual({
			branch: 'error',
			json: { field: 'input', error: details, message: 'text' },
		});
	});

	test.each<[string, IDataObject, string]>([
		['a text', { error: 'text' }, 'error'],
		['an object', { error: details }, 'error'],
		[
			'error, message and details',
			{ error: 'a', message: 'b', details: 'c' },
			oldest ? 'success' : 'error',
		],
		['error and code', { error: 'text', code: 1 }, 'success'],
		['error, message and another key', { error: 'text', message: 'b', other: 1 }, 'success'],
	])('%s', async (_, json, branch) => {
		expect(await branchOf(shape(json))).toMatchObject({ branch });
	});

	test('an error object beside the json replaces the json', async () => {
		const error = Object.assign(new Error('text'), { code: 7 });
		const item = (i: number) => ({ json: { code: 7 }, error, pairedItem: { item: i } });
		expect(await branchOf(item as unknown as (i: number) => INodeExecutionData)).toEqual({
			branch: 'error',
			json: { error: 'text' },
		});
	});

	test('without a pair, no input fields', async () => {
		const { branch, json } = await branchOf(() => ({ json: { error: 'text' }, pairedItem: [] }));
		expect(branch).toBe('error');
		expect(json).toEqual({ error: 'text' });
	});
});

test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
	'a thrown error with %s sends all input items to the success branch, untouched',
	async (onError) => {
		const run = await runProbe(
			async () => {
				throw new Error('thrown');
			},
			{ onError, items: [{ a: 1 }, { a: 2 }] },
		);
		expect(run.success.map(({ json }) => json)).toEqual([{ a: 1 }, { a: 2 }]);
		expect(run.failed).toEqual([]);
		// Only because no node comes after it: else the execution is a success.
		expect(run.status).toBe('error');
	},
);

test('a thrown error in stop mode fails the execution and drops what came before', async () => {
	const run = await runProbe(async () => {
		throw new Error('thrown');
	});
	expect(run.status).toBe('error');
	expect(run.error?.message).toBe('thrown');
	expect(run.success).toEqual([]);
});
