import type { IDataObject } from 'n8n-workflow';

import { createdAt, orderIdOf } from '../orderRow';

/** Whether a list goes down without exception, by id or by time, so that nothing new comes after what is old. */
export class Descent {
	private lastId: bigint | undefined;

	private lastTime = Infinity;

	private goesDownById = true;

	private goesDownByTime = true;

	/** Takes in the next orders of the list. */
	follow(orders: readonly IDataObject[]): void {
		for (const order of orders) {
			const id = idNumber(orderIdOf(order));
			const time = createdAt(order);
			if (id === undefined || id >= (this.lastId ?? id + 1n)) this.goesDownById = false;
			if (time === undefined || time > this.lastTime) this.goesDownByTime = false;
			this.lastId = id;
			this.lastTime = time ?? -Infinity;
		}
	}

	/** Whether it does, by either. */
	get goesDown(): boolean {
		return this.goesDownById || this.goesDownByTime;
	}

	/** The id below which all others are that are still to come; undefined where that cannot be told. */
	get lowestId(): bigint | undefined {
		return this.goesDownById ? this.lastId : undefined;
	}
}

/** An id as a number that grows; undefined for one that is none. */
export function idNumber(id: string | undefined): bigint | undefined {
	return id !== undefined && /^\d{1,30}$/.test(id) ? BigInt(id) : undefined;
}
