/** A small seeded generator (mulberry32): the same seed gives the same exchange. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** An integer from 0 to 2^32 − 1. */
	uint32(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	}

	/** A number from 0 up to, and without, 1. */
	fraction(): number {
		return this.uint32() / 0x1_0000_0000;
	}

	/** A UUID in version 4's form. */
	uuid(): string {
		const hex = this.hex(32);
		const parts = [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(13, 16)}`,
			`a${hex.slice(17, 20)}`,
		];
		return [...parts, hex.slice(20)].join('-');
	}

	hex(digits: number): string {
		let text = '';
		while (text.length < digits) text += this.uint32().toString(16).padStart(8, '0');
		return text.slice(0, digits);
	}
}

/** A generator whose seed is made from a text, so that one value never depends on how many were drawn before. */
export function randomOf(seed: number, text: string): Random {
	let hash = 0x811c9dc5 ^ seed;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return new Random(hash);
}
