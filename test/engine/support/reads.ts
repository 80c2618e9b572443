import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import type { TestExchange } from './exchange';
import { namiWorkflow, type NamiOptions } from './namiWorkflow';
import { inDocumentedForm, inStatusEnvelope } from './profile';

/** What an operation that reads returns for one item. */
export async function readItems(
	{ exchange }: TestExchange,
	parameters: INodeParameters,
	options: NamiOptions = {},
): Promise<IDataObject[]> {
	const run = await namiWorkflow(exchange, { ...options, parameters });
	expect(run.error).toBeUndefined();
	return run.success.map(({ json }) => json);
}

/** What the error item of a read that does not succeed carries. */
export async function readError(
	{ exchange }: TestExchange,
	parameters: INodeParameters,
	options: NamiOptions = {},
): Promise<IDataObject> {
	const run = await namiWorkflow(exchange, {
		...options,
		parameters,
		onError: 'continueErrorOutput',
	});
	expect(run.success).toEqual([]);
	expect(run.failed).toHaveLength(1);
	const [failed] = run.failed;
	return { ...failed?.json };
}

/** Lets every answer of `path` carry this instead. */
export function answerWith({ exchange }: TestExchange, path: string, data: unknown): void {
	const body = JSON.stringify({ status: 'ok', data });
	const answer = { kind: 'raw', status: 200, headers: {}, body } as const;
	const fault = { name: 'answer', accept: 'no', answer } as const;
	exchange.faults.add({ match: { path }, times: 99, fault });
}

/** Tests that hold for every operation that reads `path`, when everything else is well. */
export function describeRead(
	stand: TestExchange,
	{ path, parameters }: { path: string; parameters: INodeParameters },
): void {
	const match = { method: 'GET', path };
	const run = async (options: NamiOptions = {}) =>
		await namiWorkflow(stand.exchange, { parameters, ...options });

	test.each([
		['a timeout', faults.stallBeforeAccepting(), 0.4],
		['HTTP 503', faults.status5xxBefore(503)],
		['a reset in the middle of the answer', faults.resetMidAnswer()],
		['half an answer', faults.cutJson()],
		['a page instead of an answer', faults.html()],
	])('reads again after %s', async (_, fault, timeout = 30) => {
		stand.exchange.faults.add({ match, times: 2, fault });
		const { error } = await run({ parameters: { ...parameters, options: { timeout } } });
		expect(error).toBeUndefined();
		expect(stand.exchange.count(match)).toBeGreaterThanOrEqual(3);
	});

	test('reads again after HTTP 429, once: nothing is sent into a limit again and again', async () => {
		stand.exchange.faults.add({ match, fault: faults.httpError(429, 2) });
		expect((await run({ parameters })).error).toBeUndefined();
		stand.exchange.faults.add({ match, times: 2, fault: faults.httpError(429, 2) });
		expect((await run({ parameters })).error).toMatchObject({
			context: { data: { reason: 'rate_limited' } },
		});
	});

	test('gives up after three times, with facts and without an outcome', async () => {
		stand.exchange.faults.add({ match, times: 9, fault: faults.status5xxBefore(503) });
		const { failed, success } = await run({ onError: 'continueErrorOutput' });
		expect(success).toEqual([]);
		expect(failed).toHaveLength(1);
		const error = failed[0]?.json.error;
		expect(error).toMatchObject({
			reason: 'server_trouble',
			...inDocumentedForm({ httpStatus: 503 }),
		});
		expect(error).not.toHaveProperty('outcome');
		expect(stand.exchange.count(match)).toBe(3);
	});

	test('does not read again what the exchange refuses', async () => {
		stand.exchange.faults.add({ match, times: 9, fault: faults.refusal('BAD_SYMBOL') });
		const { success } = await run({ onError: 'continueRegularOutput' });
		expect(success).toHaveLength(1);
		expect(success[0]?.json.error).toMatchObject({
			reason: 'refused',
			status: 'BAD_SYMBOL',
			...inStatusEnvelope({ code: 1112 }),
			...inDocumentedForm({ httpStatus: 400 }),
		});
		expect(success[0]?.json.error).not.toHaveProperty('outcome');
		expect(stand.exchange.count(match)).toBe(1);
	});

	test('stops the workflow with the exchange’s reason', async () => {
		stand.exchange.faults.add({ match, times: 9, fault: faults.refusal('BAD_SYMBOL') });
		const { error, success } = await run();
		expect(success).toEqual([]);
		expect(error?.message).toContain('does not know this symbol');
	});

	test('an item that fails does not stop the others', async () => {
		stand.exchange.faults.add({ match, times: 1, fault: faults.refusal('BAD_SYMBOL') });
		const { failed, error } = await run({ items: [{}, {}], onError: 'continueErrorOutput' });
		expect(error).toBeUndefined();
		expect(failed).toHaveLength(1);
		expect(stand.exchange.count(match)).toBeGreaterThanOrEqual(2);
	});
}
