import assert from 'node:assert/strict';
import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import { faults } from '../../../tools/exchange';
import type { N8nApi } from '../../../tools/n8n/api';
import { findInFolder, findInText, signaturesIn } from '../../../tools/n8n/leaks';
import {
	NAMI_API,
	NAMI_SPOT,
	NAMI_SPOT_TOOL,
	NAMI_SPOT_TRIGGER,
} from '../../../tools/n8n/workflow';
import type { Bench } from './bench';
import {
	dryRun,
	errorOutput,
	lostAnswer,
	orderKey,
	orderTypes,
	retryOnFail,
	WAITED_BETWEEN_TRIES_MS,
} from '../../../tools/n8n/workflows';

/** What must hold in every version of n8n. */
export interface Check {
	readonly name: string;
	/** Throws what is wrong. */
	run(bench: Bench): Promise<void>;
}

/** In this order; the last looks at what the others have left behind. */
export const CHECKS: readonly Check[] = [
	{ name: 'nodes, credential type and their icons load', run: everythingLoads },
	{ name: 'credential test', run: credentialTest },
	{ name: 'list of symbols', run: listOfSymbols },
	...['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'].map(orderPlaced),
	{ name: 'refused order on the error output, with its code', run: refusedOnErrorOutput },
	{ name: 'Retry On Fail places once', run: retryPlacesOnce },
	{ name: 'Signal ID places once', run: orderKeyPlacesOnce },
	{ name: 'dry run sends nothing', run: dryRunSendsNothing },
	{ name: 'placed order found after a lost response', run: lostAnswerIsFound },
	{ name: 'no secret, key or signature in data and logs', run: nothingLeaks },
];

async function everythingLoads(bench: Bench): Promise<void> {
	await bench.withServer(async (api) => {
		for (const name of [NAMI_SPOT, NAMI_SPOT_TRIGGER, NAMI_SPOT_TOOL]) {
			await iconsLoad(api, name, await api.nodeType(name));
		}
		await iconsLoad(api, NAMI_API, await api.credentialType(NAMI_API));
	});
}

async function iconsLoad(
	api: N8nApi,
	name: string,
	type: Pick<INodeTypeDescription, 'iconUrl'> | undefined,
): Promise<void> {
	assert(type, `n8n does not list ${name}`);
	const icons = Object.values(type.iconUrl ?? {});
	assert.equal(icons.length, 2, `a light and a dark icon of ${name}`);
	for (const icon of icons) {
		const { status } = await api.get(`/${icon}`);
		assert.equal(status, 200, `icon ${icon}`);
	}
}

async function credentialTest(bench: Bench): Promise<void> {
	const { credential } = bench;
	const wrong = { ...credential, data: { ...credential.data, apiSecret: 'not the secret' } };
	await bench.withServer(async (api) => {
		assert.equal((await api.testCredential(credential)).status, 'OK');
		const { status, message } = await api.testCredential(wrong);
		assert.equal(status, 'Error');
		assert.match(String(message), /signature|secret/i);
	});
}

async function listOfSymbols(bench: Bench): Promise<void> {
	const found = await bench.withServer(
		async (api) => await api.searchList('searchSymbols', bench.credential, 'btc'),
	);
	const values = found.map(({ value }) => value);
	assert(values.includes('BTCUSDT'), `BTCUSDT is not among: ${values.join(', ')}`);
}

const NODES: Readonly<Record<string, string>> = {
	LIMIT: 'Limit',
	MARKET: 'Market',
	STOP_LIMIT: 'Stop Limit',
	OCO: 'OCO',
};

function orderPlaced(type: string): Check {
	return {
		name: `${type} placed`,
		run: async (bench) => {
			const item = onlyItem((await bench.result(orderTypes)).output(NODES[type] ?? ''));
			assert.equal(item.outcome, 'placed');
			const order = bench.exchange.orders.find(
				({ displayingId }) => String(displayingId) === String(item.displayingId),
			);
			assert.equal(order?.type, type);
		},
	};
}

async function refusedOnErrorOutput(bench: Bench): Promise<void> {
	const run = await bench.result(errorOutput);
	assert.deepEqual(run.output('Placed'), []);
	const { error } = onlyItem(run.output('Refused'));
	const { outcome, reason, code } = error as IDataObject;
	assert.deepEqual({ outcome, reason }, { outcome: 'not_placed', reason: 'refused' });
	assert.equal(typeof code, 'number');
}

async function retryPlacesOnce(bench: Bench): Promise<void> {
	const [orders, posts] = counts(bench);
	const run = await bench.execute(retryOnFail);
	assert.equal(run.output('Refused').length, 1);
	assert.equal(run.output('Placed').length, 1);
	assert(run.milliseconds('Orders') >= WAITED_BETWEEN_TRIES_MS, 'n8n did not try again');
	assert.deepEqual(counts(bench), [orders + 1, posts + 2], 'orders and POSTs');
}

async function orderKeyPlacesOnce(bench: Bench): Promise<void> {
	const [orders] = counts(bench);
	const first = await bench.execute(orderKey);
	assert.equal(first.output('Placed').length, 1);
	const second = await bench.execute(orderKey);
	const { error } = onlyItem(second.output('Not Placed'));
	assert.equal((error as IDataObject).reason, 'duplicate_order_key');
	assert.equal(counts(bench)[0], orders + 1, 'orders');
}

async function dryRunSendsNothing(bench: Bench): Promise<void> {
	const before = counts(bench);
	const item = onlyItem((await bench.execute(dryRun)).output('Order'));
	assert.equal(item.outcome, 'dry_run');
	assert.deepEqual(counts(bench), before, 'orders and POSTs');
}

async function lostAnswerIsFound(bench: Bench): Promise<void> {
	const before = counts(bench);
	bench.exchange.faults.add({ match: { method: 'POST' }, fault: faults.dropAfterAccepting() });
	const item = onlyItem((await bench.execute(lostAnswer)).output('Order'));
	assert.equal(item.outcome, 'placed');
	assert.equal(item.reconciled, true);
	assert.deepEqual(counts(bench), [before[0] + 1, before[1] + 1], 'orders and POSTs');
}

async function nothingLeaks({ exchange, userFolder, log }: Bench): Promise<void> {
	const signatures = signaturesIn(exchange.requests);
	assert(signatures.length > 0, 'no request was signed');
	const private_ = [exchange.apiSecret, exchange.apiKey, ...signatures];
	const found = [
		...(await findInFolder(userFolder, private_)),
		...findInText('log', log, private_),
	];
	assert.deepEqual(found, []);
	const control = await findInFolder(userFolder, ['displayingId']);
	assert(control.length > 0, 'run data is not where this check looks for it');
}

function counts({ exchange }: Bench): [orders: number, posts: number] {
	return [exchange.orders.length, exchange.countOrderPosts()];
}

function onlyItem(items: readonly IDataObject[]): IDataObject {
	const [item] = items;
	assert(item !== undefined && items.length === 1, `one item expected: ${JSON.stringify(items)}`);
	return item;
}
