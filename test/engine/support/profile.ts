import type { IDataObject } from 'n8n-workflow';
import { profileNamed, type ExchangeOptions, type Settings } from '../../../tools/exchange';
import { settingsFrom } from '../../../tools/exchange/options';

/** The profile under which this run of the tests meets the exchange, e.g. `url-only` or `mixed:7`. */
export const PROFILE = profileNamed(process.env['NAMI_PROFILE'] ?? 'documented');

/**
 * Lists that show everything at once, also where the profile's do not: for tests that state what a
 * list says after something happened. How late it may say so is for soak, matrix and lives to try.
 */
export const PROMPT = { historyLagMs: 0, openLagMs: 0, lagSpreadMs: 0 } as const;

/** The options of an exchange under that profile; settings that a test needs for itself win. */
export function underProfile<T extends ExchangeOptions>(options: T): ExchangeOptions {
	return { profile: PROFILE, ...options };
}

const settings = settingsFrom({ profile: PROFILE });

const READS = { either: 'body', body: 'body', url: 'query', both: 'both' } as const;

/**
 * What a credential says where a test is not about it: the carrier that this exchange reads, so that
 * no order is sent twice to find out, and as many calls as it allows.
 */
export const CREDENTIAL_UNDER_PROFILE = {
	signedParameters: READS[settings.signedIn],
	callsPerMinute: settings.rateLimit?.perMinute ?? 100_000,
} as const;

/** Facts that only the documented form of an error carries; none where the exchange has another. */
export function inDocumentedForm(facts: IDataObject): IDataObject {
	return isSo(DOCUMENTED_FORM) ? facts : {};
}

/** An error's code and request id: the envelope with `statusCode` has its name, and no place for these. */
export function inStatusEnvelope(facts: IDataObject): IDataObject {
	return isSo({ envelope: 'status' }) ? facts : {};
}

const DOCUMENTED_FORM: Partial<Settings> = {
	errorsWithHttp200: false,
	httpErrorsInBody: false,
	errorForm: 'named',
	envelope: 'status',
	doublyWrapped: false,
};

function isSo(wanted: Partial<Settings>): boolean {
	const actual = new Map<string, unknown>(Object.entries(settings));
	return Object.entries(wanted).every(
		([name, value]) => JSON.stringify(actual.get(name)) === JSON.stringify(value),
	);
}

/**
 * Tests that can hold under such settings only, because they state what the exchange then says or
 * gets, word for word. Elsewhere they are skipped. `reason` completes "only where …".
 */
export function onlyWhere(wanted: Partial<Settings>, reason: string, tests: () => void): void {
	(isSo(wanted) ? describe : describe.skip)(`only where ${reason}`, tests);
}
