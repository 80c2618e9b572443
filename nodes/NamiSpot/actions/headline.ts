import {
	Failure,
	type FailedOutcome,
	type Facts,
	type UnsentOutcome,
} from '../exchange/reply/failure';

/** Where a failure is one of several. */
export interface Among {
	/** The item's index, in a run of several items. */
	readonly item?: number;
	/** The item brought more than one result, as when many orders are canceled. */
	readonly isOneOfMany?: boolean;
}

/**
 * A failure whose message names the outcome first, since n8n's toasts, lists of executions and error
 * workflows show nothing else: `Not placed (item 2): the exchange could not be reached`.
 *
 * @param ifUnsent what the operation calls an order that it did not send; undefined for what only reads
 */
export function withHeadline(
	failure: Failure,
	ifUnsent: UnsentOutcome | undefined,
	among: Among,
): Failure {
	const { facts, message, advice } = failure;
	const marks = marksOf(facts, ifUnsent, among);
	if (ifUnsent === undefined) return failure.and({}, `${message}${marks}`);
	const { outcome = ifUnsent } = facts;
	const headline = `${HEADLINES[outcome](facts, ifUnsent)}${marks}`;
	return new Failure({ outcome, ...facts }, `${headline}: ${continued(message)}`, advice);
}

type Headline = (facts: Facts, ifUnsent: UnsentOutcome) => string;

const HEADLINES: Readonly<Record<FailedOutcome, Headline>> = {
	not_placed: ({ isPlaced }) => (isPlaced === true ? 'Not filled' : 'Not placed'),
	not_canceled: ({ isPlaced }) =>
		isPlaced === true ? 'Placed, but the rest is not canceled' : 'Not canceled',
	unprotected: () => 'BOUGHT, BUT NOT PROTECTED',
	unknown: (facts, ifUnsent) => {
		if (ifUnsent === 'not_canceled') return `It is not known whether ${nameOf(facts)} was canceled`;
		if (facts.isPlaced !== true) return 'It is not known whether the order was placed';
		return facts.exit === undefined
			? 'Placed, but not all is known of it'
			: 'BOUGHT, BUT IT IS NOT KNOWN WHETHER IT IS PROTECTED';
	},
};

function nameOf({ displayingId }: Facts): string {
	return displayingId === undefined ? 'the order' : `order ${String(displayingId)}`;
}

function marksOf(
	{ outcome, displayingId }: Facts,
	ifUnsent: UnsentOutcome | undefined,
	{ item, isOneOfMany }: Among,
): string {
	const isNamed =
		displayingId !== undefined && !(outcome === 'unknown' && ifUnsent === 'not_canceled');
	const marks = [
		...(item === undefined ? [] : [`item ${item}`]),
		...(isOneOfMany === true && isNamed ? [`order ${String(displayingId)}`] : []),
	];
	return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

/** What sentences begin with and does not stay a capital after a colon, as names of fields and assets do. */
const PLAIN_BEGINNING =
	/^(?:An?|Another|It|No|Not|Nothing|Order (?=\d)|Placing|The|There|This|Trading|Your)\b/;

function continued(message: string): string {
	return message.replace(PLAIN_BEGINNING, (word) => word.charAt(0).toLowerCase() + word.slice(1));
}
