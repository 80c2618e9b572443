import type { Measurements, OrderTimes } from './measures';
import { ratio } from './statistics';

/** What is to be reached, how far it is, and how much of it noise may take in a short run. */
export interface Target {
	readonly what: string;
	readonly most: number;
	/** With room for a machine that does other things, too. */
	readonly mostInCi: number;
	readonly measured: number;
}

const BYTES_A_MEGABYTE = 1e6;

/** All targets that the measurements have something to say about. */
export function targetsOf(measured: Measurements): Target[] {
	return [
		...nodeTargets(measured),
		...chainTargets(measured),
		...growthTargets(measured),
		...footprintTargets(measured),
		{
			// Nothing makes loading faster than it is, and anything makes it slower. An absolute time
			// says nothing on a busy machine, so a short run only reports it.
			what: 'what the package adds to n8n’s start, ms, lower quartile',
			most: 3,
			mostInCi: Number.POSITIVE_INFINITY,
			measured: measured.loading.atStart.low,
		},
	];
}

/** Work rather than time is compared where a busy machine would decide otherwise. */
const cpu = ({ samples }: OrderTimes) => samples.map(({ cpuMs }) => cpuMs);
const wall = ({ samples }: OrderTimes) => samples.map(({ ms }) => ms);

function nodeTargets({ orders }: Measurements): Target[] {
	const sizes = [...new Set(orders.map(({ items }) => items))].filter((items) => items >= 100);
	const limits = [
		{ filling: 'literal', most: 1.15 },
		{ filling: 'fields', most: 1.1 },
		{ filling: 'computed', most: 0.6 },
	];
	const speed = sizes.flatMap((items) =>
		limits.flatMap(({ filling, most }) =>
			compare(orders, { items, id: `nami-${filling}`, to: `bare-${filling}`, most }),
		),
	);
	return [...speed, ...limits.flatMap(({ filling }) => firstRequest(orders, filling))];
}

interface Comparison {
	readonly items: number;
	readonly id: string;
	readonly to: string;
	readonly most: number;
}

function compare(orders: readonly OrderTimes[], { items, id, to, most }: Comparison): Target[] {
	const [one, other] = [find(orders, id, items), find(orders, to, items)];
	if (one === undefined || other === undefined) return [];
	const what = `${id} ÷ ${to}, ${items} items`;
	return [
		{ what: `${what}, time`, most, mostInCi: most * 1.5, measured: ratio(wall(one), wall(other)) },
		{ what: `${what}, CPU`, most, mostInCi: most * 1.35, measured: ratio(cpu(one), cpu(other)) },
	];
}

function firstRequest(orders: readonly OrderTimes[], filling: string): Target[] {
	const one = find(orders, `nami-${filling}`, 1);
	const other = find(orders, `bare-${filling}`, 1);
	if (one === undefined || other === undefined) return [];
	const times = ({ samples }: OrderTimes) => samples.map(({ firstRequestMs }) => firstRequestMs);
	const measured = ratio(times(one), times(other));
	return [{ what: `first request, ${filling}, nami ÷ bare`, most: 1.15, mostInCi: 2.5, measured }];
}

function chainTargets({ orders }: Measurements): Target[] {
	return [100, 1000].flatMap((items) =>
		compare(orders, { items, id: 'nami-fields', to: 'loop', most: 1 / 1.8 }),
	);
}

function growthTargets({ orders }: Measurements): Target[] {
	return ['literal', 'fields', 'computed'].flatMap((filling) => {
		const [few, many] = [100, 10_000].map((items) => find(orders, `nami-${filling}`, items));
		if (few === undefined || many === undefined) return [];
		const measured = many.cpuMsPerOrder.median / few.cpuMsPerOrder.median;
		const what = `nami-${filling}, CPU an item, 10,000 ÷ 100 items`;
		return [{ what, most: 1.15, mostInCi: 1.5, measured }];
	});
}

function cachedCalls(orders: readonly OrderTimes[]): Target[] {
	const one = find(orders, 'nami-fields', 1);
	if (one === undefined) return [];
	const measured = one.calls - one.items;
	return [{ what: 'calls beside the order, rules cached', most: 0, mostInCi: 0, measured }];
}

function footprintTargets({ footprints, orders }: Measurements): Target[] {
	const largest = footprints.filter(({ node }) => node === 'nami').at(-1);
	if (largest === undefined) return [];
	const { contextData, items, peakMemory, calls } = largest;
	const bare = footprints.find((other) => other.node === 'bare' && other.items === items);
	return [
		{ what: 'ledger, bytes an item', most: 400, mostInCi: 400, measured: contextData / items },
		{
			what: `peak memory above the bare node’s, MB, ${items} items`,
			most: 60,
			mostInCi: 120,
			measured: (peakMemory - (bare?.peakMemory ?? 0)) / BYTES_A_MEGABYTE,
		},
		{
			what: 'calls beside the orders, rules not cached',
			most: 1,
			mostInCi: 1,
			measured: calls - items,
		},
		...cachedCalls(orders),
	];
}

export function find(
	orders: readonly OrderTimes[],
	contender: string,
	items: number,
): OrderTimes | undefined {
	return orders.find((times) => times.contender === contender && times.items === items);
}
