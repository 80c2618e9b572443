import type { IDataObject } from 'n8n-workflow';
import { useExchange } from '../support';
import { eventIds, TriggerLife } from './life';
import { standBefore, withRows, type ChangedExchange } from './noise';
import { nextPoll, placeOrder } from './support';

const stand = useExchange();
const ALL = [
	'orderPlaced',
	'orderPartlyFilled',
	'orderFilled',
	'orderCanceled',
	'orderFailed',
	'orderClosed',
];

/** What the exchange shows of an order or a trade instead, by path. */
let changeRow: (row: IDataObject, path: string) => IDataObject[] = (row) => [row];
let changed: ChangedExchange;

beforeAll(async () => {
	changed = await standBefore(stand.exchange, (answer, path) => ({
		...answer,
		text: path.startsWith('/api/v4/spot/')
			? withRows(answer.text, (rows) => rows.flatMap((row) => changeRow(Object(row), path)))
			: answer.text,
	}));
});
afterAll(() => changed.close());
afterEach(() => {
	changeRow = (row) => [row];
});

function showCanceledAs(status: unknown): void {
	changeRow = (row) => [{ ...row, ...(row.status === 'CANCELED' && { status: status as string }) }];
}

test.each([
	['FAILED', 'orderFailed'],
	['failed', 'orderFailed'],
	['REJECTED', 'orderFailed'],
	['EXPIRED', 'orderClosed'],
	['LIQUIDATED', 'orderClosed'],
	['', 'orderClosed'],
	[null, 'orderClosed'],
	[7, 'orderClosed'],
])(
	'an order that ends as %p gives %s with that status, once, however old it is',
	async (status, event) => {
		showCanceledAs(status);
		const life = new TriggerLife(changed, { events: ALL });
		await life.activate();
		const old = await placeOrder(stand);
		await nextPoll(stand, life);
		await nextPoll(stand, life, 300);
		const recent = await placeOrder(stand);
		stand.exchange.state.cancel(old);
		stand.exchange.state.cancel(recent);
		for (let minute = 0; minute < 5; minute += 1) await nextPoll(stand, life);
		const ended = life.items.filter((item) => item.event !== 'orderPlaced');
		expect(eventIds(ended).sort()).toEqual([`${event}:${old}`, `${event}:${recent}`]);
		expect(ended[0]?.changed).toMatchObject({ status: { to: status } });
		expect(life.warnings).toEqual([]);
	},
);

test('orders that fail are not looked up for ever', async () => {
	showCanceledAs('FAILED');
	const life = new TriggerLife(changed, { events: ['orderFilled'] });
	await life.activate();
	for (let minute = 0; minute < 20; minute += 1) {
		for (let i = 0; i < 3; i += 1) stand.exchange.state.cancel(await placeOrder(stand));
		await nextPoll(stand, life);
	}
	const before = stand.exchange.count();
	await nextPoll(stand, life);
	expect(stand.exchange.count() - before).toBeLessThanOrEqual(4);
});

test('one that history shows as open, though it is not: closed once lists had their time', async () => {
	showCanceledAs('NEW');
	const life = new TriggerLife(changed, { events: ALL });
	await life.activate();
	const id = await placeOrder(stand);
	await nextPoll(stand, life);
	stand.exchange.state.cancel(id);
	for (let minute = 0; minute < 3; minute += 1) expect(await nextPoll(stand, life)).toEqual([]);
	for (let minute = 0; minute < 3; minute += 1) await nextPoll(stand, life);
	expect(eventIds(life.items)).toEqual([`orderPlaced:${id}`, `orderClosed:${id}`]);
	await nextPoll(stand, life, 60 * 30);
	expect(life.warnings).toEqual([]);
});

test.each(['yesterday', null, 1e20, {}])(
	'rows whose date is %p block nobody, come once without a time, and are logged once',
	async (date) => {
		const events = ['orderFilled', 'tradeExecuted'];
		const life = new TriggerLife(changed, { events });
		const odd = new Set<unknown>();
		changeRow = (row) => [
			odd.has(row.displayingId) || odd.has(row.orderId)
				? { ...row, createdAt: date as string, updatedAt: date as string }
				: row,
		];
		odd.add(await placeOrder(stand, { type: 'MARKET' }));
		await life.activate();
		odd.add(await placeOrder(stand, { type: 'MARKET' }));
		const plain = await placeOrder(stand, { type: 'MARKET' });
		for (let minute = 0; minute < 30; minute += 1) await nextPoll(stand, life);
		const orders = life.items.filter(({ event }) => event === 'orderFilled');
		expect(orders.map(({ eventId, time }) => [eventId, time === null]).sort()).toEqual([
			[`orderFilled:${plain - 1}`, true],
			[`orderFilled:${plain}`, false],
		]);
		expect(life.items.filter(({ event }) => event === 'tradeExecuted')).toHaveLength(2);
		const lines = life.warnings.filter((line) => line.includes(`Order ${plain - 1} has a date`));
		expect(lines).toHaveLength(1);
	},
);

test('both sides of a trade come, though they share its id', async () => {
	const life = new TriggerLife(changed, { events: ['tradeExecuted'] });
	await life.activate();
	changeRow = (row, path) =>
		path === '/api/v4/spot/trade' ? [row, { ...row, _id: `${row._id}-b`, side: 'SELL' }] : [row];
	await placeOrder(stand, { type: 'MARKET' });
	const found = await nextPoll(stand, life);
	expect(found.map(({ trade }) => Object(trade).side).sort()).toEqual(['BUY', 'SELL']);
	expect(new Set(eventIds(found)).size).toBe(2);
	expect(await nextPoll(stand, life)).toEqual([]);
});
