import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { faults, startExchange, type Exchange } from '../../tools/exchange';
import { namiWorkflow, ORDERS, useExchange } from './support';
import { seedOrders } from './support/seedOrders';
import { TriggerLife } from './trigger/life';

const POST = { method: 'POST', path: '/api/v4/spot/order' };
const PROTECTED: INodeParameters = {
	...ORDERS.MARKET,
	operation: 'createProtected',
	takeProfit: '+4%',
	stopPrice: '-2%',
	limitPrice: '-2.5%',
	dryRun: 'never',
};

const stand = useExchange();
let other: Exchange;
let host: Server;

/** Two exchanges under two paths of one host. */
function behindPaths(exchanges: () => Record<string, string>): Server {
	return createServer((incoming, outgoing) => {
		const [, prefix = '', rest = ''] = /^(\/\w+)(\/.*)$/.exec(incoming.url ?? '') ?? [];
		const { method, headers } = incoming;
		const onward = request(`${exchanges()[prefix]}${rest}`, { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(outgoing);
		});
		incoming.pipe(onward);
	});
}

beforeAll(async () => {
	other = await startExchange({ clock: stand.clock });
	host = behindPaths(() => ({ '/dear': stand.exchange.url, '/cheap': other.url }));
	await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => other.reset());
afterAll(async () => {
	host.closeAllConnections();
	host.close();
	await other.close();
});

function urlOf(path: string): string {
	const { port } = host.address() as AddressInfo;
	return `http://127.0.0.1:${port}${path}`;
}

async function place(path: string, parameters: INodeParameters): Promise<IDataObject> {
	const { success, failed } = await namiWorkflow(stand.exchange, {
		parameters,
		credential: { baseUrl: urlOf(path) },
		onError: 'continueErrorOutput',
	});
	const [item] = [...success, ...failed];
	return { ...item?.json };
}

describe('two Custom URLs on one host', () => {
	test('Maximum Order Value goes by the price at its own', async () => {
		other.state.setPrice('BTCUSDT', 500);
		const sell: INodeParameters = { ...ORDERS.MARKET, side: 'SELL', quantity: '0.01' };
		const order = { ...sell, options: { maxOrderValue: '50' } };
		expect(await place('/cheap', order)).toMatchObject({ outcome: 'placed' });
		expect(await place('/dear', order)).toMatchObject({
			error: { outcome: 'not_placed', reason: 'guard_rail', rail: 'maxOrderValue' },
		});
		expect(await place('/cheap', order)).toMatchObject({ outcome: 'placed' });
		expect([other.countOrderPosts(), stand.exchange.countOrderPosts()]).toEqual([2, 0]);
	});

	test('amounts go by the steps of their own', async () => {
		const filters = (stepSize: string) => [
			{ filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '1000', stepSize },
		];
		other.state.setFilters('ETHUSDT', filters('1'));
		stand.exchange.state.setFilters('ETHUSDT', filters('0.1'));
		const order = { ...ORDERS.LIMIT, symbol: 'ETHUSDT', price: '3000', quantity: '1.9' };
		expect(await place('/cheap', order)).toMatchObject({ outcome: 'placed', quantity: 1 });
		expect(await place('/dear', order)).toMatchObject({ outcome: 'placed', quantity: 1.9 });
	});

	test('a halt at one is none at the other', async () => {
		other.state.haltSymbol('BTCUSDT');
		const halted = { error: { reason: 'symbol_rules' } };
		expect(await place('/cheap', ORDERS.LIMIT)).toMatchObject(halted);
		expect(await place('/dear', ORDERS.LIMIT)).toMatchObject({ outcome: 'placed' });
	});

	test('orders of the same id are two, also where both answers are lost', async () => {
		for (const { faults: queue } of [stand.exchange, other]) {
			queue.add({ match: POST, fault: faults.html(503, 'yes') });
		}
		for (const path of ['/cheap', '/dear', '/cheap']) {
			expect(await place(path, ORDERS.LIMIT)).toMatchObject({ outcome: 'placed' });
		}
		expect(stand.exchange.placed[0]?.displayingId).toBe(other.placed[0]?.displayingId);
		expect([other.countOrderPosts(), stand.exchange.countOrderPosts()]).toEqual([2, 1]);
	});

	test('entries of the same id have an exit each', async () => {
		for (const path of ['/cheap', '/dear']) {
			expect(await place(path, PROTECTED)).toMatchObject({ outcome: 'protected' });
		}
		expect([other, stand.exchange].map(({ placed }) => placed.length)).toEqual([2, 2]);
	});

	test('a trigger that is turned to the other one starts from now, though its user has the same number there', async () => {
		await seedOrders(stand, {});
		await seedOrders({ exchange: other, clock: stand.clock }, {});
		other.state.setBalance('BTC', '5');
		const { apiKey, apiSecret } = stand.exchange;
		const exchange = { url: urlOf('/dear'), apiKey, apiSecret };
		const life = new TriggerLife(exchange, { events: ['balanceChanged', 'orderFilled'] });
		await life.activate();
		life.editCredential({ baseUrl: urlOf('/cheap') });
		stand.clock.jump(60_000);
		expect(await life.poll()).toEqual([]);
	});
});
