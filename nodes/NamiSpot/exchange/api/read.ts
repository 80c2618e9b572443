import { clock } from '../clock';
import { isRecord } from '../guards';
import { parse } from '../reply/answer';
import { Failure } from '../reply/failure';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../reply/retry';
import { failureRecord, type Verdict } from '../reply/verdict';
import { send, type Call, type Connection } from '../wire/request';

export interface ReadCall extends Pick<
	Call,
	'path' | 'parameters' | 'isSigned' | 'timeout' | 'purpose'
> {
	/** One try only, for callers that try again in their own time. */
	readonly isOnce?: boolean | undefined;
}

/** What is needed of an answer; undefined for an answer of another shape. */
type Accept<T> = (data: unknown) => T | undefined;

const MAY_BE_REPEATED = 'Try again in a while: reading changes nothing';

export interface Reading<T> {
	readonly value: T;
	/** How far the exchange's clock is ahead of this machine's, in milliseconds; undefined if the answer was not dated. */
	readonly clockOffset: number | undefined;
}

/**
 * Reads from the exchange what has a known shape: in the `data` of its answer or, since some endpoints
 * do not wrap theirs, as the whole body. Reads change nothing, so one without a usable answer is
 * repeated, twice at most.
 *
 * @throws Failure when the exchange refuses, or gives no usable answer three times
 */
export async function readAs<T>(
	connection: Connection,
	call: ReadCall,
	accept: Accept<T>,
): Promise<T> {
	return (await readDated(connection, call, accept)).value;
}

/**
 * As `readAs`, with the time of the exchange's clock.
 *
 * @throws Failure as `readAs`
 */
export async function readDated<T>(
	connection: Connection,
	call: ReadCall,
	accept: Accept<T>,
): Promise<Reading<T>> {
	const pauses = call.isOnce === true ? [] : TRY_AGAIN_AFTER_MS;
	for (let tries = 0; ; tries += 1) {
		const verdict = await send(connection, { ...call, method: 'GET' });
		const value = acceptedPart(verdict, accept);
		if (value !== undefined) return { value, clockOffset: verdict.clockOffset };
		const pause = pauses[tries];
		const isWorthIt = verdict.next !== 'finish' || verdict.proves === 'done';
		const wait = isWorthIt && pause !== undefined ? waitBefore(pause, verdict) : undefined;
		if (wait === undefined) throw Failure.from(failureRecord(verdict, MAY_BE_REPEATED));
		await clock.sleep(wait, connection.signal);
	}
}

function acceptedPart<T>(verdict: Verdict, accept: Accept<T>): T | undefined {
	const { reply, judgement, httpStatus, refusal } = verdict;
	if (reply.kind !== 'answer' || refusal !== undefined) return undefined;
	const wrapped = judgement?.kind === 'ok' ? accept(judgement.data) : undefined;
	if (wrapped !== undefined || httpStatus >= 300) return wrapped;
	const body = parse(reply.text);
	// An object with nothing in it says nothing, not that there is nothing.
	if (isRecord(body) && Object.keys(body).length === 0) return undefined;
	return accept(body) ?? (isRecord(body) ? accept(body.data) : undefined);
}
