import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from '../../fields/itemFields';
import type { WaitOptions } from '../../placement/waitForFill';

const LONGEST_WAIT_S = 300;

export const waitUntilFilledField: INodeProperties = {
	displayName: 'Wait Until Filled (Seconds)',
	name: 'waitUntilFilled',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_WAIT_S },
	default: 30,
	description:
		'How long to wait for the order to be filled. The field result then says how far it was filled. A retry continues to wait and places nothing.',
};

const AFTER_WAIT = ['leave', 'cancel'] as const;

export const afterWaitField: INodeProperties = {
	displayName: 'After Waiting',
	name: 'afterWait',
	type: 'options',
	options: [
		{ name: 'Cancel the Rest', value: 'cancel' },
		{ name: 'Leave It Open', value: 'leave' },
	],
	default: 'leave',
	description:
		'What to do with the part that is not filled by then. Works only with Wait Until Filled.',
};

/**
 * Reads how long to wait, 0 if not at all, and what to do then, which means nothing without a wait.
 *
 * @throws Failure when they cannot be used
 */
export function readWait(options: ItemFields): Pick<WaitOptions, 'waitMs' | 'afterWait'> {
	const seconds = options.isSet(waitUntilFilledField)
		? options.count(waitUntilFilledField, { most: LONGEST_WAIT_S })
		: 0;
	const afterWait = options.choice(afterWaitField, AFTER_WAIT, 'leave');
	if (seconds > 0 || !options.isSet(afterWaitField)) return { waitMs: seconds * 1000, afterWait };
	throw options.invalid(
		afterWaitField,
		'After Waiting is set, but Wait Until Filled is not',
		'Add the option Wait Until Filled, or remove After Waiting',
	);
}
