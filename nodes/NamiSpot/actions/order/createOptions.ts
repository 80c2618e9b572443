import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isRecord, numberOf } from '../../exchange/guards';
import type { RuleMode } from '../../symbolRules';
import {
	DEFAULT_TIMEOUT_MS,
	optionsField,
	readTimeout,
	simplifyOption,
	timeoutOption,
} from '../../fields/options';
import { invalidInput, isBlank, quoted } from '../../fields/readParameter';
import type { Run } from '../run';
import {
	allowedSidesField,
	allowedSymbolsField,
	maxOrderValueField,
	readGuardRails,
	type GuardRails,
} from '../../rails/guardRails';

/** The options of Create, in the order in which a person meets them. */
export const createOptionsField = optionsField([
	allowedSidesField,
	allowedSymbolsField,
	{
		displayName: 'Continue After Unknown Outcome',
		name: 'continueAfterUnknown',
		type: 'boolean',
		default: false,
		description:
			'Whether to place the orders of the following items after one whose outcome could not be found out. By default they are skipped, since the cause is likely to meet them too.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'options',
		options: [
			{ name: 'Always', value: 'always' },
			{ name: 'Never', value: 'never' },
			{ name: 'On Manual Executions', value: 'manual' },
		],
		default: 'never',
		description:
			'When to check the order and return the request without sending it. It holds no key and no signature. A manual execution stays one when it is retried.',
	},
	maxOrderValueField,
	{
		displayName: 'Order Key',
		name: 'orderKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.alertId }}',
		description:
			'An ID of the signal behind this order. n8n remembers it before the order is sent, so that the same signal, delivered twice or run again after a crash, places no second order. It remembers it for this node of this workflow.',
	},
	simplifyOption,
	{
		displayName: 'Symbol Rules',
		name: 'symbolRules',
		type: 'options',
		options: [
			{
				name: 'Adjust',
				value: 'adjust',
				description:
					'Moves amounts and prices to the steps of the symbol, never to more or worse than asked, and says what was changed. Rules that depend on the last price are left to the exchange.',
			},
			{
				name: 'Check',
				value: 'check',
				description:
					'Sends nothing that is off the steps of the symbol. Looks up the last price too where a rule depends on it.',
			},
			{ name: 'Off', value: 'off', description: 'Sends the order as asked' },
		],
		default: 'adjust',
		description:
			'What to do about the rules that the exchange sets for the symbol: steps, minimums and maximums, order types. An order that breaks one is not sent. Rules that cannot be read hold up no order.',
	},
	timeoutOption(
		'Milliseconds to wait for the exchange’s answer. An order without an answer is looked for among the open orders and in the history.',
	),
]);

export interface CreateOptions {
	readonly continueAfterUnknown: boolean;
	readonly guardRails: GuardRails;
	readonly isDryRun: boolean;
	readonly orderKey: string;
	readonly simplify: boolean;
	readonly symbolRules: RuleMode;
	/** Milliseconds. */
	readonly timeout: number;
}

const DEFAULTS: CreateOptions = {
	continueAfterUnknown: false,
	guardRails: {},
	isDryRun: false,
	orderKey: '',
	simplify: true,
	symbolRules: 'adjust',
	timeout: DEFAULT_TIMEOUT_MS,
};

const RULE_MODES: readonly RuleMode[] = ['adjust', 'check', 'off'];
const DRY_RUNS = ['always', 'never', 'manual'] as const;
type DryRun = (typeof DRY_RUNS)[number];

/**
 * Reads the options of an item; what is not set has its default.
 *
 * @throws Failure when they are something else than options, or what they say cannot be used
 */
export function readCreateOptions({ context, parameters }: Run, item: number): CreateOptions {
	const given: unknown = parameters.getNodeParameter('options', item, {});
	if (!isRecord(given)) {
		const advice = 'Let the expression give an object, or set the options one by one';
		throw invalidInput('options', item, `Options is ${quoted(given)}, not an object`, advice);
	}
	return {
		continueAfterUnknown: given.continueAfterUnknown === true,
		guardRails: readGuardRails(given),
		isDryRun: isDryRun(readDryRun(given, item), context),
		orderKey: readOrderKey(given, item),
		simplify: given.simplify !== false,
		symbolRules: readRuleMode(given, item),
		timeout: readTimeout(given, item),
	};
}

/** The same for an order that was placed before: its options must not be able to hide it. */
export function optionsOrDefaults(run: Run, item: number): CreateOptions {
	try {
		return readCreateOptions(run, item);
	} catch {
		return DEFAULTS;
	}
}

function isDryRun(when: DryRun, context: IExecuteFunctions): boolean {
	return when === 'always' || (when === 'manual' && isTryingOut(context));
}

/** A person at work in the editor: n8n's Retry button runs such an execution again in a mode of its own. */
function isTryingOut(context: IExecuteFunctions): boolean {
	const mode = context.getMode();
	if (mode !== 'retry') return mode === 'manual' || mode === 'evaluation';
	return context.getExecutionContext?.()?.source === 'manual';
}

/** Once it is set, nothing but its list will do: money must not move because an expression gave nothing. */
function readDryRun(options: IDataObject, item: number): DryRun {
	if (!Object.hasOwn(options, 'dryRun')) return 'never';
	return oneOf(DRY_RUNS, options.dryRun, { name: 'dryRun', label: 'Dry Run', item });
}

/** Once it is set, it has to protect the order: a signal without an id must not go unprotected. */
function readOrderKey(options: IDataObject, item: number): string {
	if (!Object.hasOwn(options, 'orderKey')) return DEFAULTS.orderKey;
	const given = options.orderKey;
	const key = typeof given === 'string' ? given.trim() : String(numberOf(given) ?? '');
	if (key !== '') return key;
	const message = isBlank(given)
		? 'Order Key is empty'
		: `Order Key is ${quoted(given)}, which cannot be used as a key`;
	throw invalidInput(
		'orderKey',
		item,
		message,
		'Let the expression give the id of the signal, as text or a number, or remove the option',
	);
}

function readRuleMode({ symbolRules: given }: IDataObject, item: number): RuleMode {
	if (given === undefined) return DEFAULTS.symbolRules;
	return oneOf(RULE_MODES, given, { name: 'symbolRules', label: 'Symbol Rules', item });
}

function oneOf<T extends string>(
	choices: readonly T[],
	given: unknown,
	{ name, label, item }: { name: string; label: string; item: number },
): T {
	const choice = choices.find((known) => known === given);
	if (choice !== undefined) return choice;
	throw invalidInput(
		name,
		item,
		`${label} is ${quoted(given)}, which is not on its list`,
		`Use one of ${choices.join(', ')}`,
	);
}
