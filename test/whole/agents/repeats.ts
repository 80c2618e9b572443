import assert from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { faults, type Exchange, type Fault } from '../../../tools/exchange';
import type { ScriptedModel, ToolCall } from './scriptedModel';

/** A wish that the model repeats, however it is answered, and what has to come of it. */
interface Repeat {
	/** Tells its orders from all others. */
	readonly price: string;
	readonly calls: number;
	readonly fault?: () => Fault;
	/** What the model has to be told, call by call; the last one stands for all further ones. */
	readonly told: readonly string[];
	/** How many orders there have to be. */
	readonly orders: 0 | 1;
}

const KNOWN = ['placed', 'already_placed'];
const OPEN = ['unknown connection_lost', 'unknown unresolved_twin'];

/** What can go wrong with one order and leaves the others of the n8n alone. */
const FAULTS: ReadonlyArray<Pick<Repeat, 'calls' | 'fault' | 'told' | 'orders'>> = [
	{ calls: 5, told: KNOWN, orders: 1 },
	{ calls: 5, fault: faults.dropAfterAccepting, told: KNOWN, orders: 1 },
	{ calls: 2, fault: faults.resetMidAnswer, told: KNOWN, orders: 1 },
	{ calls: 2, fault: faults.cutJson, told: KNOWN, orders: 1 },
	{ calls: 2, fault: () => faults.empty(), told: KNOWN, orders: 1 },
	{ calls: 2, fault: () => faults.html(200, 'yes'), told: KNOWN, orders: 1 },
	{ calls: 2, fault: () => faults.status5xxAfter(504), told: KNOWN, orders: 1 },
	{ calls: 2, fault: faults.brokerErrorButPlaced, told: KNOWN, orders: 1 },
	{ calls: 3, fault: faults.dropBeforeReading, told: OPEN, orders: 0 },
	{
		calls: 2,
		fault: () => faults.status5xxBefore(503),
		told: ['unknown server_trouble', 'unknown unresolved_twin'],
		orders: 0,
	},
];

/** What the model is asked for, by what a person says. */
export type Repeats = ReadonlyMap<string, Repeat>;

/** Each fault once, with prices of its own, from `firstPrice` on. */
export function repeatsFrom(firstPrice: number, faultsToTry = FAULTS): Repeats {
	return new Map(
		faultsToTry.map((kind, nth) => {
			const price = String(firstPrice + nth);
			return [`Buy a little Bitcoin at ${price}.`, { ...kind, price }];
		}),
	);
}

/** For the model: the same call again and again. */
export function scriptOf(repeats: Repeats, tool: string): Array<[string, ToolCall[]]> {
	return [...repeats].map(([said, { price, calls }]) => {
		const input = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.0005', price };
		return [said, Array.from({ length: calls }, () => ({ tool, input }))];
	});
}

/** Lets the first order of each meet its fault. Orders tell their price in the address, which comes first. */
export function arrange(exchange: Exchange, repeats: readonly Repeats[]): void {
	const waiting = new Map<string, () => Fault>();
	for (const { price, fault } of repeats.flatMap((some) => [...some.values()])) {
		if (fault !== undefined) waiting.set(price, fault);
	}
	exchange.faults.use(({ method, path, url }) => {
		if (method !== 'POST' || path !== '/api/v4/spot/order') return undefined;
		const price = [...waiting.keys()].find((one) => url.includes(`price=${one}&`));
		if (price === undefined) return undefined;
		const fault = waiting.get(price);
		waiting.delete(price);
		return fault?.();
	});
}

/** What the model was told after each of its calls: an outcome, and a reason where it is not settled. */
export function told(model: ScriptedModel, said: string): string[] {
	return model.resultsAfter(said).map((text) => {
		const find = (name: string) => new RegExp(`\\\\*"${name}\\\\*":\\\\*"(\\w+)`).exec(text)?.[1];
		const outcome = find('outcome') ?? text;
		return outcome === 'unknown' ? `${outcome} ${find('reason')}` : outcome;
	});
}

interface Scene {
	readonly exchange: Exchange;
	readonly model: ScriptedModel;
}

/** However often it is asked, there is one order at most, and every answer is true. */
export function requireOnce({ exchange, model }: Scene, repeats: Repeats): void {
	for (const [said, { price, calls, orders, told: wanted }] of repeats) {
		const placed = exchange.placed.filter((order: IDataObject) => order.price === price);
		assert.equal(placed.length, orders, said);
		const expected = Array.from({ length: calls }, (_, nth) => wanted[nth] ?? wanted.at(-1));
		const answers = told(model, said).filter((outcome) => outcome !== 'preview');
		assert.deepEqual(answers, expected, said);
	}
}
