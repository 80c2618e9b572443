import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../../../nodes/NamiSpot/exchange/clock';
import { rememberOrderKey } from '../../../nodes/NamiSpot/placement/orderKey';

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
	const logger = { warn: () => {} };
	const context = { helpers: { checkProcessedAndRecord }, logger } as unknown as IExecuteFunctions;
	return { context, row };
}

const overwrite = (row: Set<string>) => row.clear();
const overwriteWith = (key: string) => (row: Set<string>) => {
	row.clear();
	row.add(key).add(`${key} of another worker`);
};

test('a key that stays is remembered', async () => {
	const { context, row } = contextWith([]);
	await rememberOrderKey(context, 'k');
	expect(row.has('k')).toBe(true);
});

test('a key that another worker overwrites is written again before anything is sent', async () => {
	const { context, row } = contextWith([overwrite, overwriteWith('other')]);
	await rememberOrderKey(context, 'k');
	expect(row.has('k')).toBe(true);
});

test('of two workers with the same key, the one whose claim is gone gives way', async () => {
	const { context } = contextWith([overwriteWith('k')]);
	await expect(rememberOrderKey(context, 'k')).rejects.toMatchObject({
		facts: { outcome: 'not_placed', reason: 'duplicate_order_key' },
	});
});

test('a key that never stays lets nothing be sent', async () => {
	const { context } = contextWith(Array(9).fill(overwrite));
	await expect(rememberOrderKey(context, 'k')).rejects.toMatchObject({
		facts: { outcome: 'not_placed', reason: 'order_key_unavailable' },
	});
});
