import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DEFAULT_ACCOUNT, type Order } from '../../../tools/exchange';
import { Random } from '../../../tools/exchange/support/random';
import { installClock } from '../../../tools/harness/virtualClock';
import { LIMIT } from '../../tools/exchange/testClient';
import { restartPackage, useExchange } from '../support';
import { placeAsAnother } from '../support/seedOrders';
import { TriggerLife } from './life';
import { Lives } from './lives';
import { standBefore, withRows, type ChangedExchange } from './noise';

/** The long run: `npm run test:soak:trigger`. */
const EDITS = Number(process.env['NAMI_SOAK_EVENTS'] ?? 200) / 20;
const SEED = Number(process.env['NAMI_SEED'] ?? 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

jest.setTimeout(120_000 + EDITS * 5_000);

/** The keys that a credential may hold: of one account, another one of the same, and of another account. */
const KEYS = [
	{ user: 'one', ...DEFAULT_ACCOUNT },
	{ user: 'one', apiKey: 'rotated-key', apiSecret: 'rotated-secret' },
	{ user: 'another', apiKey: 'another-account', apiSecret: 'its-secret' },
] as const;
const [FIRST, ROTATED, ANOTHER] = KEYS;

const stand = useExchange({
	log: false,
	accounts: [FIRST, ANOTHER],
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

/** A time for which the filters and the account stood. */
interface Period {
	readonly from: number;
	readonly filters: Filters;
	readonly user: string;
}

interface TrueEvent {
	readonly user: string;
	readonly id: string;
	readonly at: number;
	readonly about: Record<keyof Filters, string>;
}

function eventsOf(order: Order, user: string): TrueEvent[] {
	const { displayingId: id, createdAt, closedAt, status, market, side, type } = order;
	const about = { symbols: market.symbol, sides: side, types: type };
	const ending = status === 'FILLED' ? 'orderFilled' : endingOf(id).event;
	const of = (events: string, at: number) => ({
		user,
		id: `${events}:${id}`,
		at,
		about: { ...about, events },
	});
	return [of('orderPlaced', createdAt), ...(closedAt === undefined ? [] : [of(ending, closedAt)])];
}

/** All that has happened to both accounts. */
function history(): TrueEvent[] {
	return [FIRST, ANOTHER].flatMap(({ user, apiKey }) => {
		const { open, closed, trades } = stand.exchange.state.account(apiKey);
		return [
			...[...open.values(), ...closed].flatMap((order) => eventsOf(order, user)),
			...trades.map(({ recordId, createdAt, order: { market, side, type } }) => ({
				user,
				id: `tradeExecuted:${recordId}`,
				at: createdAt,
				about: { events: 'tradeExecuted', symbols: market.symbol, sides: side, types: type },
			})),
		];
	});
}

/** What the filters of the time let through, of the account of the time. */
function expectedOf(periods: readonly Period[]): string[] {
	return history()
		.filter(({ user, at, about }) => {
			const period = periods.filter(({ from }) => from <= at).at(-1);
			return period?.user === user && passes(period.filters, about);
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

interface Subject {
	readonly life: TriggerLife;
	readonly periods: Period[];
	/** n8n has saved nothing yet of the account that the credential is for now. */
	isUnsaved?: boolean;
}

/** Somebody edits the workflow, or only its credential, which needs no publishing. */
async function change(subject: Subject): Promise<void> {
	const { life, periods } = subject;
	const last = periods.at(-1);
	if (last === undefined) throw new Error('No period');
	const dice = random.fraction();
	const key = KEYS[random.uint32() % KEYS.length] ?? FIRST;
	const { user } = dice < 0.5 ? key : last;
	const filters = dice < 0.3 ? last.filters : randomFilters();
	periods.push({ from: stand.clock.now(), filters, user });
	life.parameters = parametersOf(filters);
	if (dice < 0.5) life.editCredential({ apiKey: key.apiKey, apiSecret: key.apiSecret });
	subject.isUnsaved = dice < 0.15 && user !== last.user;
	if (dice < 0.15) await life.poll();
	else await life.activate();
}

async function poll(subject: Subject): Promise<void> {
	if ((await subject.life.poll()).length > 0) subject.isUnsaved = false;
}

/**
 * n8n starts. It saves no poll without items: if none of another account has brought any, that account
 * begins now.
 */
async function restart(subject: Subject): Promise<void> {
	const { life, periods } = subject;
	const last = periods.at(-1);
	if (last === undefined) throw new Error('No period');
	stand.clock.jump(3_000);
	if (subject.isUnsaved === true) {
		periods.splice(-1, 1, { ...last, user: 'nobody' }, { ...last, from: stand.clock.now() });
	}
	subject.isUnsaved = false;
	restartPackage();
	await life.activate('init');
	stand.clock.jump(3_000);
}

/** Clocks differ by up to an hour, and move now and then. */
function moveClock(): void {
	if (random.fraction() < 0.3) ahead = (random.fraction() - 0.5) * 2 * HOUR;
}

test(`${EDITS} edits of filters and accounts, clocks off, every status: what they let through at its time, once`, async () => {
	stand.exchange.state.addKey(ROTATED);
	// An account without any order does not tell whose it is.
	for (const key of [FIRST, ANOTHER]) await placeAsAnother(stand.exchange, stand.clock, LIMIT, key);
	stand.clock.jump(MINUTE);
	const lives = new Lives(stand.exchange, stand.clock, random, [FIRST, ANOTHER]);
	const subjects: Subject[] = Array.from({ length: 3 }, () => {
		const first = { from: stand.clock.now() - 1_000, filters: randomFilters(), user: FIRST.user };
		const periods: Period[] = [first];
		return { life: new TriggerLife(changed, parametersOf(first.filters)), periods };
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
			for (const subject of subjects) {
				if (random.fraction() < 0.1) await restart(subject);
				else if (random.fraction() < 0.8) await poll(subject);
			}
		}
		stand.exchange.settings.historyLagMs = 0;
		stand.clock.jump(MINUTE);
		for (const subject of subjects) await poll(subject);
		const edited = subjects[random.uint32() % subjects.length];
		if (edited === undefined) continue;
		stand.clock.jump(3_000);
		await change(edited);
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
