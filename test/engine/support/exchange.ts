import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startExchange, type Exchange, type ExchangeOptions } from '../../../tools/exchange';
import { restartPackage } from '../../../tools/harness/bundle';
import { CREDENTIAL_UNDER_PROFILE, PROMPT, underProfile } from './profile';
import { installClock, VirtualClock } from '../../../tools/harness/virtualClock';

/** The stand-in exchange of a test file, and the time that it shares with the package. */
export interface TestExchange {
	readonly exchange: Exchange;
	readonly clock: VirtualClock;
}

/**
 * Starts an exchange for the tests of a file and puts the package on the same virtual clock. Every
 * test meets both fresh; settings that a test changes are put back.
 */
export function useExchange(options: Omit<ExchangeOptions, 'clock'> = {}): TestExchange {
	const clock = new VirtualClock();
	let exchange: Exchange;
	let settings: Exchange['settings'];
	let restoreClock = () => {};
	beforeAll(async () => {
		restoreClock = installClock(clock);
		exchange = await startExchange(underProfile({ ...PROMPT, ...options, clock }));
		settings = { ...exchange.settings };
	});
	beforeEach(() => {
		exchange.reset();
		Object.assign(exchange.settings, settings);
		restartPackage();
	});
	afterAll(async () => {
		restoreClock();
		await exchange.close();
	});
	return {
		get exchange() {
			return exchange;
		},
		clock,
	};
}

/** A credential for an exchange, as its form stores it. Fast enough for any test. */
export function credentialFor(
	{ url, apiKey, apiSecret }: Pick<Exchange, 'url' | 'apiKey' | 'apiSecret'>,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		apiKey,
		apiSecret,
		environment: 'custom',
		baseUrl: url,
		...CREDENTIAL_UNDER_PROFILE,
		...changes,
	};
}
