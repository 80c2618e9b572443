import { startExchange, type Exchange, type ExchangeOptions } from '../../../../tools/exchange';
import { installClock, VirtualClock } from '../../../../tools/harness/virtualClock';
import { restartPackage, underProfile } from '../../support';

/** Exchanges of a test file on one clock, so that independent runs can go on at the same time. */
export interface Lanes {
	readonly clock: VirtualClock;
	/** Runs each piece of work on an exchange of its own, all at once, as after a restart of n8n. */
	run<T, R>(work: readonly T[], task: (exchange: Exchange, piece: T) => Promise<R>): Promise<R[]>;
}

/** Starts exchanges as they are needed and closes them after the last test of the file. */
export function useLanes(options: Omit<ExchangeOptions, 'clock'> = {}): Lanes {
	const clock = new VirtualClock();
	const exchanges: Exchange[] = [];
	let restoreClock = () => {};
	let settings: Exchange['settings'];
	beforeAll(() => {
		restoreClock = installClock(clock);
	});
	afterAll(async () => {
		restoreClock();
		await Promise.all(exchanges.map(async (exchange) => await exchange.close()));
	});

	async function laneAt(index: number): Promise<Exchange> {
		const exchange = (exchanges[index] ??= await startExchange(
			underProfile({ ...options, clock }),
		));
		settings ??= { ...exchange.settings };
		await exchange.resumeListening();
		exchange.reset();
		Object.assign(exchange.settings, settings);
		return exchange;
	}

	return {
		clock,
		async run(work, task) {
			restartPackage();
			const lanes = await Promise.all(work.map(async (_, index) => await laneAt(index)));
			return await Promise.all(
				work.map(async (piece, index) => await task(lanes[index] as Exchange, piece)),
			);
		},
	};
}
