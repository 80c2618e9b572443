import type { INodeProperties } from 'n8n-workflow';

import { forBuilder } from './builderHint';
import type { ItemFields } from './itemFields';
import { isBlank, quoted, Refused, type Kind } from './kind';
import { textKind } from './text';

export const orderKeyField: INodeProperties = {
	displayName: 'Signal ID',
	name: 'orderKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.alertId }}',
	...forBuilder(
		'Set it wherever a signal may arrive twice, e.g. from webhooks, to an expression that gives the ID of the signal.',
	),
	description:
		'A unique ID for the signal behind this order. The same ID never places a second order, even if the signal is delivered twice or re-run after a crash. Applies to this node in this workflow.',
};

const orderKeyKind: Kind<string> = {
	howToFill: 'Give the ID of the signal as text or as a number, or remove the option',
	read(given) {
		const key = textKind.read(given);
		if (!(key instanceof Refused)) return key;
		if (typeof given !== 'number') return new Refused('which cannot be used as an ID');
		return new Refused(
			'which is a number with too many digits: n8n has rounded it',
			'Give the ID as text: n8n rounds numbers of more than 15 digits',
		);
	},
};

/** What an expression that gives nothing leaves in a text. */
const NOTHING = String.raw`undefined|null|NaN|\[object Object\]|Invalid Date(?:Time)?`;
const IS_NOTHING = new RegExp(`^(?:${NOTHING})$`);
const HOLDS_NOTHING = new RegExp(`(?:^|[^A-Za-z0-9])(?:${NOTHING})(?:$|[^A-Za-z0-9])`);
const OPEN_END = /^[-_:/.|#]|[-_:/.|#]$/;

/**
 * Reads the option Signal ID; '' where it is not set. Once it is, it has to tell the signals apart:
 * `tv-` without an ID behind it would be the same key for all of them.
 *
 * @throws Failure when it is no key, or a part of it is missing
 */
export function readOrderKey(options: ItemFields): string {
	if (!options.isSet(orderKeyField)) return '';
	const key = options.read(orderKeyField, orderKeyKind);
	if (!isPartMissing(key, options)) return key;
	const message = `Signal ID is ${quoted(key)}, where a part is missing`;
	throw options.invalid(orderKeyField, message, orderKeyKind.howToFill);
}

function isPartMissing(key: string, options: ItemFields): boolean {
	if (HOLDS_NOTHING.test(key)) return true;
	// An end such as that of `tv-` is cut off if it is the node that wrote it, not the signal.
	if (OPEN_END.test(key) && String(options.raw(orderKeyField)).includes(key)) return true;
	return options
		.expressionsIn(orderKeyField)
		.some(
			(part) => isBlank(part) || typeof part === 'object' || IS_NOTHING.test(String(part).trim()),
		);
}
