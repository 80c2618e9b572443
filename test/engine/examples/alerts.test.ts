import type { IDataObject } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { useDeduplicationStore } from '../../../tools/harness';
import { useExchange } from '../support';
import { lifeOf, nextPoll, placeOrder } from '../trigger/support';
import { jsonOf, readExample, runExample } from './example';

const stand = useExchange();

beforeEach(() => useDeduplicationStore());

describe('telegram-alerts.json', () => {
	const FILE = 'telegram-alerts.json';

	test('tells of a fill, and of a price that crossed a level', async () => {
		const trigger = readExample(FILE).nodes.find(({ name }) => name === 'Nami Spot Trigger');
		const { pollTimes, ...parameters } = trigger?.parameters ?? {};
		expect(pollTimes).toEqual({ item: [{ mode: 'everyMinute' }] });
		const life = lifeOf(stand, { ...parameters, priceBelowLevel: 'BTCUSDT 60000' });
		await life.activate();
		const id = await placeOrder(stand);
		stand.exchange.state.fill(id);
		stand.exchange.state.setPrice('BTCUSDT', '59000');
		const run = await runExample(stand.exchange, FILE, { items: await nextPoll(stand, life) });
		expect(run.error).toBeUndefined();
		const texts = jsonOf(run.output('Send to Telegram')).map(({ text }) => text);
		expect(texts).toContain(`BUY BTCUSDT: 0.001 of 0.001 filled at 60000 (order ${id})`);
		expect(texts).toContain('BTCUSDT is at 59000, beyond 60000');
	});
});

describe('error-workflow.json', () => {
	const FILE = 'error-workflow.json';

	/** What n8n hands to an error workflow: the error as it is stored. */
	const tell = async (error: unknown) =>
		await runExample(stand.exchange, FILE, {
			mode: 'error',
			items: [
				JSON.parse(
					JSON.stringify({
						execution: { id: '1', url: '/workflow/1/executions/1', error },
						workflow: { id: '1', name: 'Mine' },
					}),
				) as IDataObject,
			],
		});
	const loseNext = () =>
		stand.exchange.faults.add({
			match: { method: 'POST' },
			times: 1,
			fault: faults.dropBeforeReading(),
		});

	test('an unknown outcome is told as one, and with its message', async () => {
		loseNext();
		const failed = await runExample(stand.exchange, 'first-safe-order.json');
		const run = await tell(failed.error);
		const [item] = jsonOf(run.output('Look at the Exchange'));
		expect(item?.['text']).toMatch(/^LOOK AT THE EXCHANGE.*\nMine: /);
		expect(String(item?.['text'])).toContain(failed.error?.message);
		expect(run.calls['Tell Me']).toBeUndefined();
	});

	test('an order that was not placed, and a failure of any other node, are told', async () => {
		stand.exchange.faults.add({
			match: { method: 'POST' },
			times: 1,
			fault: faults.refusal('NOT_ENOUGH_QUOTE_ASSET'),
		});
		const { error } = await runExample(stand.exchange, 'first-safe-order.json');
		for (const failure of [error, { message: 'a < b & c' }])
			expect((await tell(failure)).output('Tell Me')).toHaveLength(1);
		const [item] = jsonOf((await tell({ message: 'a < b & c' })).output('Tell Me'));
		expect(item?.['text']).toContain('a &lt; b &amp; c');
	});

	test('a trigger that cannot read is told, too', async () => {
		const run = await runExample(stand.exchange, FILE, {
			mode: 'error',
			items: [{ trigger: { error: { message: 'Revoked' } }, workflow: { name: 'Mine' } }],
		});
		expect(jsonOf(run.output('Tell Me'))[0]?.['text']).toContain('Mine: Revoked');
	});
});
