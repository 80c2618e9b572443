import type { IDataObject } from 'n8n-workflow';
import { clock } from '../../../nodes/NamiSpot/exchange/clock';
import { formatDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import { forgetAll } from '../../../nodes/NamiSpot/exchange/memory';
import { readAccountSums } from '../../../nodes/NamiSpot/rails/accountReading';
import { connectionThrough } from '../exchange/api/standIn';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const PAGE = 5;
const ago = (ms: number) => new Date(clock.now() - ms).toISOString();

beforeEach(forgetAll);

/** An account whose history is cut into pages of five, in this order. */
function accountWith(history: readonly IDataObject[]) {
	const request = async (_type: string, { url, qs }: { url: string; qs: IDataObject }) => {
		const start = (Number(qs.page ?? 1) - 1) * PAGE;
		const data = url.endsWith('/open') ? [] : history.slice(start, start + PAGE);
		return { statusCode: 200, headers: {}, body: JSON.stringify({ status: 'ok', data }) };
	};
	return connectionThrough(request);
}

let lastId = 0;
const bought = (createdAt: string, updatedAt = createdAt): IDataObject => ({
	displayingId: (lastId += 1),
	symbol: 'BTCUSDT',
	side: 'BUY',
	status: 'FILLED',
	executedQty: 1,
	executedQuoteQty: 10,
	createdAt,
	updatedAt,
});
const times = (count: number, make: (nth: number) => IDataObject) =>
	Array.from({ length: count }, (_, nth) => make(nth));

test.each<[string, () => IDataObject[]]>([
	['that lists the newest first', () => times(8, (nth) => bought(ago(nth * HOUR)))],
	[
		'that lists the oldest first',
		() => [
			...times(12, (nth) => bought(ago(20 * DAY - nth * HOUR))),
			...times(8, (nth) => bought(ago(HOUR - nth))),
		],
	],
	[
		'of orders that were placed days ago and filled within the last one',
		() => times(8, (nth) => bought(ago(3 * DAY), ago(nth * HOUR))),
	],
])('a history %s is read as far as the last day', async (_, history) => {
	const sums = await readAccountSums(accountWith(history()));
	const spent = sums?.spentWithinDay('USDT');
	expect(spent && formatDecimal(spent)).toBe('80');
});

test('a history is read no further than to what is older', async () => {
	const connection = accountWith(times(500, (nth) => bought(ago(nth * 6 * HOUR))));
	const { helpers } = connection.caller;
	const calls = jest.spyOn(helpers, 'httpRequestWithAuthentication');
	await readAccountSums(connection);
	expect(calls.mock.calls.length).toBeLessThan(6);
});
