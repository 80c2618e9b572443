import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { RuleMode } from '../../symbolRules';
import {
	DEFAULT_TIMEOUT_MS,
	optionsField,
	readTimeout,
	simplifyOption,
	timeoutOption,
} from '../../fields/options';
import { readSimplify } from '../../fields/toolOutput';
import type { ItemFields } from '../../fields/itemFields';
import { orderKeyField, readOrderKey } from '../../fields/orderKey';
import { isTool } from '../../placement/execution';
import type { WaitOptions } from '../../placement/waitForFill';
import type { Run } from '../run';
import { readDryRun } from '../../fields/dryRun';
import {
	allowedSidesField,
	allowedSymbolsField,
	maxAgeField,
	maxDeviationField,
	maxOrderValueField,
	signalTimeField,
} from '../../rails/fields';
import { requireNotFromModel } from '../../rails/fromModel';
import { nodeLimits, type Limit } from '../../rails/limits';
import { afterWaitField, readWait, waitUntilFilledField } from './fillWait';

const continueAfterUnknownField: INodeProperties = {
	displayName: 'Continue After Unknown',
	name: 'continueAfterUnknown',
	type: 'boolean',
	default: false,
	description:
		'Whether to go on after an item with an unknown outcome, or with a purchase that is not protected. By default, the remaining items are skipped, since they would probably fail in the same way.',
};

/** Agents repeat a call at once, or after some thinking. */
const TOOL_REPEAT_WINDOW_S = 60;
const LONGEST_REPEAT_WINDOW_S = 86_400;

const repeatWindowField: INodeProperties = {
	displayName: 'Repeat Window (Seconds)',
	name: 'repeatWindow',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_REPEAT_WINDOW_S },
	default: TOOL_REPEAT_WINDOW_S,
	description:
		'An order is not sent if an identical order was placed, or may have been, this recently. The earlier order is returned as already_placed. Default: 60 seconds for tools of AI agents, none for all other nodes.',
};

const symbolRulesField: INodeProperties = {
	displayName: 'Exchange Rules',
	name: 'symbolRules',
	type: 'options',
	options: [
		{
			name: 'Adjust',
			value: 'adjust',
			description:
				'Rounds amounts and prices to the steps of the symbol, never to a larger amount or a worse price, and reports the changes. A stop is never moved onto the last price or across it. Rules that depend on the last price are left to the exchange.',
		},
		{
			name: 'Check',
			value: 'check',
			description:
				'Refuses orders that do not fit the steps of the symbol. Reads the last price where a rule depends on it.',
		},
		{ name: 'Off', value: 'off', description: 'Sends the order as asked' },
	],
	default: 'adjust',
	description:
		'How to apply the exchange’s rules for the symbol: steps, minimums, maximums, order types. Orders that break a rule are not sent. If the rules cannot be read, the order is sent anyway.',
};

/** The options of whatever places orders, in the order in which a person meets them. */
const orderOptions = [
	allowedSidesField,
	allowedSymbolsField,
	continueAfterUnknownField,
	maxAgeField,
	maxDeviationField,
	maxOrderValueField,
	orderKeyField,
	repeatWindowField,
	signalTimeField,
	simplifyOption,
	symbolRulesField,
	timeoutOption(
		'How long to wait for the exchange’s response. An order without a response is looked up in the open orders and the history.',
	),
	waitUntilFilledField,
];

export const createOptionsField = optionsField([afterWaitField, ...orderOptions]);

/** The same where an equal order is no repetition: every one sells all there is. */
export const closeOptionsField = optionsField([
	afterWaitField,
	...orderOptions.filter((option) => option !== repeatWindowField),
]);

/** The same where what is left of an order after a wait is always canceled. */
export const protectedOptionsField = optionsField(orderOptions);

const PROTECTED_WAIT_MS = 30_000;
/** More than it takes to look for two orders whose answers got lost, and for what became of a cancellation. */
const LOOKS_MS = 120_000;

/**
 * The options of an order whose exit follows: it is always waited for.
 *
 * @throws Failure as `readCreateOptions` does
 */
export function readProtectedOptions(run: Run): CreateOptions {
	return { ...readCreateOptions(run, PROTECTED_WAIT_MS), afterWait: 'cancel' };
}

/** Where `waitMs` is 0, the order is not waited for. */
export interface CreateOptions extends WaitOptions {
	readonly continueAfterUnknown: boolean;
	readonly limits: readonly Limit[];
	readonly isDryRun: boolean;
	/** Unix milliseconds; undefined where neither the node nor n8n says. */
	readonly signalAt: number | undefined;
	readonly orderKey: string;
	/** Milliseconds; 0: equal orders are placed as often as they are asked for. */
	readonly repeatWindowMs: number;
	readonly simplify: boolean;
	readonly symbolRules: RuleMode;
}

const DEFAULTS: CreateOptions = {
	continueAfterUnknown: false,
	limits: [],
	isDryRun: false,
	signalAt: undefined,
	orderKey: '',
	repeatWindowMs: 0,
	simplify: true,
	symbolRules: 'adjust',
	timeout: DEFAULT_TIMEOUT_MS,
	waitMs: 0,
	afterWait: 'leave',
};

const RULE_MODES: readonly RuleMode[] = ['adjust', 'check', 'off'];

/**
 * Reads the options of an item; what is not set has its default. Once an option is set, nothing but
 * a value of its own will do: money must not move, nor a signal go without its key, because an
 * expression gave nothing.
 *
 * @param usualWaitMs how long is waited where nothing is set, in milliseconds
 * @throws Failure when they are something else than options, or what they say cannot be used
 */
export function readCreateOptions(run: Run, usualWaitMs = 0): CreateOptions {
	requireNotFromModel(run, 'not_placed');
	const { fields } = run;
	const options = fields.options();
	const wait = readWait(options);
	const waitMs = wait.waitMs || usualWaitMs;
	return {
		...wait,
		waitMs,
		continueAfterUnknown: options.boolean(continueAfterUnknownField, false),
		limits: nodeLimits(options),
		isDryRun: readDryRun(fields, run.context),
		signalAt: readSignalTime(options, run.context),
		orderKey: readOrderKey(options),
		repeatWindowMs: readRepeatWindow(options, run.context, waitMs),
		simplify: readSimplify(fields),
		symbolRules: options.choice(symbolRulesField, RULE_MODES, DEFAULTS.symbolRules),
		timeout: readTimeout(options),
	};
}

/**
 * In milliseconds. Agents repeat calls, so tools have such a window unless it is set otherwise; they
 * repeat them when they are answered: after the wait, and after looking for what was sent.
 */
function readRepeatWindow(options: ItemFields, context: IExecuteFunctions, waitMs: number): number {
	const isOfTool = isTool(context);
	const windowMs =
		options.count(repeatWindowField, {
			fallback: isOfTool ? TOOL_REPEAT_WINDOW_S : 0,
			most: LONGEST_REPEAT_WINDOW_S,
		}) * 1000;
	return isOfTool && waitMs > 0 ? windowMs + waitMs + LOOKS_MS : windowMs;
}

/** The same for an order that was placed before: its options must not be able to hide it. */
export function optionsOrDefaults(run: Run): CreateOptions {
	try {
		return readCreateOptions(run);
	} catch {
		return DEFAULTS;
	}
}

/** Unix milliseconds. Once Signal Time is set, the start of the execution does not stand in for it. */
function readSignalTime(options: ItemFields, context: IExecuteFunctions): number | undefined {
	if (!options.isSet(signalTimeField)) return context.getExecutionContext?.()?.establishedAt;
	if (!options.isSet(maxAgeField)) {
		throw options.invalid(
			signalTimeField,
			'Signal Time is set, but Maximum Age is not',
			'Add the option Maximum Age, or remove Signal Time',
		);
	}
	const time = options.date(signalTimeField);
	if (time !== undefined) return time;
	throw options.invalid(
		signalTimeField,
		'Signal Time is empty',
		'Let the expression give the time of the signal, or remove the option',
	);
}
