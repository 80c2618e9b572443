import { CLOCK_TOLERANCE_MS, isClockOff, type Evidence } from '../reply/evidence';
import { clock } from '../clock';
import { storeOf } from '../memory';

interface ServerClock {
	/** How far it is ahead of this machine’s, in milliseconds. */
	offset: number;
	/** When the last answer came, by both clocks of this machine; undefined if none has. */
	toldAt: { now: number; monotonic: number } | undefined;
}

const clocks = storeOf((): ServerClock => ({ offset: 0, toldAt: undefined }));

/**
 * Takes in the date of an answer, if there is one. One that comes out of a cache, which says its age, tells no time.
 *
 * @param host as in `Connection`
 */
export function noteDate(host: string, { reply, clockOffset }: Evidence): void {
	if (reply.kind !== 'answer') return;
	const known = clocks(host);
	known.toldAt = { now: clock.now(), monotonic: clock.monotonic() };
	if (clockOffset === undefined || Number(reply.headers.age ?? 0) > 0) return;
	known.offset = isClockOff({ clockOffset }) ? clockOffset : 0;
}

/**
 * Whether the host has answered since this process started, so that its clock is known if it tells
 * it, and nobody has set this machine’s clock since.
 */
export function isTimeKnown(host: string): boolean {
	const { toldAt } = clocks(host);
	if (toldAt === undefined) return false;
	const passed = clock.monotonic() - toldAt.monotonic;
	return Math.abs(clock.now() - toldAt.now - passed) <= CLOCK_TOLERANCE_MS;
}

/**
 * How far the host’s clock is ahead of this machine’s, in milliseconds, exact to about a second;
 * 0 if they agree, and where its answers carry no date.
 */
export function clockOffsetOf(host: string): number {
	return clocks(host).offset;
}
