import type { IDataObject } from 'n8n-workflow';
import type { Exchange } from '../../../tools/exchange';
import type { Run } from '../../../tools/harness';
import { namiWorkflow, orderPosts, parametersOf, PROFILE } from '../support';
import { useAttempts } from './support/attempts';
import {
	batch,
	bodyOf,
	MODES,
	ordersOf,
	parameters,
	POSITIONS,
	QUANTITIES,
	type Mode,
} from './support/batch';
import { arrange, FAULT_CASES, type FaultCase } from './support/faultCases';
import { useLanes } from './support/lanes';

/** Longer than any answer of a machine that is busy with all lanes at once. */
const STALL_TIMEOUT_MS = 2_000;

interface Combination {
	readonly position: number;
	readonly onError: Mode;
	readonly retryOnFail: boolean;
}

const COMBINATIONS: readonly Combination[] = POSITIONS.flatMap((position) =>
	MODES.flatMap((onError) =>
		[false, true].map((retryOnFail) => ({ position, onError, retryOnFail })),
	),
);

const lanes = useLanes();
const attempts = useAttempts();

test('there are at least 342 combinations', () => {
	expect(FAULT_CASES.length * COMBINATIONS.length).toBeGreaterThanOrEqual(342);
	expect(new Set(FAULT_CASES.map(({ name }) => name)).size).toBe(FAULT_CASES.length);
});

test.each(FAULT_CASES.map((faultCase) => [faultCase.name, faultCase] as const))(
	'%s: every position, On Error mode and Retry On Fail',
	async (_name, faultCase) => {
		const seen = await lanes.run(COMBINATIONS, async (exchange, combination) =>
			outcomeOf(exchange, faultCase, combination),
		);
		const expected = COMBINATIONS.map((combination) => expectation(faultCase, combination));
		expect(seen.map(essenceOf)).toEqual(expected.map(essenceOf));
		if (PROFILE === 'documented') expect(seen).toEqual(expected);
	},
	30_000,
);

/** What a combination comes to. Items that the run does not reach are undefined. */
interface Outcome {
	readonly combination: Combination;
	readonly tries: number;
	/** POSTs that left, arrived or not. */
	readonly posts: number;
	/** Their bodies, as far as they arrived. */
	readonly bodies: IDataObject[];
	readonly items: Array<IDataObject | undefined>;
	readonly branches: string[];
	readonly ordersByItem: number[];
	/** Items that Stop Workflow's error names as placed. */
	readonly namedAsPlaced: unknown;
}

/**
 * What has to be the same under every profile: what each item comes to and why, where it comes out,
 * and how many orders there are. Words, codes, and how often was asked for what, are the profile's own.
 */
function essenceOf({ items, branches, ordersByItem, namedAsPlaced, combination }: Outcome) {
	const verdicts = items.map((item) => {
		const { outcome, reason } = (item?.error ?? item ?? {}) as IDataObject;
		return { outcome, reason, displayingId: item?.displayingId };
	});
	return { combination, verdicts, branches, ordersByItem, namedAsPlaced };
}

async function outcomeOf(
	exchange: Exchange,
	faultCase: FaultCase,
	combination: Combination,
): Promise<Outcome> {
	const { type } = faultCase;
	const tries = triesOf(faultCase, combination);
	const { position, onError } = combination;
	const between = onError === 'stopWorkflow' ? 0 : QUANTITIES.length - position - 1;
	await arrange(faultCase, exchange, lanes.clock, position, tries, between);
	const run = await namiWorkflow(exchange, {
		parameters: parameters(faultCase.stalls ? { timeout: STALL_TIMEOUT_MS / 1000 } : {}),
		items: batch(type),
		onError,
		retryOnFail: combination.retryOnFail,
		maxTries: 2,
	});
	await lanes.clock.sleep(30_000);
	return {
		combination,
		tries: run.tries,
		posts: attempts.take(exchange.url),
		bodies: bodiesAt(exchange),
		...itemsOf(run, exchange, combination),
		ordersByItem: QUANTITIES.map((_, item) => ordersOf(exchange, item).length),
	};
}

/** Without timestamp and signature; `receivedOrders` of other tests looks at those. */
function bodiesAt(exchange: Exchange): IDataObject[] {
	return orderPosts(exchange).map((request) => {
		if (request.body === '' && request.fault?.beforeReading) return { unread: true };
		const sent = Object.fromEntries(parametersOf(request)) as IDataObject;
		const { timestamp, signature, ...order } = sent;
		expect([timestamp === undefined, typeof signature]).toEqual([false, 'string']);
		return order;
	});
}

function itemsOf(run: Run, exchange: Exchange, { onError }: Combination) {
	const items: Array<IDataObject | undefined> = QUANTITIES.map(() => undefined);
	const branches = QUANTITIES.map(() => 'none');
	const put = (branch: string) => (output: Run['success'][number]) => {
		const item = (output.pairedItem as { item: number }).item;
		branches[item] = branch;
		items[item] = plain(output.json, exchange, item);
	};
	run.success.forEach(put('success'));
	run.failed.forEach(put('error'));
	if (onError !== 'stopWorkflow' || run.error === undefined) {
		expect(run.error).toBeUndefined();
		return { items, branches, namedAsPlaced: undefined };
	}
	const { message, context } = run.error as unknown as {
		message: string;
		context: { data: IDataObject };
	};
	const { item, placed, ...error } = context.data;
	branches[Number(item)] = 'thrown';
	items[Number(item)] = plain(
		{ error: { ...error, advice: '-', todo: 'fix' }, message },
		exchange,
		Number(item),
	);
	return { items, branches, namedAsPlaced: (placed as IDataObject[]).map((order) => order.item) };
}

/** What a placed order has to say here; how orders are shown is tested where they are. */
const TOLD = new Set([
	'outcome',
	'reconciled',
	'symbol',
	'side',
	'type',
	'status',
	'price',
	'quantity',
	'executedQty',
]);

/** An output item without what differs from run to run: ids and times. */
function plain(json: IDataObject, exchange: Exchange, item: number): IDataObject {
	if (json.error === undefined) {
		const isItsOwn = String(json.displayingId) === ordersOf(exchange, item)[0]?.displayingId;
		const told = Object.entries(json).filter(([name]) => TOLD.has(name));
		return { ...Object.fromEntries(told), displayingId: isItsOwn ? 'its own' : 'another' };
	}
	const { error, message, ...input } = json;
	const { advice, checked, todo, message: itsMessage = message, ...rest } = error as IDataObject;
	const { asset, needed, available, ...facts } = rest;
	expect([asset, needed, available].every((lack) => lack !== null)).toBe(true);
	expect(itsMessage).toBe(message);
	expect(String(todo)).toMatch(/^(look|fund|wait|fix|nothing)$/);
	expect(String(advice)).not.toBe('');
	if (Object.keys(input).length > 0) expect(input.quantity).toBe(QUANTITIES[item]);
	const looks = Array.isArray(checked) ? { looks: checked.length } : {};
	return { error: facts, ...looks };
}

/** What `outcomeOf` has to find, told item by item and try by try. */
function expectation(faultCase: FaultCase, combination: Combination): Outcome {
	const { position, onError } = combination;
	const tries = triesOf(faultCase, combination);
	const isThrown = onError === 'stopWorkflow' && faultCase.outcome !== 'placed';
	const failure = isThrown ? 'thrown' : onError === 'continueErrorOutput' ? 'error' : 'success';
	const items = QUANTITIES.map((_, item) => {
		if (item === position) return faultyItem(item, faultCase, tries);
		if (isThrown) return undefined;
		if (item < position) return placedItem(item, faultCase);
		return laterItem(item, faultCase, position, tries);
	});
	const sent = postsOf(faultCase, position, tries, isThrown);
	return {
		combination,
		tries,
		posts: sent.length,
		bodies: sent
			.filter(({ arrives }) => arrives)
			.map(({ item, unread }) => (unread ? { unread } : bodyOf(item, faultCase.type))),
		items,
		branches: items.map((item) => {
			if (item === undefined) return 'none';
			return item.error === undefined ? 'success' : failure;
		}),
		ordersByItem: items.map((item, index) => {
			if (index === position) return faultCase.exists ? 1 : 0;
			return index < position || item?.outcome === 'placed' ? 1 : 0;
		}),
		namedAsPlaced: isThrown ? QUANTITIES.map((_, item) => item).slice(0, position) : undefined,
	};
}

/** n8n repeats a run that threw, or whose first item failed. */
function triesOf({ outcome }: FaultCase, { position, onError, retryOnFail }: Combination): number {
	const fails = outcome !== 'placed' && (onError === 'stopWorkflow' || position === 0);
	return fails && retryOnFail ? 2 : 1;
}

interface Post {
	readonly item: number;
	readonly arrives: boolean;
	readonly unread: boolean;
}

function postsOf(
	{ name, outcome, fault, posts = 1, faulty, again, closes }: FaultCase,
	position: number,
	tries: number,
	isThrown: boolean,
): Post[] {
	const post = (item: number, arrives = true) => ({ item, arrives, unread: false });
	const isRefusing = fault === undefined && faulty === undefined;
	const faultyPosts = Array.from({ length: posts }, (_, nth) => ({
		...post(position, fault !== undefined || nth >= (faulty ?? posts)),
		unread: name === 'dropped before reading',
	}));
	const later = QUANTITIES.map((_, item) => item).filter((item) => item > position && !isThrown);
	const placedLater = outcome === 'unknown' || closes || isRefusing ? [] : later;
	const sent = QUANTITIES.map((_, item) => post(item)).slice(0, position);
	for (let nth = 0; nth < tries; nth += 1) {
		if (nth === 0 || again) sent.push(...faultyPosts);
		if (nth === 0) sent.push(...placedLater.map((item) => post(item)));
		if (isRefusing) sent.push(...later.flatMap((item) => faultyPosts.map(() => post(item, false))));
	}
	return sent;
}

function placedItem(item: number, { type = 'LIMIT' }: FaultCase, reconciled = false): IDataObject {
	const quantity = QUANTITIES[item] ?? 0;
	const price = type === 'LIMIT' ? 60000 : 62877.99;
	return {
		outcome: 'placed',
		displayingId: 'its own',
		...(reconciled && { reconciled }),
		symbol: 'BTCUSDT',
		side: 'BUY',
		type,
		status: type === 'LIMIT' ? 'NEW' : 'FILLED',
		price,
		quantity,
		executedQty: type === 'LIMIT' ? 0 : quantity,
	};
}

function faultyItem(item: number, faultCase: FaultCase, tries: number): IDataObject {
	const { outcome, reconciled, facts, looks, closes } = faultCase;
	if (outcome === 'placed') return placedItem(item, faultCase, reconciled);
	if (closes !== undefined && tries > 1) return closedItem(closes);
	const all = looks === undefined ? {} : { looks: looks + (outcome === 'unknown' ? tries - 1 : 0) };
	return { error: facts, ...all };
}

function closedItem({ reason }: NonNullable<FaultCase['closes']>): IDataObject {
	return { error: { outcome: 'not_placed', reason, retryAt: expect.any(String) } };
}

function laterItem(
	item: number,
	faultCase: FaultCase,
	position: number,
	tries: number,
): IDataObject {
	const { outcome, fault, faulty, closes } = faultCase;
	if (outcome === 'unknown') {
		return {
			error: { outcome: 'not_placed', reason: 'skipped', heldUpByItem: position },
		};
	}
	if (closes !== undefined) return closedItem(closes);
	if (fault === undefined && faulty === undefined) return faultyItem(item, faultCase, tries);
	return placedItem(item, faultCase);
}
