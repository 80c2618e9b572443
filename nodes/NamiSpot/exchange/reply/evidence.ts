import { clockOffset, judge, type Judgement } from './answer';
import { documentedError, type DocumentedError } from './errors';
import { retryAfterOf } from './retryAfter';
import type { Reply } from '../wire/request';

const CLOCK_TOLERANCE_MS = 2_000;

/** A reply and all that is read out of it. */
export interface Evidence {
	readonly reply: Reply;
	readonly judgement: Judgement | undefined;
	readonly documented: DocumentedError | undefined;
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
	const judgement = reply.kind === 'answer' ? judge(reply) : undefined;
	const refused = judgement?.kind === 'refused' ? judgement : undefined;
	const reported = reply.kind === 'answer' ? reply.httpStatus : 0;
	return {
		reply,
		judgement,
		documented: refused && documentedError(refused.status, refused.code),
		httpStatus: refused?.httpStatus ?? reported,
		socketCode: reply.kind === 'silence' ? reply.code : '',
		retryAfterMs: reply.kind === 'answer' ? retryAfterOf(reply) : undefined,
		clockOffset: reply.kind === 'answer' ? clockOffset(reply) : undefined,
	};
}

/** This machine's clock against the `Date` of the exchange's answer, in words. */
export function compareClocks({ clockOffset: offset }: Evidence): string {
	if (offset === undefined) {
		return 'its answer carried no date to compare this machine’s clock with';
	}
	if (!isOff(offset)) return 'this machine’s clock agrees with its clock';
	const seconds = Math.round(Math.abs(offset) / 1000);
	return `this machine’s clock is ${seconds} s ${offset > 0 ? 'behind' : 'ahead of'} its clock`;
}

/** Whether the clocks are known to differ by more than an answer's date can tell. */
export function isClockOff({ clockOffset: offset }: Evidence): boolean {
	return offset !== undefined && isOff(offset);
}

function isOff(offset: number): boolean {
	return Math.abs(offset) > CLOCK_TOLERANCE_MS;
}
