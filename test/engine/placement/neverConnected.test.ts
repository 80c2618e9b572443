import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
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

/** Starts a server on loopback. */
async function listen(server: Server) {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return { port: address.port, close: async () => await once(server.close(), 'close') };
}

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

	it('an address without a way to it is unreachable', async () => {
		const run = await runAt('https://255.255.255.255', onError);
		expect(reasons(run)).toEqual(expected('unreachable'));
	});

	it('a port that does not speak TLS is unreachable', async () => {
		const run = await runAt(bench.exchange.url.replace('http:', 'https:'), onError);
		expect(reasons(run)).toEqual(expected('unreachable'));
		expect(bench.exchange.requests).toHaveLength(0);
	});

	it('a port that hangs up on TLS is unreachable', async () => {
		const { port, close } = await listen(createTcpServer((socket) => socket.destroy()));
		try {
			const run = await runAt(`https://127.0.0.1:${port}`, onError);
			expect(reasons(run)).toEqual(expected('unreachable'));
		} finally {
			await close();
		}
	});

	it('a proxy that wants a password lets nothing through', async () => {
		const proxy = createServer().on('connect', (_request, socket) => {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
		});
		const { port, close } = await listen(proxy);
		const before = { ...process.env };
		Object.assign(process.env, {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NO_PROXY: '',
			no_proxy: '',
		});
		try {
			const run = await runAt('https://no-such-exchange.invalid', onError);
			expect(reasons(run)).toEqual(expected('unreachable'));
		} finally {
			process.env = before;
			await close();
		}
	});
});
