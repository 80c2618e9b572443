import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import { runTool } from '../../../tools/harness';
import { credentialFor, namiWorkflow, ORDERS, useExchange } from '../support';

const stand = useExchange();

async function answerOf(parameters: INodeParameters): Promise<IDataObject> {
	const run = await runTool({
		parameters: { ...ORDERS.LIMIT, dryRun: 'never', ...parameters },
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
	expect(run.error).toBeUndefined();
	return JSON.parse(String(run.answers[0]))[0] as IDataObject;
}

test('a tool gives its model the simplified order by default', async () => {
	const order = await answerOf({});
	expect(order).toMatchObject({ outcome: 'placed', symbol: 'BTCUSDT', price: 60000 });
	expect(order).not.toHaveProperty('userId');
});

test('… all of it as Raw', async () => {
	expect(await answerOf({ output: 'raw' })).toHaveProperty('userId');
});

test('… or the selected fields, and always what became of the order', async () => {
	const selected = { output: 'selected', outputFields: 'status, userId' };
	expect(Object.keys(await answerOf(selected))).toEqual([
		'outcome',
		'displayingId',
		'status',
		'userId',
	]);
	expect(Object.keys(await answerOf({ ...selected, outputFields: '', price: '60001' }))).toEqual([
		'outcome',
		'displayingId',
	]);
});

test('an order that is not placed is told whole', async () => {
	stand.exchange.faults.add({ match: { method: 'POST' }, fault: faults.refusal('BAD_SYMBOL') });
	const { error } = await answerOf({ output: 'selected', outputFields: 'status' });
	expect(error).toMatchObject({ outcome: 'not_placed', reason: 'refused', todo: 'fix' });
});

test('nobody but a tool has the field: elsewhere Simplify decides', async () => {
	const { success } = await namiWorkflow(stand.exchange, {
		parameters: { ...ORDERS.LIMIT, output: 'raw', outputFields: 'status' },
	});
	expect(success[0]?.json).toHaveProperty('symbol');
});
