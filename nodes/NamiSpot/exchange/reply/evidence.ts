import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../clock';
import { judge, type Judgement, type Refusal } from './answer';
import { knownError } from './errors';
import type { KnownError } from './knownError';
import type { Answer, Reply } from './reply';
import { retryAfterOf } from './retryAfter';

/** A date header tells seconds, and an answer takes a while: a smaller difference is none. */
export const CLOCK_TOLERANCE_MS = 2_000;

/** A reply and all that is read out of it, once. */
export interface Evidence {
	readonly reply: Reply;
	readonly judgement: Judgement | undefined;
	readonly refusal: Refusal | undefined;
	/** The error that it names, if anybody has written it down. */
	readonly error: KnownError | undefined;
	/** 0 when there was no answer. */
	readonly httpStatus: number;
	/** Empty when there was an answer. */
	readonly socketCode: string;
	/** The exchange's word on how long to wait. */
	readonly retryAfterMs: number | undefined;
	/** How far the exchange's clock is ahead of this machine's, in milliseconds. */
	readonly clockOffset: number | undefined;
}

/** Reads all that a reply has to say. */
export function examine(reply: Reply): Evidence {
	const answer = reply.kind === 'answer' ? reply : undefined;
	const judgement = answer && judge(answer);
	const refusal = judgement?.kind === 'refused' ? judgement : undefined;
	return {
		reply,
		judgement,
		refusal,
		error: refusal && knownError(refusal.status, refusal.code),
		httpStatus: refusal?.httpStatus ?? answer?.httpStatus ?? 0,
		socketCode: reply.kind === 'silence' ? reply.code : '',
		retryAfterMs: answer && retryAfterOf(answer),
		clockOffset: answer && clockOffset(answer),
	};
}

/**
 * How far the exchange's clock is ahead of this machine's, in milliseconds, from the `Date` header;
 * exact to about a second and half the call's duration. Undefined without a usable header.
 */
export function clockOffset(answer: Answer): number | undefined {
	const date = Date.parse(answer.headers.date ?? '');
	if (Number.isNaN(date)) return undefined;
	const middleOfItsSecond = date + 500;
	return middleOfItsSecond - (answer.sentAt + answer.receivedAt) / 2;
}

/** This machine's clock against the `Date` of the exchange's answer, in words. */
export function compareClocks({ clockOffset: offset }: Pick<Evidence, 'clockOffset'>): string {
	if (offset === undefined) {
		return 'its response has no date to compare this machine’s clock with';
	}
	if (!isClockOff({ clockOffset: offset })) return 'this machine’s clock agrees with its clock';
	const seconds = Math.round(Math.abs(offset) / 1000);
	return `this machine’s clock is ${seconds} s ${offset > 0 ? 'behind' : 'ahead of'} its clock`;
}

/** Whether the clocks are known to differ by more than an answer's date can tell. */
export function isClockOff({ clockOffset: offset }: Pick<Evidence, 'clockOffset'>): boolean {
	return offset !== undefined && Math.abs(offset) > CLOCK_TOLERANCE_MS;
}

/** The facts that a reply states, for an error item. */
export function repliedFacts({
	refusal,
	httpStatus,
	socketCode,
	reply,
	retryAfterMs,
}: Evidence): IDataObject {
	const { status, code, requestId, said, data } = refusal ?? {};
	return {
		...(status !== undefined && { status }),
		...(code !== undefined && { code }),
		...(httpStatus > 0 && { httpStatus }),
		...(requestId !== undefined && { requestId }),
		...(said !== undefined && { said }),
		...(data !== undefined && { details: limitsIn(data) }),
		...(socketCode !== '' && { socketCode }),
		...(reply.kind === 'unsent' && 'until' in reply && { retryAt: isoTime(reply.until) }),
		...(retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
	};
}

/** Numbers and short words, such as the limit that was broken. */
function limitsIn(data: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(data)
			.filter(([name, value]) => name !== 'requestId' && isShort(value))
			.slice(0, 10),
	);
}

function isShort(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && value.length <= 100);
}
