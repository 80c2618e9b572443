import { installClock } from '../../../tools/harness/virtualClock';
import { bundle, packageTime, restartPackage } from '../../../tools/harness/bundle';
import { packageNodes } from '../../../tools/harness/package';
import { searchList } from '../../../tools/harness';
import { credentialFor, namiWorkflow, useExchange } from '../support';

const stand = useExchange();

const YEAR_MS = 365 * 24 * 60 * 60_000;
const NAME = 'n8n-nodes-nami.namiSpot';
const askForSymbols = async () =>
	await searchList('searchSymbols', '', undefined, {
		credentials: { namiApi: credentialFor(stand.exchange) },
	});
const calls = () => stand.exchange.requests.length;

test('what the package knows outlives a call, and is forgotten by a restart', async () => {
	await askForSymbols();
	const asked = calls();
	expect(asked).toBeGreaterThan(0);
	await askForSymbols();
	expect(calls()).toBe(asked);
	restartPackage();
	await askForSymbols();
	expect(calls()).toBe(2 * asked);
});

test('nodes are made once, and anew after a restart', () => {
	const before = packageNodes().get(NAME);
	expect(packageNodes().get(NAME)).toBe(before);
	restartPackage();
	expect(packageNodes().get(NAME)).not.toBe(before);
	expect(bundle()).toBe(bundle());
});

test('another clock stays in place over a restart', async () => {
	stand.clock.jump(YEAR_MS);
	restartPackage();
	const run = await namiWorkflow(stand.exchange, { parameters: { resource: 'account' } });
	expect(run.error).toBeUndefined();
	expect(calls()).toBeGreaterThan(0);
});

test('and can be taken out after a restart', () => {
	const putBack = installClock({ now: () => 7, monotonic: () => 7, sleep: async () => {} });
	restartPackage();
	bundle();
	putBack();
	expect(packageTime()).toBe(stand.clock.now());
});
