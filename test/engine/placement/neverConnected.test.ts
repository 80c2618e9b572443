import { startExchange, unusedPort, type CertificateKind } from '../../../tools/exchange';
import { namiWorkflow, useExchange } from '../support';
import { batch, parameters } from './support/batch';

const bench = useExchange();

const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const CERTIFICATES: readonly CertificateKind[] = ['selfSigned', 'expired', 'wrongHost'];

type Run = Awaited<ReturnType<typeof namiWorkflow>>;

/** The reasons of all items, whichever way they came out. */
function reasons({ success, failed, error }: Run): unknown[] {
	if (error !== undefined && 'context' in error) {
		return [(error.context.data as { reason: string }).reason];
	}
	return [...success, ...failed].map(({ json }) => (json.error as { reason: string }).reason);
}

const items = batch();
const rulesOff = { symbolRules: 'off' };

async function runAt(baseUrl: string, onError: (typeof MODES)[number]): Promise<Run> {
	return await namiWorkflow(bench.exchange, {
		parameters: parameters(rulesOff),
		items,
		onError,
		retryOnFail: true,
		maxTries: 2,
		credential: { baseUrl },
	});
}

describe.each(MODES)('with On Error set to %s', (onError) => {
	const expected = (reason: string) =>
		onError === 'stopWorkflow' ? [reason] : items.map(() => reason);

	it.each(CERTIFICATES)('a certificate that is %s ends it before anything is sent', async (tls) => {
		const impostor = await startExchange({ tls, clock: bench.clock });
		try {
			expect(reasons(await runAt(impostor.url, onError))).toEqual(expected('certificate'));
			expect(impostor.requests).toHaveLength(0);
		} finally {
			await impostor.close();
		}
	});

	it('a port where nobody listens is unreachable', async () => {
		const run = await runAt(`http://127.0.0.1:${await unusedPort()}`, onError);
		expect(reasons(run)).toEqual(expected('unreachable'));
		expect(bench.exchange.requests).toHaveLength(0);
	});

	it('a name that nobody knows is unreachable', async () => {
		const run = await runAt('https://no-such-exchange.invalid', onError);
		expect(reasons(run)).toEqual(expected('unreachable'));
	});
});
