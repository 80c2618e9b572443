import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { pagesInOrder, type ReadPage } from '../../../../nodes/NamiSpot/exchange/api/pageWindows';

const PAGE_SIZE = 3;

/** A list, newest first, whose entries are numbered by age. */
class List {
	private readonly entries: IDataObject[];

	constructor(count: number) {
		this.entries = Array.from({ length: count }, (_, id) => ({ id }));
	}

	page(page: number): IDataObject[] {
		return this.entries.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
	}

	/** Most orders come on top; one that was placed long ago and fills now comes somewhere below. */
	insert(place: number): void {
		const index = Math.floor(place * this.entries.length);
		this.entries.splice(index, 0, { id: `new-${this.entries.length}` });
	}
}

async function readAll(read: ReadPage, wanted: number): Promise<unknown[]> {
	const ids: unknown[] = [];
	for await (const page of pagesInOrder(read, wanted)) {
		if (page.length === 0) return ids;
		ids.push(...page.map(({ id }) => id));
	}
	return ids;
}

const upTo = (count: number) => Array.from({ length: count }, (_, id) => id);

test('whatever order pages are answered in, and whatever arrives meanwhile, no entry is missed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 0, max: 80 }),
			fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
			fc.constantFrom(1, 6, 13, Infinity),
			async (scheduler, count, arrivals, wanted) => {
				const list = new List(count);
				const read = async (page: number) => {
					await scheduler.schedule(Promise.resolve());
					const answer = list.page(page);
					await scheduler.schedule(Promise.resolve());
					return answer;
				};
				for (const place of arrivals) {
					void scheduler.schedule(Promise.resolve()).then(() => list.insert(place));
				}
				const found = await scheduler.waitFor(readAll(read, wanted));
				const known = new Set(found);
				expect(upTo(count).filter((id) => !known.has(id))).toEqual([]);
			},
		),
		{ numRuns: 2000 },
	);
});

test('an undisturbed list comes in its order, each entry once', async () => {
	for (let count = 0; count <= 100; count += 1) {
		const list = new List(count);
		expect(await readAll(async (page) => list.page(page), Infinity)).toEqual(upTo(count));
	}
});

test('pages beyond those that are wanted are not asked for', async () => {
	const list = new List(300);
	const asked: number[] = [];
	const pages = pagesInOrder(async (page) => {
		asked.push(page);
		return list.page(page);
	}, 11);
	for (let page = 1; page <= 11; page += 1) await pages.next();
	expect(Math.max(...asked)).toBe(11);
	expect(new Set(asked).size).toBe(11);
});

describe('a page that is read ahead and cannot be read', () => {
	/** Refuses some of the calls, by page and how often the page was asked for before. */
	const refusing = (list: List, isRefused: (page: number, times: number) => boolean): ReadPage => {
		const asked = new Map<number, number>();
		return async (page) => {
			const times = asked.get(page) ?? 0;
			asked.set(page, times + 1);
			if (isRefused(page, times)) throw new Error('out of range');
			return list.page(page);
		};
	};

	test('beyond the end of the list is not missed', async () => {
		for (let count = 0; count <= 100; count += 1) {
			const end = Math.ceil(count / PAGE_SIZE) + 1;
			const read = refusing(new List(count), (page) => page > end);
			expect(await readAll(read, Infinity)).toEqual(upTo(count));
		}
	});

	test.each([
		['before the others', 6, 0],
		['after the others', 6, 1],
		['for the window after it', 14, 0],
	])('within the list is read again: %s', async (_, unreadable, when) => {
		const list = new List(100);
		const read = refusing(list, (page, times) => page === unreadable && times === when);
		expect(await readAll(read, Infinity)).toEqual(upTo(100));
	});

	test('within the list ends the reading if it is needed', async () => {
		const read = refusing(new List(100), (page) => page === 6);
		await expect(readAll(read, Infinity)).rejects.toThrow('out of range');
	});
});

test('a page that cannot be read ends the reading only after the others have answered', async () => {
	const list = new List(300);
	let underWay = 0;
	const read = async (page: number) => {
		underWay += 1;
		await new Promise((resolve) => setImmediate(resolve));
		underWay -= 1;
		if (page === 3) throw new Error('out of order');
		return list.page(page);
	};
	await expect(readAll(read, Infinity)).rejects.toThrow('out of order');
	expect(underWay).toBe(0);
});
