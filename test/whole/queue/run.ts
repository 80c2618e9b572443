// n8n's queue mode with two workers, one of which is killed: `npm run test:queue`
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { type Exchange, startExchange } from '../../../tools/exchange';
import { type Checks, report, runCommand } from '../../../tools/n8n/command';
import { findInText, signaturesIn } from '../../../tools/n8n/leaks';
import { met, until } from '../../../tools/n8n/until';
import { standInCredential } from '../../../tools/n8n/workflow';
import { Cluster, CONCURRENCY } from './cluster';
import { requireServices } from './services';
import {
	isListening,
	makeSignals,
	sendAll,
	type Signal,
	signalWorkflow,
	type Told,
} from './signals';

const { values } = parseArgs({
	options: {
		orders: { type: 'string', default: '500' },
		senders: { type: 'string', default: '10' },
	},
});
const COUNT = Number(values.orders);
const SENDERS = Number(values.senders);
/** So many signals come twice at the same moment. */
const TWINS = COUNT / 5;

/** What became of a signal that was sent twice. */
interface Account {
	readonly signal: Signal;
	readonly first: Told;
	readonly second: Told;
	/** Its orders on the exchange. */
	readonly orders: number;
}

interface Scene {
	/** Of signals that were sent, and sent again later. */
	readonly accounts: readonly Account[];
	/** Of signals that were sent twice at once. */
	readonly twins: readonly Account[];
	readonly exchange: Exchange;
	readonly executions: Readonly<Record<string, number>>;
	readonly log: string;
}

const isBlocked = ({ second }: Account) => second?.reason === 'duplicate_order_key';

const CHECKS: Checks<Scene> = {
	'no signal placed two orders': ({ accounts }) => {
		const twice = accounts.filter(({ orders }) => orders > 1);
		assert.deepEqual(twice, []);
	},
	'a signal that came twice at once placed one order': ({ twins }) => {
		const wrong = twins.filter(({ orders }) => orders !== 1);
		assert.deepEqual(wrong, []);
	},
	'whoever was told “placed” has an order': ({ accounts }) => {
		const placed = accounts.filter(({ first }) => first?.outcome === 'placed');
		assert(placed.length > COUNT / 2, `${placed.length} were told so`);
		assert.deepEqual(
			placed.filter(({ orders }) => orders === 0),
			[],
		);
	},
	'every signal has one order, or a key that holds it back and says so': ({ accounts }) => {
		const open = accounts.filter((account) => account.orders === 0 && !isBlocked(account));
		assert.deepEqual(open, []);
	},
	'only what the killed worker had in hand was held back': ({ accounts }) => {
		const held = accounts.filter(({ orders }) => orders === 0);
		assert(held.length <= CONCURRENCY, `${held.length} were held back`);
		const answered = held.filter(({ first }) => first !== undefined);
		assert.deepEqual(answered, []);
	},
	'every execution has ended': ({ executions }) => {
		const { success = 0, crashed = 0, error = 0, ...others } = executions;
		assert.deepEqual(others, {});
		assert.equal(success + crashed + error, 2 * (COUNT + TWINS));
		assert(crashed + error <= CONCURRENCY, `${crashed} crashed, ${error} failed`);
	},
	'no secret, key or signature in the logs': ({ exchange, log }) => {
		const hidden = [exchange.apiSecret, exchange.apiKey, ...signaturesIn(exchange.requests)];
		assert(log.length > 0);
		assert.deepEqual(findInText('logs', log, hidden), []);
	},
};

async function play(exchange: Exchange): Promise<Scene> {
	const stored = standInCredential(exchange);
	const credential = { ...stored, data: { ...stored.data, callsPerMinute: 100_000 } };
	const cluster = await Cluster.start(credential, signalWorkflow(credential));
	try {
		await until('the webhook', async () => met(await isListening(cluster.url)));
		const both = makeSignals(TWINS, 'twin', 30_000);
		console.log(`${TWINS} signals, each twice at once …`);
		const told = await sendAll(
			cluster.url,
			both.flatMap((twin) => [twin, twin]),
			SENDERS,
		);
		const signals = makeSignals(COUNT, 'signal', 40_000);
		console.log(`${COUNT} signals to two workers, one of which is killed midway …`);
		const killing = killMidway(cluster, exchange);
		const first = await sendAll(cluster.url, signals, SENDERS);
		await killing;
		console.log('The same signals again …');
		const second = await sendAll(cluster.url, signals, SENDERS);
		await until('all executions to end', async () => met(!(await isBusy(cluster))), 120_000);
		return {
			accounts: accountsOf(exchange, signals, first, second),
			twins: accountsOf(exchange, both, everyOther(told, 0), everyOther(told, 1)),
			exchange,
			executions: await executionsOf(cluster),
			log: cluster.log,
		};
	} finally {
		await cluster.stop();
	}
}

function accountsOf(
	{ placed }: Exchange,
	signals: readonly Signal[],
	first: readonly Told[],
	second: readonly Told[],
): Account[] {
	return signals.map((signal, index) => ({
		signal,
		first: first[index],
		second: second[index],
		orders: placed.filter(({ price }) => price === signal.price).length,
	}));
}

function everyOther(told: readonly Told[], from: 0 | 1): Told[] {
	return told.filter((_, index) => index % 2 === from);
}

async function killMidway({ workers }: Cluster, exchange: Exchange): Promise<void> {
	const isMidway = () => met(exchange.placed.length >= TWINS + COUNT * 0.4);
	await until('the orders to be on their way', isMidway, 300_000);
	await workers[0]?.kill();
	console.log(`  killed a worker after ${exchange.placed.length} orders`);
}

async function executionsOf({ postgres }: Cluster): Promise<Record<string, number>> {
	const rows = await postgres.askN8n('select status, count(*) from execution_entity group by 1');
	return Object.fromEntries(
		rows.split('\n').map((row) => {
			const [status = '', count] = row.split('|');
			return [status, Number(count)];
		}),
	);
}

async function isBusy(cluster: Cluster): Promise<boolean> {
	const { running = 0, new: waiting = 0 } = await executionsOf(cluster);
	return running + waiting > 0;
}

function summarize({ accounts, twins, executions }: Scene): void {
	const count = (holds: (account: Account) => boolean) => accounts.filter(holds).length;
	console.log(`
  one order           ${count(({ orders }) => orders === 1)}
  no order, held back ${count((account) => account.orders === 0 && isBlocked(account))}
  no order, otherwise ${count((account) => account.orders === 0 && !isBlocked(account))}
  several orders      ${count(({ orders }) => orders > 1)}
  twice at once: several orders ${twins.filter(({ orders }) => orders > 1).length}
  no first answer     ${count(({ first }) => first === undefined)}
  executions          ${JSON.stringify(executions)}
`);
}

async function main(): Promise<void> {
	requireServices();
	const exchange = await startExchange();
	try {
		const scene = await play(exchange);
		summarize(scene);
		await report(CHECKS, scene);
	} finally {
		await exchange.close();
	}
}

runCommand(main);
