import type { INodeProperties } from 'n8n-workflow';

import { INTERVALS, type IntervalName } from '../exchange/api/candleIntervals';
import { Refused, type Kind } from './kind';

const LABELS: Readonly<Record<IntervalName, string>> = {
	'1m': '1 Minute',
	'5m': '5 Minutes',
	'15m': '15 Minutes',
	'30m': '30 Minutes',
	'1h': '1 Hour',
	'4h': '4 Hours',
	'1d': '1 Day',
	'1w': '1 Week',
	'1M': '1 Month',
};

/** What TradingView's `{{interval}}` says, and other spellings that can mean nothing else. */
const OTHER_NAMES: Readonly<Record<string, IntervalName>> = {
	'1': '1m',
	'5': '5m',
	'15': '15m',
	'30': '30m',
	'60': '1h',
	'240': '4h',
	'1H': '1h',
	'4H': '4h',
	D: '1d',
	'1D': '1d',
	W: '1w',
	'1W': '1w',
	M: '1M',
};

const NAMES = Object.keys(INTERVALS).filter(isInterval);

export const intervalField: INodeProperties = {
	displayName: 'Interval',
	name: 'interval',
	type: 'options',
	options: NAMES.map((value) => ({ name: LABELS[value], value })),
	default: '1h',
	description:
		'How much time each candle covers. Weeks start on Monday, months on their first day, all in UTC.',
};

/** An interval of candles, in the exchange's names, told apart by case, or TradingView's. */
export const intervalKind: Kind<IntervalName> = {
	howToFill: `Use one of ${NAMES.join(', ')}: 1m is a minute, 1M a month`,
	read(given) {
		const text = String(given).trim();
		if (isInterval(text)) return text;
		return OTHER_NAMES[text] ?? new Refused('which is not one of the options');
	},
};

function isInterval(text: string): text is IntervalName {
	return Object.hasOwn(INTERVALS, text);
}
