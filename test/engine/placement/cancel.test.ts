import { AsyncResource } from 'node:async_hooks';
import type { IDataObject } from 'n8n-workflow';
import { faults, type Exchange, type Fault, type RequestFilter } from '../../../tools/exchange';
import { namiWorkflow } from '../support';
import { useAttempts } from './support/attempts';
import { batch, MODES, parameters, POSITIONS, QUANTITIES, type Mode } from './support/batch';
import { useLanes, type Lanes } from './support/lanes';
import { watchNode } from './support/watched';

const ORDER: RequestFilter = { method: 'POST', path: '/api/v4/spot/order' };
const SYMBOLS: RequestFilter = { method: 'GET', path: '/api/v3/spot/config' };
/** A part of them is kept for lookups and cancellations. */
const NINE_ORDERS_A_MINUTE = { callsPerMinute: 12 };
const ORDERS_A_MINUTE = 9;

/** A step at which an execution is canceled, and what the item that is there comes to. */
interface Step {
	readonly name: string;
	readonly outcome: 'not_placed' | 'unknown';
	readonly reason: string;
	readonly fault?: () => Fault;
	/** What meets the fault: the item's POST, if not told otherwise. */
	readonly meets?: RequestFilter;
	/** Cancels so long after that request arrives; at once with 0. */
	readonly afterArrivalMs?: number;
	/** Cancels so long after the orders that may go out at once are placed. */
	readonly afterTurnMs?: number;
	/** Cancels so long after the item's Order Key is remembered. */
	readonly afterKeyMs?: number;
	readonly options?: IDataObject;
	readonly log?: (item: number) => string;
}

const ON_ITS_WAY = (item: number) =>
	`The execution was canceled while the order of item ${item} was being sent: it is not known whether it was placed`;

const BETWEEN_ITEMS = 'between items';

const STEPS: readonly Step[] = [
	{ name: BETWEEN_ITEMS, outcome: 'not_placed', reason: 'execution_canceled' },
	{
		name: 'waiting for its turn',
		outcome: 'not_placed',
		reason: 'execution_canceled',
		afterTurnMs: 10_000,
	},
	{
		// A key is the order's only once it has stayed there for half a second.
		name: 'claiming its Order Key',
		outcome: 'not_placed',
		reason: 'execution_canceled',
		afterKeyMs: 250,
		options: { orderKey: '={{ $json.key }}' },
	},
	{
		name: 'reading the rules of its symbol',
		outcome: 'not_placed',
		reason: 'execution_canceled',
		fault: () => faults.slow(200),
		meets: SYMBOLS,
		afterArrivalMs: 0,
		options: { symbolRules: 'adjust' },
	},
	{
		name: 'between resends',
		outcome: 'not_placed',
		reason: 'execution_canceled',
		fault: () => faults.httpError(429, 20),
		afterArrivalMs: 5_000,
	},
	{
		// n8n ends the request itself, so that the answer is not heard.
		name: 'in flight, on the way to an answer',
		outcome: 'unknown',
		reason: 'connection_lost',
		fault: () => faults.slow(200),
		afterArrivalMs: 0,
		log: ON_ITS_WAY,
	},
	{
		name: 'in flight, lost',
		outcome: 'unknown',
		reason: 'connection_lost',
		fault: faults.dropAfterAccepting,
		afterArrivalMs: 0,
		log: ON_ITS_WAY,
	},
	{
		name: 'during reconciliation',
		outcome: 'unknown',
		reason: 'connection_lost',
		fault: faults.dropAfterAccepting,
		afterArrivalMs: 5_000,
		log: (item) => `It is not known whether the order of item ${item} was placed (connection_lost)`,
	},
];

interface Case {
	readonly position: number;
	readonly onError: Mode;
	readonly retryOnFail: boolean;
}

const CASES: readonly Case[] = POSITIONS.flatMap((position) =>
	MODES.flatMap((onError) =>
		[false, true].map((retryOnFail) => ({ position, onError, retryOnFail })),
	),
);

const lanes = useLanes({ openLagMs: 60_000 });
const attempts = useAttempts();

test('there are at least 100 cases', () => {
	expect(STEPS.length * CASES.length).toBeGreaterThanOrEqual(100);
});

test.each(STEPS.map((step) => [step.name, step] as const))(
	'canceled %s: nothing is sent afterwards, and the wait ends at once',
	async (_name, step) => {
		const seen = await lanes.run(CASES, async (exchange, piece) => cancelAt(exchange, step, piece));
		expect(seen).toEqual(CASES.map((piece) => expectation(step, piece)));
	},
	60_000,
);

async function cancelAt(exchange: Exchange, step: Step, piece: Case) {
	const { position, onError, retryOnFail } = piece;
	const isPaced = step.afterTurnMs !== undefined;
	const credential = isPaced ? NINE_ORDERS_A_MINUTE : {};
	if (isPaced) {
		const items = Array.from({ length: ORDERS_A_MINUTE - position }, () => ({ ...batch()[0] }));
		await namiWorkflow(exchange, { parameters: parameters(), items, credential });
	}
	const controller = new AbortController();
	const canceled = { at: 0, posts: 0 };
	const cancel = () => {
		canceled.at = lanes.clock.now();
		canceled.posts = attempts.count(exchange.url);
		controller.abort();
	};
	// The harness tells logs of executions apart by where they come from: cancel from inside.
	let cancelFromInside = cancel;
	armFault(exchange, step, position, lanes, () => cancelFromInside());
	let isWaiting = false;
	const isBetween = step.name === BETWEEN_ITEMS;
	const watched = watchNode(lanes.clock.now, () => {
		cancelFromInside = AsyncResource.bind(cancel);
		const isNext = exchange.orders.length === position;
		if (
			step.afterTurnMs !== undefined &&
			exchange.orders.length === ORDERS_A_MINUTE &&
			!isWaiting
		) {
			isWaiting = true;
			void lanes.clock.sleep(step.afterTurnMs).then(cancel);
		}
		if (step.afterKeyMs !== undefined && isNext && !isWaiting) {
			isWaiting = true;
			void lanes.clock.sleep(step.afterKeyMs).then(cancel);
		}
		if (isBetween && isNext && !controller.signal.aborted) cancel();
	});
	const items = itemsFor(step, exchange, position);
	const run = await namiWorkflow(exchange, {
		parameters: parameters(step.options),
		items,
		credential,
		onError,
		retryOnFail,
		maxTries: 2,
		signal: controller.signal,
		nodeTypes: watched.nodeTypes,
	});
	await watched.idle();
	await lanes.clock.sleep(120_000);
	const postsAfter = attempts.take(exchange.url) - canceled.posts;
	const outputs = watched.results.map(({ output }) => output);
	return {
		piece,
		postsAfter,
		// Only the first try: those after it begin when n8n likes.
		endedLateMs: (watched.results[0]?.at ?? Infinity) - canceled.at,
		thrown: outputs.includes('thrown'),
		items: outputs.map((output) => (output === 'thrown' ? output : output.map(plain)))[0],
		logged: step.log === undefined || messages(run.logs).includes(step.log(position)),
		placedLater:
			step.afterKeyMs === undefined ? [] : await placeAgain(exchange, items.slice(position)),
	};
}

/** What comes of the same signals when they are delivered once more. */
async function placeAgain(exchange: Exchange, items: IDataObject[]): Promise<unknown[]> {
	const { success } = await namiWorkflow(exchange, {
		parameters: parameters({ orderKey: '={{ $json.key }}' }),
		items,
		onError: 'continueRegularOutput',
	});
	return success.map(plain);
}

/** Each item has a key of its own; the rules of a symbol are read when it is first met. */
function itemsFor({ meets }: Step, exchange: Exchange, position: number): IDataObject[] {
	return batch().map((fields, item) => ({
		...fields,
		...(meets === SYMBOLS && item === position && { symbol: 'ETHUSDT' }),
		key: `${exchange.url} ${item}`,
	}));
}

function armFault(
	exchange: Exchange,
	{ fault, meets = ORDER, afterArrivalMs = 0 }: Step,
	position: number,
	{ clock }: Lanes,
	cancel: () => void,
): void {
	if (fault === undefined) return;
	// The rules of the symbol that the items before share are read once.
	const before = meets === SYMBOLS ? Math.min(position, 1) : position;
	let seen = 0;
	exchange.faults.use(({ method, path }) => {
		if (method !== meets.method || path !== meets.path) return undefined;
		seen += 1;
		if (seen !== before + 1) return undefined;
		if (afterArrivalMs === 0) cancel();
		else void clock.sleep(afterArrivalMs).then(cancel);
		return fault();
	});
}

function plain({ json }: { json: IDataObject }): unknown {
	const { outcome, reason } = (json.error ?? json) as IDataObject;
	return reason === undefined ? outcome : `${String(outcome)}: ${String(reason)}`;
}

function messages(logs: ReadonlyArray<{ message: string }>): string[] {
	return logs.map(({ message }) => message);
}

function expectation({ outcome, reason, afterKeyMs }: Step, piece: Case) {
	const { position, onError } = piece;
	const thrown = onError === 'stopWorkflow';
	const own = `${outcome}: ${reason}`;
	return {
		piece,
		postsAfter: 0,
		endedLateMs: 0,
		thrown,
		items: thrown
			? 'thrown'
			: QUANTITIES.map((_, item) => {
					if (item < position) return 'placed';
					return item === position ? own : 'not_placed: execution_canceled';
				}),
		logged: true,
		placedLater: afterKeyMs === undefined ? [] : QUANTITIES.slice(position).map(() => 'placed'),
	};
}
