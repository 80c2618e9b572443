import type { IDataObject } from 'n8n-workflow';
import { firstEntries, pagesOf } from '../../../../nodes/NamiSpot/exchange/api/pages';
import { forgetAll } from '../../../../nodes/NamiSpot/exchange/memory';
import { dialectOf } from '../../../../nodes/NamiSpot/exchange/wire/dialect';
import type { Connection } from '../../../../nodes/NamiSpot/exchange/wire/request';
import { connectionThrough } from './standIn';

beforeEach(forgetAll);

interface Server {
	/** The number of the first page. */
	readonly firstPage: 0 | 1;
	/** So many rows per page at most, whatever is asked for. */
	readonly cutTo?: number;
	readonly ignoresPage?: boolean;
	/** Called before each answer. */
	readonly onCall?: (rows: IDataObject[], calls: number) => void;
}

/** A connection to a list of so many rows, the newest first. */
function serve(count: number, { firstPage, cutTo = 100, ignoresPage, onCall }: Server) {
	const rows: IDataObject[] = Array.from({ length: count }, (_, n) => ({
		displayingId: count - n,
	}));
	const asked: Array<string | null> = [];
	const request = async (_type: string, { qs }: { qs: IDataObject }) => {
		onCall?.(rows, asked.length);
		const { page, pageSize } = qs as { page?: number; pageSize: number };
		asked.push(page === undefined ? null : String(page));
		const size = Math.min(pageSize, cutTo);
		const start = ignoresPage === true ? 0 : ((page ?? firstPage) - firstPage) * size;
		const body = JSON.stringify({ status: 'ok', data: rows.slice(start, start + size) });
		return { statusCode: 200, headers: {}, body };
	};
	const connection = connectionThrough(request);
	return { connection, asked, rows };
}

const LIST = { path: '/list', parameters: {}, timeout: 1_000 };

async function idsOf(connection: Connection): Promise<number[]> {
	const all = await firstEntries(pagesOf(connection, LIST), Infinity);
	return all.map(({ displayingId }) => Number(displayingId));
}

const down = (from: number) => Array.from({ length: from }, (_, n) => from - n);

describe.each([0, 1] as const)('the first page is %s', (firstPage) => {
	test.each([0, 1, 2, 3, 9, 10, 250, 350])('all of %s rows, twice', async (count) => {
		const { connection } = serve(count, { firstPage });
		expect(await idsOf(connection)).toEqual(down(count));
		expect(await idsOf(connection)).toEqual(down(count));
	});

	test.each([9, 5, 3, 1])('pages cut to %s rows', async (cutTo) => {
		const { connection } = serve(40, { firstPage, cutTo });
		expect(await idsOf(connection)).toEqual(down(40));
	});

	test('what the first page is called is learned from a list that stands still', async () => {
		const { connection, asked } = serve(40, { firstPage, cutTo: 10 });
		await idsOf(connection);
		expect(dialectOf('https://nami.example').firstPage).toBe(firstPage);
		asked.length = 0;
		await idsOf(connection);
		expect(asked.slice(0, 3)).toEqual(firstPage === 0 ? [null, '1', '2'] : [null, '2', '3']);
	});

	test('it is not learned while orders arrive, and none is missed', async () => {
		const arrivals = (rows: IDataObject[], calls: number) => {
			if (calls > 0 && calls < 4)
				rows.unshift(...[3, 2, 1].map((n) => ({ displayingId: 100 * calls + n })));
		};
		const { connection } = serve(30, { firstPage, cutTo: 3, onCall: arrivals });
		const ids = await idsOf(connection);
		expect(dialectOf('https://nami.example').firstPage).toBeUndefined();
		expect(down(30).filter((id) => !ids.includes(id))).toEqual([]);
	});

	test('it is not learned from a page that is neither the first nor another', async () => {
		const comeAndGone = (rows: IDataObject[], calls: number) => {
			if (calls === 1) rows.unshift({ displayingId: 100 });
			if (calls === 2) rows.shift();
		};
		const { connection } = serve(40, { firstPage, cutTo: 10, onCall: comeAndGone });
		await idsOf(connection);
		expect(dialectOf('https://nami.example').firstPage).toBeUndefined();
	});
});

test('a list that ignores the page ends', async () => {
	const { connection, asked } = serve(40, { firstPage: 1, cutTo: 10, ignoresPage: true });
	expect(await idsOf(connection)).toEqual(down(40).slice(0, 10));
	expect(asked.length).toBeLessThan(7);
});

test('a list that is longer than what is read of one is not told as if that were all', async () => {
	const { connection } = serve(1_010, { firstPage: 0, cutTo: 1 });
	await expect(idsOf(connection)).rejects.toThrow(/1000 pages/);
	const some = await firstEntries(pagesOf(connection, LIST), 900);
	expect(some).toHaveLength(900);
});

test('rows without an id are told apart, and a repeated page is still the end', async () => {
	const rows = [{ price: 1 }, { price: 1 }, { price: 2 }];
	const { connection, rows: served } = serve(0, { firstPage: 1, ignoresPage: true });
	served.push(...rows);
	expect(await firstEntries(pagesOf(connection, LIST), Infinity)).toEqual(rows);
});

test('how one base URL counts its pages says nothing of another one on its host', async () => {
	const [fromOne, fromZero] = [
		serve(30, { firstPage: 1, cutTo: 10 }),
		serve(30, { firstPage: 0, cutTo: 10 }),
	];
	expect(await idsOf({ ...fromOne.connection, baseUrl: 'https://nami.example/a' })).toEqual(
		down(30),
	);
	expect(await idsOf({ ...fromZero.connection, baseUrl: 'https://nami.example/b' })).toEqual(
		down(30),
	);
});
