/** A binary heap: the item that comes `before` all others is on top. */
export class Heap<T> {
	private readonly items: T[] = [];

	constructor(private readonly before: (a: T, b: T) => boolean) {}

	peek(): T | undefined {
		return this.items[0];
	}

	push(item: T): void {
		this.items.push(item);
		this.rise(this.items.length - 1);
	}

	pop(): T | undefined {
		const top = this.items[0];
		const last = this.items.pop();
		if (last !== undefined && this.items.length > 0) {
			this.items[0] = last;
			this.sink(0);
		}
		return top;
	}

	/** All items, in no particular order. */
	values(): readonly T[] {
		return this.items;
	}

	private rise(start: number): void {
		let index = start;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (!this.swapIfBefore(index, parent)) return;
			index = parent;
		}
	}

	private sink(start: number): void {
		let index = start;
		for (;;) {
			const left = 2 * index + 1;
			const child = this.isBefore(left + 1, left) ? left + 1 : left;
			if (!this.swapIfBefore(child, index)) return;
			index = child;
		}
	}

	private isBefore(a: number, b: number): boolean {
		const first = this.items[a];
		const second = this.items[b];
		return first !== undefined && second !== undefined && this.before(first, second);
	}

	private swapIfBefore(lower: number, upper: number): boolean {
		if (!this.isBefore(lower, upper)) return false;
		const held = this.items[lower] as T;
		this.items[lower] = this.items[upper] as T;
		this.items[upper] = held;
		return true;
	}
}
