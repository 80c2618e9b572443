import { Random } from '../../exchange/support/random';
import type { Contender, Sample } from '../contenders';
import type { ExchangeProcess } from '../exchangeProcess';
import { quartiles, type Quartiles } from '../statistics';

/** How many rounds there are for so many items. */
export interface Plan {
	readonly items: number;
	readonly warmUps: number;
	readonly rounds: number;
	/** Contenders that are left out. */
	readonly without?: RegExp;
}

/** What the rounds of one contender gave. Milliseconds. */
export interface OrderTimes {
	readonly contender: string;
	readonly items: number;
	readonly msPerOrder: Quartiles;
	readonly cpuMsPerOrder: Quartiles;
	readonly firstRequestMs: Quartiles;
	/** Calls of a run, once the package knows the symbol's rules. */
	readonly calls: number;
	/** By round; rounds of the same number were run one right after another. */
	readonly samples: readonly TimedSample[];
}

interface TimedSample extends Sample {
	/** Work of this process, all its threads: hardly moved by what else the machine does. */
	readonly cpuMs: number;
	/** What the exchange saw. */
	readonly calls: number;
}

/**
 * Runs the contenders in turn, round by round, each round in another order, so that none of them
 * has the quiet minutes of the machine for itself, or always runs after the same other one: n8n's
 * expression engine is still busy in a thread of its own when a run is over.
 */
export async function measureOrders(
	exchange: ExchangeProcess,
	contenders: readonly Contender[],
	{ items, warmUps, rounds, without }: Plan,
): Promise<OrderTimes[]> {
	const taking = contenders.filter(({ id, mostItems }) => items <= mostItems && !without?.test(id));
	const samples = new Map(taking.map(({ id }) => [id, [] as TimedSample[]]));
	const random = new Random(items);
	for (let round = -warmUps; round < rounds; round += 1) {
		for (const contender of shuffled(taking, random)) {
			const sample = await placeOnce(exchange, contender, items);
			if (round >= 0) samples.get(contender.id)?.push(sample);
		}
	}
	return taking.map(({ id }) => summary(id, items, samples.get(id) ?? []));
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
	const drawn = list.map((value) => ({ value, place: random.uint32() }));
	return drawn.sort((a, b) => a.place - b.place).map(({ value }) => value);
}

async function placeOnce(
	exchange: ExchangeProcess,
	contender: Contender,
	items: number,
): Promise<TimedSample> {
	const before = process.cpuUsage();
	const sample = await contender.place(exchange.facts, items);
	const { user, system } = process.cpuUsage(before);
	const { orders, calls } = await exchange.reset();
	if (orders === items) return { ...sample, cpuMs: (user + system) / 1000, calls };
	throw new Error(`${contender.id} placed ${orders} orders for ${items} items`);
}

function summary(contender: string, items: number, samples: readonly TimedSample[]): OrderTimes {
	return {
		contender,
		items,
		msPerOrder: quartiles(samples.map(({ ms }) => ms / items)),
		cpuMsPerOrder: quartiles(samples.map(({ cpuMs }) => cpuMs / items)),
		firstRequestMs: quartiles(samples.map(({ firstRequestMs }) => firstRequestMs)),
		calls: quartiles(samples.map(({ calls }) => calls)).median,
		samples,
	};
}
