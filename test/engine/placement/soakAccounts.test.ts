import type { INodeParameters } from 'n8n-workflow';
import { faults, type Fault } from '../../../tools/exchange';
import { Random } from '../../../tools/exchange/support/random';
import { namiWorkflow, ORDERS, useExchange } from '../support';

const PAIRINGS = process.env['NAMI_SOAK'] === 'long' ? 1_000 : 40;
const ACCOUNTS = ['first', 'second', 'third', 'fourth', 'fifth'].map((name) => ({
	apiKey: `key-of-the-${name}-account`,
	apiSecret: `secret-of-the-${name}-account`,
}));
type Account = (typeof ACCOUNTS)[number];

/** Few enough for accounts to send again what they, and others, have sent before. */
const KINDS: readonly INodeParameters[] = [
	ORDERS.MARKET,
	ORDERS.LIMIT,
	{ ...ORDERS.MARKET, side: 'SELL' },
	{ ...ORDERS.LIMIT, side: 'SELL', price: '70000' },
];
const QUANTITIES = ['0.0005', '0.001'];
/** The order is placed, and its answer does not say so. */
const LOST: ReadonlyArray<() => Fault> = [
	faults.dropAfterAccepting,
	faults.resetMidAnswer,
	faults.cutJson,
	() => faults.status5xxAfter(500),
	() => faults.html(503, 'yes'),
	() => faults.empty(),
];
const LAGS_MS = [0, 2_000, 5_000, 10_000];

const stand = useExchange({ accounts: ACCOUNTS, log: 100 });

test(`${PAIRINGS} pairings of two accounts that send the same order and lose both answers: each finds its own`, async () => {
	const random = new Random(1);
	const oneOf = <T>(values: readonly T[]): T => values[random.uint32() % values.length] as T;
	// What a market order has to carry is found out by one whose answer arrives.
	await place(ACCOUNTS[0] as Account, ORDERS.MARKET);
	stand.exchange.faults.use(({ method }) => (method === 'POST' ? oneOf(LOST)() : undefined));
	for (let pairing = 0; pairing < PAIRINGS; pairing += 1) {
		const order = { ...oneOf(KINDS), quantity: oneOf(QUANTITIES) };
		const first = oneOf(ACCOUNTS);
		const second = oneOf(ACCOUNTS.filter((account) => account !== first));
		Object.assign(stand.exchange.settings, {
			historyLagMs: oneOf(LAGS_MS),
			openLagMs: oneOf(LAGS_MS),
		});
		const posts = stand.exchange.countOrderPosts();
		const told = await Promise.all([place(first, order), place(second, order)]);
		expect(stand.exchange.countOrderPosts()).toBe(posts + 2);
		expect(told).toEqual([newestOf(first), newestOf(second)]);
		await cancelAll();
	}
}, 3_600_000);

async function place(account: Account, order: INodeParameters) {
	const { success } = await namiWorkflow(stand.exchange, {
		credential: account,
		parameters: { ...order, options: { symbolRules: 'off' } },
	});
	const { outcome, reconciled, displayingId, mayBeAnothers } = success[0]?.json ?? {};
	return { outcome, reconciled, displayingId: String(displayingId), mayBeAnothers };
}

/** What has to be told of an account's last order. */
function newestOf({ apiKey }: Account) {
	const newest = stand.exchange.placed.filter((order) => order.apiKey === apiKey).at(-1);
	return { outcome: 'placed', reconciled: true, displayingId: newest?.displayingId };
}

/** Keeps the lists of open orders short. */
async function cancelAll(): Promise<void> {
	await stand.clock.sleep(60_000);
	for (const { apiKey } of ACCOUNTS) {
		for (const id of stand.exchange.state.account(apiKey).open.keys()) {
			stand.exchange.state.cancel(String(id));
		}
	}
}
