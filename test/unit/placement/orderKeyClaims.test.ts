import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../../../nodes/NamiSpot/exchange/clock';
import { confirmKey, knownKeys, takeKey } from '../../../nodes/NamiSpot/placement/orderKey';

/** How often each key comes again: a hundred times with `npm run test:soak`. */
const ROUNDS = process.env['NAMI_SOAK'] === 'long' ? 100 : 5;

const { sleep } = clock;
afterEach(() => (clock.sleep = sleep));

/** n8n's row of a node, and what other workers do to it while this one waits. */
function contextWith(others: Array<(row: Set<string>) => void>) {
	const row = new Set<string>();
	clock.sleep = async () => others.shift()?.(row);
	const checkProcessedAndRecord = async (
		items: string[],
		_scope: string,
		{ maxEntries }: { maxEntries: number },
	) => {
		const processed = items.filter((item) => row.has(item));
		items.forEach((item) => row.add(item));
		for (const oldest of row) {
			if (row.size <= maxEntries) break;
			row.delete(oldest);
		}
		return { processed, new: items.filter((item) => !processed.includes(item)) };
	};
	const removeProcessed = async (items: string[]) => items.forEach((item) => row.delete(item));
	const logger = { warn: () => {} };
	const getWorkflow = () => ({ id: 'w' });
	const helpers = { checkProcessedAndRecord, removeProcessed };
	const getNode = () => ({ name: 'Nami Spot' });
	const context = { helpers, logger, getWorkflow, getNode } as unknown as IExecuteFunctions;
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

test('a question to a full row says what is known, and changes nothing', async () => {
	const { context, row } = contextWith([]);
	for (let other = 0; other < 50_000; other += 1) row.add(`k${other}`);
	const asked = Array.from({ length: 4_000 }, (_, index) => `new ${index}`);
	const known = await knownKeys(context, ['k0', ...asked, 'k49999']);
	expect([...known]).toEqual(['k0', 'k49999']);
	expect(row.size).toBe(50_000);
	expect(row.has('k1')).toBe(true);
});

test('a full row: ten thousand keys, their duplicates, and none is forgotten', async () => {
	const { context, row } = contextWith([]);
	const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}`);
	for (let other = 0; other < 40_000; other += 1) row.add(`other ${other}`);
	for (const key of keys) {
		expect(await takeKey(context, key)).toBe('new');
		await confirmKey(context, key);
	}
	const states = new Map<string, number>();
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const key of keys) {
			const state = await takeKey(context, key);
			states.set(state, (states.get(state) ?? 0) + 1);
		}
	}
	expect([...states]).toEqual([['known', ROUNDS * keys.length]]);
	expect(row.size).toBe(50_000);
});

test('beyond the limit, the oldest key is the one that is forgotten', async () => {
	const { context, row } = contextWith([]);
	for (let other = 0; other < 50_000; other += 1) row.add(`other ${other}`);
	await takeKey(context, 'k');
	await confirmKey(context, 'k');
	expect([row.size, row.has('other 0'), row.has('other 1')]).toEqual([50_000, false, true]);
});

test('a key that never stays lets nothing be sent', async () => {
	const { context } = contextWith(Array(99).fill(overwrite));
	await expect(takeKey(context, 'k')).rejects.toMatchObject({
		facts: { outcome: 'not_placed', reason: 'order_key_unavailable' },
	});
});
