import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Order } from '../../../tools/exchange';
import { Random } from '../../../tools/exchange/support/random';
import { installClock } from '../../../tools/harness/virtualClock';
import { restartPackage, useExchange } from '../support';
import { TriggerLife } from './life';
import { Lives } from './lives';
import { standBefore, withRows, type ChangedExchange } from './noise';

/** The long run: `npm run test:soak:trigger`. */
const EDITS = Number(process.env['NAMI_SOAK_EVENTS'] ?? 200) / 20;
const SEED = Number(process.env['NAMI_SEED'] ?? 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

jest.setTimeout(120_000 + EDITS * 5_000);

const stand = useExchange({
	log: false,
	timestampWindowMs: 24 * HOUR,
	firstPage: SEED % 2 === 0 ? 0 : 1,
});
const random = new Random(SEED);
let changed: ChangedExchange;

/** How far this machine's clock is ahead of the exchange's. */
let ahead = 0;
let putBack = () => {};

beforeAll(async () => {
	changed = await standBefore(stand.exchange, (answer, path) => ({
		...answer,
		text: path.endsWith('/history')
			? withRows(answer.text, (rows) => rows.map((row) => withStatus(Object(row))))
			: answer.text,
	}));
	const { now, monotonic, sleep } = stand.clock;
	putBack = installClock({ now: () => now() + ahead, monotonic, sleep });
});
afterAll(() => {
	putBack();
	changed.close();
});

/** How orders end that are not filled, by their ids. */
const STATUSES = [
	{ status: 'CANCELED', event: 'orderCanceled' },
	{ status: 'FAILED', event: 'orderFailed' },
	{ status: 'REJECTED', event: 'orderFailed' },
	{ status: 'EXPIRED', event: 'orderClosed' },
	{ status: 'HALTED_BY_BROKER', event: 'orderClosed' },
];

function endingOf(id: unknown) {
	return STATUSES[Number(id) % STATUSES.length] ?? { status: '', event: '' };
}

function withStatus(row: IDataObject): IDataObject {
	return row.status === 'CANCELED' ? { ...row, status: endingOf(row.displayingId).status } : row;
}

const CHOICES = {
	events: [
		'orderPlaced',
		'orderFilled',
		'orderCanceled',
		'orderFailed',
		'orderClosed',
		'tradeExecuted',
	],
	symbols: ['BTCUSDT', 'ETHUSDT'],
	sides: ['BUY', 'SELL'],
	types: ['LIMIT', 'MARKET', 'STOP_LIMIT', 'OCO'],
};

type Filters = Readonly<Record<keyof typeof CHOICES, readonly string[]>>;

/** Some of the values, at least one. */
function some(values: readonly string[]): string[] {
	const chosen = values.filter(() => random.fraction() < 0.6);
	return chosen.length > 0 ? chosen : some(values);
}

/** None are all, but of events. */
function someOrAll(values: readonly string[]): string[] {
	return random.fraction() < 0.3 ? [] : some(values);
}

function randomFilters(): Filters {
	return {
		events: some(CHOICES.events),
		symbols: someOrAll(CHOICES.symbols),
		sides: someOrAll(CHOICES.sides),
		types: someOrAll(CHOICES.types),
	};
}

function parametersOf({ events, symbols, sides, types }: Filters): INodeParameters {
	return {
		events: [...events],
		symbols: [...symbols],
		filters: { side: [...sides], orderTypes: [...types] },
	};
}

/** A time for which the filters stood. */
interface Period {
	readonly from: number;
	readonly filters: Filters;
}

interface TrueEvent {
	readonly id: string;
	readonly at: number;
	readonly about: Record<keyof Filters, string>;
}

function eventsOf(order: Order): TrueEvent[] {
	const { displayingId: id, createdAt, closedAt, status, market, side, type } = order;
	const about = { symbols: market.symbol, sides: side, types: type };
	const ending = status === 'FILLED' ? 'orderFilled' : endingOf(id).event;
	const of = (events: string, at: number) => ({
		id: `${events}:${id}`,
		at,
		about: { ...about, events },
	});
	return [of('orderPlaced', createdAt), ...(closedAt === undefined ? [] : [of(ending, closedAt)])];
}

/** All that has happened to the account. */
function history(): TrueEvent[] {
	const { open, closed, trades } = stand.exchange.state.account();
	return [
		...[...open.values(), ...closed].flatMap(eventsOf),
		...trades.map(({ recordId, createdAt, order: { market, side, type } }) => ({
			id: `tradeExecuted:${recordId}`,
			at: createdAt,
			about: { events: 'tradeExecuted', symbols: market.symbol, sides: side, types: type },
		})),
	];
}

/** What the filters of the time let through. */
function expectedOf(periods: readonly Period[]): string[] {
	return history()
		.filter(({ at, about }) => {
			const period = periods.filter(({ from }) => from <= at).at(-1);
			return period !== undefined && passes(period.filters, about);
		})
		.map(({ id }) => id)
		.sort();
}

function passes(filters: Filters, about: TrueEvent['about']): boolean {
	return Object.entries(about).every(([name, value]) => {
		const values = filters[name as keyof Filters];
		return values.length === 0 || values.includes(value);
	});
}

/** Clocks differ by up to an hour, and move now and then. */
function moveClock(): void {
	if (random.fraction() < 0.3) ahead = (random.fraction() - 0.5) * 2 * HOUR;
}

test(`${EDITS} edits of the filters, clocks off, every status: what they let through at its time, once`, async () => {
	const lives = new Lives(stand.exchange, stand.clock, random);
	const subjects = Array.from({ length: 3 }, () => {
		const periods: Period[] = [{ from: stand.clock.now() - 1_000, filters: randomFilters() }];
		const parameters = parametersOf(periods[0]?.filters ?? randomFilters());
		return { life: new TriggerLife(changed, parameters), periods };
	});
	ahead = HOUR;
	for (const { life } of subjects) await life.activate();
	stand.clock.jump(3_000);
	for (let edit = 0; edit < EDITS; edit += 1) {
		for (let round = 0; round < 4; round += 1) {
			moveClock();
			stand.exchange.settings.historyLagMs = random.uint32() % 20_000;
			await lives.live(random.uint32() % 12);
			stand.clock.jump(random.fraction() < 0.1 ? random.uint32() % (30 * HOUR) : MINUTE);
			for (const { life } of subjects) {
				if (random.fraction() < 0.1) {
					restartPackage();
					await life.activate('init');
				} else if (random.fraction() < 0.8) await life.poll();
			}
		}
		stand.exchange.settings.historyLagMs = 0;
		stand.clock.jump(MINUTE);
		for (const { life } of subjects) await life.poll();
		const edited = subjects[random.uint32() % subjects.length];
		if (edited === undefined) continue;
		stand.clock.jump(3_000);
		const filters = randomFilters();
		edited.periods.push({ from: stand.clock.now(), filters });
		edited.life.parameters = parametersOf(filters);
		await edited.life.activate();
		stand.clock.jump(3_000);
	}
	stand.clock.jump(MINUTE);
	for (const { life } of subjects) await life.poll();
	for (const { life, periods } of subjects) {
		const told = life.items.map(({ eventId }) => String(eventId)).sort();
		expect(told).toEqual(expectedOf(periods));
		expect(life.warnings).toEqual([]);
	}
	console.info(`${subjects.reduce((sum, { life }) => sum + life.items.length, 0)} events`);
});
