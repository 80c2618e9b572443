import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './options';

/** An answer without keys, ids and amounts. */
export interface RecordedAnswer {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly body: unknown;
}

/** What `npm run check:live -- --record` has found out about the real exchange. */
export interface Recording {
	/** The day on which it was asked, as YYYY-MM-DD. */
	readonly day: string;
	readonly settings: Partial<Settings>;
	readonly answers: readonly RecordedAnswer[];
}

/** Where the recording lies that the profile `recorded` takes. */
export const RECORDED_FILE = join(__dirname, 'recorded.json');

/** What a recording may say of each setting; others are not asked for. */
const CHOICES: { readonly [K in keyof Settings]?: (value: unknown) => boolean } = {
	errorsWithHttp200: isBoolean,
	httpErrorsInBody: isBoolean,
	errorForm: oneOf('named', 'older', 'error'),
	envelope: oneOf('status', 'statusCode'),
	doublyWrapped: isBoolean,
	openShape: oneOf('orders', 'array'),
	depthShape: oneOf('topLevel', 'data'),
	candlesShape: oneOf('array', 'data'),
	ocoLegs: oneOf('listed', 'hidden'),
	historyLagMs: isDuration,
	openLagMs: isDuration,
	timestampWindowMs: isDuration,
	signedIn: oneOf('either', 'url', 'body', 'both'),
	firstPage: oneOf(0, 1),
	ownQuotes: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
	marketNeeds: oneOf('nothing', 'priceAndBothAmounts'),
	resolutions: oneOf('all', '1m, 1h and 1d'),
};

function isBoolean(value: unknown): boolean {
	return typeof value === 'boolean';
}

function isDuration(value: unknown): boolean {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function oneOf(...choices: readonly unknown[]): (value: unknown) => boolean {
	return (value) => choices.includes(value);
}

/** The settings of a recording. Throws if it has one that is not known, or a value that is none of its own. */
export function recordedSettings({ settings }: Pick<Recording, 'settings'>): Partial<Settings> {
	for (const [name, value] of Object.entries(settings)) {
		const check = CHOICES[name as keyof Settings];
		if (check === undefined || !check(value)) {
			throw new Error(`A recording cannot say ${name}: ${JSON.stringify(value)}`);
		}
	}
	return settings;
}

/** Whether somebody has recorded the real exchange. */
export function isRecorded(): boolean {
	return existsSync(RECORDED_FILE);
}

/** The settings of the recording that lies beside this file. Throws if there is none. */
export function settingsOfRecording(): Partial<Settings> {
	if (!isRecorded()) throw new Error('Nothing is recorded yet: npm run check:live -- --record');
	return recordedSettings(JSON.parse(readFileSync(RECORDED_FILE, 'utf8')) as Recording);
}
