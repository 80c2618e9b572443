import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { namiRetry, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

const PRICES = { method: 'GET', path: '/api/v3/spot/market_watch' };

async function place(options: INodeParameters, order: INodeParameters = ORDERS.LIMIT) {
	const before = stand.exchange.countOrderPosts();
	const { success, failed } = await namiWorkflow(stand.exchange, {
		parameters: { ...order, options },
		onError: 'continueErrorOutput',
	});
	const error = failed[0]?.json.error as IDataObject | undefined;
	// A market order may be sent once more, in the form that the exchange wants.
	expect(stand.exchange.countOrderPosts() > before).toBe(success.length > 0);
	return error ?? { outcome: success[0]?.json.outcome };
}

const at = (ago: number) => new Date(stand.clock.now() - ago * 1000).toISOString();

describe('Maximum Age', () => {
	test.each([
		['as old as allowed', 60, 60],
		['as the clocks differ', 60, -4],
	])('a signal %s passes', async (_, maxAge, ago) => {
		expect(await place({ maxAge, signalTime: at(ago) })).toEqual({ outcome: 'placed' });
	});

	test.each([
		['older', 60, 61, '61 s'],
		['from the future', 60, -3600, '-3600 s'],
	])('one that is %s is held, before anything is asked', async (_, maxAge, ago, value) => {
		expect(await place({ maxAge, signalTime: at(ago) })).toMatchObject({
			outcome: 'not_placed',
			reason: 'guard_rail',
			rail: 'maxAge',
			owner: 'node',
			limit: '60 s',
			value,
		});
		expect(stand.exchange.count()).toBe(0);
	});

	test.each(['', '={{ $json.none }}', 'soon', '={{ null }}'])(
		'a Signal Time of %p does not count as now',
		async (signalTime) => {
			expect(await place({ maxAge: 60, signalTime })).toMatchObject({ outcome: 'not_placed' });
		},
	);

	test.each(['', '={{ $json.none }}', '={{ null }}'])(
		'a Signal Time of %p is refused, not ignored',
		async (signalTime) => {
			const facts = { reason: 'invalid_input', field: 'signalTime' };
			expect(await place({ maxAge: 60, signalTime })).toMatchObject(facts);
		},
	);

	test('a Signal Time that nothing is held to is refused, not ignored', async () => {
		const facts = { reason: 'invalid_input', field: 'signalTime' };
		expect(await place({ signalTime: at(1) })).toMatchObject(facts);
		expect(stand.exchange.count()).toBe(0);
	});

	test.each([0, -1, '', 'a minute', '={{ $json.none }}'])('an age of %p holds', async (maxAge) => {
		expect(await place({ maxAge })).toMatchObject({ reason: 'guard_rail', rail: 'maxAge' });
	});

	test('without a Signal Time, a retry is as old as the execution', async () => {
		const parameters = { ...ORDERS.LIMIT, price: 'soon', options: { maxAge: 600 } };
		const failed = await namiWorkflow(stand.exchange, { parameters });
		expect(failed.error).toBeDefined();
		const mended = { ...ORDERS.LIMIT, options: { maxAge: 600 } };
		// n8n's own clock says when an execution starts; the package's stands elsewhere in tests.
		const established = failed.data.executionData?.runtimeData?.establishedAt ?? Number.NaN;
		stand.clock.set(established + 601_000 - stand.clock.now());
		const late = await namiRetry(stand.exchange, failed, { parameters: mended });
		expect(late.error?.message).toContain('601 s old');
		expect(stand.exchange.countOrderPosts()).toBe(0);
		stand.clock.set(established + 590_000 - stand.clock.now());
		const inTime = await namiRetry(stand.exchange, failed, { parameters: mended });
		expect(inTime.error).toBeUndefined();
		expect(inTime.success[0]?.json.outcome).toBe('placed');
	});

	test('is checked once more when the order leaves', async () => {
		const signalTime = at(59);
		const [config] = [{ method: 'GET', path: '/api/v3/spot/config' }];
		const jumped = async () => {
			while (stand.exchange.count(config) === 0) await new Promise(setImmediate);
			stand.clock.jump(2_000);
		};
		stand.exchange.faults.add({ match: config, fault: faults.slow(jumped()) });
		expect(await place({ maxAge: 60, signalTime })).toMatchObject({
			rail: 'maxAge',
			value: '61 s',
		});
	});
});

describe('Maximum Deviation', () => {
	/** The last price is 62877.99. */
	test.each<[string, INodeParameters, string, string]>([
		['a limit', ORDERS.LIMIT, '4.58', '4.57'],
		['a stop-limit: its dearer price', ORDERS.STOP_LIMIT, '1.95', '1.94'],
		['an OCO: its furthest price', ORDERS.OCO, '4.58', '4.57'],
	])('%s', async (_, order, enough, tooLittle) => {
		expect(await place({ maxDeviation: tooLittle }, order)).toMatchObject({
			outcome: 'not_placed',
			reason: 'guard_rail',
			rail: 'maxDeviation',
			owner: 'node',
			limit: `${tooLittle} %`,
			value: `${enough} %`,
		});
		expect(await place({ maxDeviation: enough }, order)).toEqual({ outcome: 'placed' });
	});

	test('a market order has no price of its own', async () => {
		expect(await place({ maxDeviation: 0.01 }, ORDERS.MARKET)).toEqual({ outcome: 'placed' });
	});

	test('without a last price nothing is sent', async () => {
		stand.exchange.faults.add({ match: PRICES, times: 9, fault: faults.status5xxBefore() });
		expect(await place({ maxDeviation: 50 })).toMatchObject({ rail: 'maxDeviation' });
	});

	test.each([0, -1, '', 'little', '={{ $json.none }}'])('%p holds every order', async (given) => {
		expect(await place({ maxDeviation: given })).toMatchObject({ rail: 'maxDeviation' });
	});
});
