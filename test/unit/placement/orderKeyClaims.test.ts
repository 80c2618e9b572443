import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../../../nodes/NamiSpot/exchange/clock';
import { takeKey } from '../../../nodes/NamiSpot/placement/orderKey';

const { sleep } = clock;
afterEach(() => (clock.sleep = sleep));

/** n8n's row of a node, and what other workers do to it while this one waits. */
function contextWith(others: Array<(row: Set<string>) => void>) {
	const row = new Set<string>();
	clock.sleep = async () => others.shift()?.(row);
	const checkProcessedAndRecord = async (items: string[]) => {
		const processed = items.filter((item) => row.has(item));
		items.forEach((item) => row.add(item));
		return { processed, new: items.filter((item) => !processed.includes(item)) };
	};
	const removeProcessed = async (items: string[]) => items.forEach((item) => row.delete(item));
	const logger = { warn: () => {} };
	const getWorkflow = () => ({ id: 'w' });
	const helpers = { checkProcessedAndRecord, removeProcessed };
	const context = { helpers, logger, getWorkflow } as unknown as IExecuteFunctions;
	return { context, row };
}

const overwrite = (row: Set<string>) => row.clear();
const overwriteWith = (key: string) => (row: Set<string>) => {
	row.clear();
	row.add(key).add(`${key} of another worker`);
};

test('a key that stays is remembered', async () => {
	const { context, row } = contextWith([]);
	expect(await takeKey(context, 'k')).toBe('new');
	expect([...row]).toEqual(['k']);
});

test('a key that another worker overwrites is written again before anything is sent', async () => {
	const { context, row } = contextWith([overwrite, overwriteWith('other')]);
	await takeKey(context, 'k');
	expect(row.has('k')).toBe(true);
});

test('of two workers with the same key, the one whose claim is gone gives way', async () => {
	const { context } = contextWith([overwriteWith('k')]);
	expect(await takeKey(context, 'k')).toBe('known');
});

test('a known key leaves nothing behind, however often it comes', async () => {
	const { context, row } = contextWith([]);
	await takeKey(context, 'k');
	for (let count = 0; count < 100; count += 1) expect(await takeKey(context, 'k')).toBe('known');
	expect([...row]).toEqual(['k']);
});

test('a key that never stays lets nothing be sent', async () => {
	const { context } = contextWith(Array(99).fill(overwrite));
	await expect(takeKey(context, 'k')).rejects.toMatchObject({
		facts: { outcome: 'not_placed', reason: 'order_key_unavailable' },
	});
});
