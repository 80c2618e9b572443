import { factsOf, outcomeOf, phrase, type OutcomeRow } from '../reply/verdict';
import { parse } from '../reply/answer';
import { clock } from '../clock';
import { examine, type Evidence } from '../reply/evidence';
import { Failure } from '../reply/failure';
import { isRecord } from '../guards';
import { send, type Call, type Connection } from '../wire/request';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../reply/retry';

export interface ReadCall extends Pick<Call, 'path' | 'parameters' | 'isSigned' | 'timeout'> {
	/** Not again where there is no usable answer, since an order or another place to ask waits. */
	readonly isOnce?: true;
}

/** What is needed of an answer; undefined for an answer of another shape. */
export type Accept<T> = (data: unknown) => T | undefined;

const NOTHING_CHANGED = 'Nothing was changed by it: try again in a while';

/**
 * Reads from the exchange and returns the `data` of its answer. Reads change nothing, so one
 * without a usable answer is repeated, twice at most.
 *
 * @throws Failure when the exchange refuses, or gives no usable answer three times
 */
export async function read(connection: Connection, call: ReadCall): Promise<unknown> {
	return await readUntil(connection, call, dataOf);
}

/**
 * As `read`, for an answer of a known shape: in `data`, or, since some endpoints do not wrap
 * theirs, as the whole body. An answer of another shape is not usable.
 *
 * @throws Failure as `read`
 */
export async function readAs<T>(
	connection: Connection,
	call: ReadCall,
	accept: Accept<T>,
): Promise<T> {
	return await readUntil(connection, call, (evidence) => acceptedPart(evidence, accept));
}

async function readUntil<T>(
	connection: Connection,
	{ isOnce, ...call }: ReadCall,
	find: (evidence: Evidence) => T | undefined,
): Promise<T> {
	const pauses = isOnce === true ? [] : TRY_AGAIN_AFTER_MS;
	for (const pause of [...pauses, undefined]) {
		const evidence = examine(await send(connection, { ...call, method: 'GET' }));
		const found = find(evidence);
		if (found !== undefined) return found;
		const row = rowOf(evidence);
		const isOver = pause === undefined || !isWorthReadingAgain(row);
		const wait = isOver ? undefined : waitBefore(pause, evidence);
		if (wait === undefined) throw readFailure(row, evidence);
		await clock.sleep(wait, connection.signal);
	}
	throw new TypeError('The last pause is undefined');
}

function dataOf({ judgement }: Evidence): unknown {
	return judgement?.kind === 'ok' ? judgement.data : undefined;
}

function acceptedPart<T>(evidence: Evidence, accept: Accept<T>): T | undefined {
	const { reply, judgement, httpStatus } = evidence;
	if (reply.kind !== 'answer' || judgement?.kind === 'refused') return undefined;
	const wrapped = judgement?.kind === 'ok' ? accept(judgement.data) : undefined;
	if (wrapped !== undefined || httpStatus >= 300) return wrapped;
	const body = parse(reply.text);
	return accept(body) ?? (isRecord(body) ? accept(body.data) : undefined);
}

/** An answer that says "ok" without what is needed is read as one that cannot be understood. */
function rowOf(evidence: Evidence): OutcomeRow {
	const isOk = evidence.judgement?.kind === 'ok';
	return outcomeOf(isOk ? { ...evidence, judgement: undefined } : evidence);
}

function isWorthReadingAgain({ next }: OutcomeRow): boolean {
	return next === 'send_again' || next === 'reconcile';
}

function readFailure(row: OutcomeRow, evidence: Evidence): Failure {
	const { outcome, ...facts } = factsOf(row, evidence);
	const advice = outcome === 'unknown' ? NOTHING_CHANGED : phrase(row.advice, evidence);
	return new Failure(facts, phrase(row.message, evidence), advice);
}
