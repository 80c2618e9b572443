import type { ExchangeFacts } from '../exchangeProcess';
import type { Filling } from '../orders';

/** One run that placed orders. Milliseconds. */
export interface Sample {
	readonly ms: number;
	/** From the start of the node, or of the code, to the first request on the wire. */
	readonly firstRequestMs: number;
}

/** A way of placing orders, one for each item. */
export interface Contender {
	readonly id: string;
	readonly name: string;
	/** Undefined for code, which has no fields. */
	readonly filling?: Filling;
	/** More items than these take too long to be worth it. */
	readonly mostItems: number;
	place(exchange: ExchangeFacts, count: number): Promise<Sample>;
}
