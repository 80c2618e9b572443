import type { ItemFields } from './itemFields';
import { optionsField, readTimeout, simplifyOption, timeoutOption } from './options';
import { readSimplify } from './toolOutput';

const timeout = timeoutOption(
	'How long to wait for each response of the exchange. A read that times out is retried up to twice.',
);

export const readOptionsField = optionsField([simplifyOption, timeout]);

/** The same where the answer is short enough as it is. */
export const timeoutOptionField = optionsField([timeout]);

/**
 * Reads the options of an item; what is not set has its default. The timeout is in milliseconds.
 *
 * @throws Failure when what they say cannot be used
 */
export function readOptions(fields: ItemFields) {
	return { simplify: readSimplify(fields), timeout: readTimeout(fields.options()) };
}
