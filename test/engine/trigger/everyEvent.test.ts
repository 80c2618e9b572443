import type { INodeParameters } from 'n8n-workflow';
import { faults, type Fault } from '../../../tools/exchange';
import { Random } from '../../../tools/exchange/support/random';
import { restartPackage, useExchange } from '../support';
import { TriggerLife } from './life';
import { Lives } from './lives';
import { addNoise, type ChangedExchange } from './noise';
import { faultsInPartialFills, trueEvents, type Passing } from './truth';

/** The long run: `npm run test:soak:trigger`. */
const EVENTS = Number(process.env['NAMI_SOAK_EVENTS'] ?? 500);
const SEED = Number(process.env['NAMI_SEED'] ?? 1);
const MINUTE = 60_000;
/** Refusals are counted for an hour, in which nothing more may be sent. */
const AFTER_ALL_LIMITS = 61 * MINUTE;

jest.setTimeout(60_000 + EVENTS * 100);

const stand = useExchange({ log: false });
const random = new Random(SEED);
let noisy: ChangedExchange;

beforeAll(async () => {
	noisy = await addNoise(stand.exchange, random);
});
afterAll(() => noisy.close());

const ONCE = ['orderPlaced', 'orderFilled', 'orderCanceled', 'tradeExecuted'];

/** A trigger, and what it has to tell. */
interface Subject {
	readonly life: TriggerLife;
	readonly events: readonly string[];
	readonly passing: Passing;
}

function subject(events: readonly string[], passing: Passing = {}): Subject {
	const { symbol = '', side, type } = passing;
	const filters = { ...(side && { side }), ...(type && { orderTypes: [type] }) };
	const parameters: INodeParameters = { events: [...events], symbols: symbol, filters };
	return { life: new TriggerLife(noisy, parameters), events, passing };
}

function chance(share: number): boolean {
	return random.fraction() < share;
}

const TROUBLE: ReadonlyArray<() => Fault> = [
	() => faults.status5xxBefore(503),
	() => faults.dropBeforeReading(),
	() => faults.cutJson(),
	() => faults.httpError(429, 1),
	() => faults.html(),
];

/** As often short as up to what is asked for. */
function pageLimit(): number {
	return 3 + (random.uint32() % (chance(0.5) ? 17 : 98));
}

/** Lags and outages come and go; page limits stay for some polls, so that none makes up for another. */
function stir(): void {
	stand.exchange.settings.historyLagMs = random.uint32() % 20_000;
	stand.exchange.settings.openLagMs = chance(0.5) ? 0 : random.uint32() % 20_000;
	if (chance(0.1)) stand.exchange.settings.maxPageSize = pageLimit();
	const share = chance(0.1) ? 0.5 : 0.02;
	stand.exchange.faults.clear();
	stand.exchange.faults.use(({ method }) =>
		method === 'GET' && chance(share) ? TROUBLE[random.uint32() % TROUBLE.length]?.() : undefined,
	);
}

/** Mostly a minute, since n8n knows no shorter one; less when somebody restarts it; long when it is down. */
function pauseBefore(round: number): number {
	if (round % 25 === 0) return random.uint32() % (40 * 60 * MINUTE);
	return chance(0.7) ? random.uint32() % MINUTE : MINUTE;
}

/** Polls; now and then n8n restarts first, from what it has saved. */
async function pollOrRestart({ life }: Subject): Promise<void> {
	if (chance(0.15)) {
		restartPackage();
		await life.activate(chance(0.5) ? 'init' : 'activate');
	} else if (chance(0.9)) {
		await life.poll();
	}
}

/** Its order was in no list whenever it was looked for, and the log says so. */
function isUnfiltered(eventId: string, { warnings }: TriggerLife): boolean {
	const id = eventId.replace('tradeExecuted:', '');
	return warnings.some((line) => line.includes(`Trade ${id} is reported unfiltered`));
}

test(`random lives of orders: of ${EVENTS} events every one comes, once`, async () => {
	const lives = new Lives(stand.exchange, stand.clock, random);
	stand.exchange.settings.ocoLegs = SEED % 2 === 0 ? 'hidden' : 'listed';
	const subjects = [
		subject([...ONCE, 'orderPartlyFilled']),
		subject(['orderCanceled'], { symbol: 'ETHUSDT', side: 'SELL' }),
		subject(['orderFilled', 'orderPlaced'], { type: 'LIMIT' }),
		subject(['tradeExecuted'], { symbol: 'BTCUSDT' }),
		subject(['tradeExecuted'], { side: 'BUY', type: 'MARKET' }),
	];
	for (const { life } of subjects) await life.activate();
	stand.exchange.settings.maxPageSize = pageLimit();

	const toldSoFar = () => subjects.reduce((sum, { life }) => sum + life.items.length, 0);
	for (let round = 1; toldSoFar() < EVENTS; round += 1) {
		stir();
		stand.clock.jump(pauseBefore(round));
		await lives.live(round % 10 === 0 ? 120 : random.uint32() % 20);
		for (const one of subjects) await pollOrRestart(one);
	}

	stand.exchange.faults.clear();
	stand.clock.jump(AFTER_ALL_LIMITS);
	for (let calm = 0; calm < 5; calm += 1) {
		stand.clock.jump(MINUTE);
		for (const { life } of subjects) await life.poll();
	}
	for (const { life, events, passing } of subjects) {
		const once = life.items.filter(({ event }) => event !== 'orderPartlyFilled');
		const expected = trueEvents(stand.exchange, passing).filter((id) =>
			events.includes(id.split(':')[0] ?? ''),
		);
		const told = once.map(({ eventId }) => String(eventId)).sort();
		expect(told.filter((id) => expected.includes(id) || !isUnfiltered(id, life))).toEqual(expected);
		if (events.includes('orderPartlyFilled')) {
			expect(faultsInPartialFills(stand.exchange, life.items, passing)).toEqual([]);
		}
	}
	console.info(`${toldSoFar()} events, seed ${SEED}`);
});
