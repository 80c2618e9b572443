import type { Contender } from '../contenders';
import type { ExchangeProcess } from '../exchangeProcess';
import { measureFootprint, type Footprint } from './footprint';
import { measureLoading, type LoadingTimes } from './loading';
import { measureOrders, type OrderTimes, type Plan } from './orders';
import { measureSigning, type SigningTimes } from './signing';

export type { Footprint } from './footprint';
export type { OrderTimes, Plan } from './orders';

/** Everything that is measured. */
export interface Measurements {
	readonly engine: string;
	readonly node: string;
	readonly machine: string;
	readonly names: Readonly<Record<string, string>>;
	readonly orders: readonly OrderTimes[];
	readonly footprints: readonly Footprint[];
	/** Microseconds a signature. */
	readonly signing: SigningTimes;
	readonly loading: LoadingTimes;
}

export interface Scope {
	readonly plans: readonly Plan[];
	readonly footprintItems: readonly number[];
	readonly loadingRounds: number;
}

export async function measureAll(
	exchange: ExchangeProcess,
	contenders: readonly Contender[],
	{ plans, footprintItems, loadingRounds }: Scope,
	say: (sentence: string) => void,
): Promise<Pick<Measurements, 'orders' | 'footprints' | 'signing' | 'loading'>> {
	say('Loading and signing …');
	const loading = measureLoading(loadingRounds);
	const signing = measureSigning();
	const footprints: Footprint[] = [];
	for (const items of footprintItems) {
		for (const node of ['bare', 'nami'] as const) {
			say(`Memory and execution data: ${node}, ${items} items …`);
			footprints.push(await measureFootprint(exchange, node, items));
		}
	}
	const orders: OrderTimes[] = [];
	for (const plan of plans) {
		say(`Orders: ${plan.items} items, ${plan.rounds} rounds …`);
		orders.push(...(await measureOrders(exchange, contenders, plan)));
	}
	return { orders, footprints, signing, loading };
}
