import { connect } from 'node:net';
import {
	type Exchange,
	type Fault,
	type FaultRule,
	faults,
	startExchange,
	unusedPort,
} from '../../../tools/exchange';
import { LIMIT, ORDER, sendBody, sendQuery, type TestAnswer } from './testClient';

const POST_ORDER = { method: 'POST', path: ORDER };

/**
 * What a client sees of a fault: an HTTP status, a failed connection, or nothing until it gives up;
 * and whether the order is placed.
 */
type Row = readonly [
	name: string,
	fault: Fault,
	seen: number | 'failure' | 'silence',
	placed: 0 | 1,
];

/** Far more than any answer takes, however busy the machine. */
const PATIENCE_MS = 20_000;

async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	while (!isSo() && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
}

const ROWS: readonly Row[] = [
	['dropBeforeReading', faults.dropBeforeReading(), 'failure', 0],
	['dropAfterAccepting', faults.dropAfterAccepting(), 'failure', 1],
	['resetMidAnswer', faults.resetMidAnswer(), 'failure', 1],
	['stallBeforeAccepting', faults.stallBeforeAccepting(), 'silence', 0],
	['stallAfterAccepting', faults.stallAfterAccepting(), 'silence', 1],
	['slow', faults.slow(5), 200, 1],
	['status5xxBefore', faults.status5xxBefore(), 503, 0],
	['status5xxAfter', faults.status5xxAfter(500), 500, 1],
	['html before', faults.html(), 502, 0],
	['html after', faults.html(200, 'yes'), 200, 1],
	['empty', faults.empty(), 200, 1],
	['cutJson', faults.cutJson(), 200, 1],
	['error200', faults.error200(), 200, 0],
	['refusal', faults.refusal('BAD_SYMBOL'), 400, 0],
	['brokerError', faults.brokerError(), 400, 0],
	['brokerErrorButPlaced', faults.brokerErrorButPlaced(), 400, 1],
	['401', faults.httpError(401), 401, 0],
	['403', faults.httpError(403), 403, 0],
	['418', faults.httpError(418, 3600), 418, 0],
	['429', faults.httpError(429), 429, 0],
	['301', faults.redirect(301), 301, 0],
	['302', faults.redirect(302), 302, 0],
	['307', faults.redirect(307), 307, 0],
	['308', faults.redirect(308), 308, 0],
	['303 after accepting', faults.redirect(303, undefined, 'yes'), 303, 1],
	['409', faults.conflict(), 409, 1],
	['409, not accepted', faults.conflict('no'), 409, 0],
	['a word that nobody documented', faults.unknownWord('PENDING', 'yes', 202), 202, 1],
	['the same, not accepted', faults.unknownWord('success', 'no'), 200, 0],
	['a crash before its work', faults.crash(), 200, 0],
	['a crash after its work', faults.crash('yes'), 200, 1],
	['corruptEncoding', faults.corruptEncoding(), 'failure', 1],
	['trickle', faults.trickle(1), 'silence', 1],
	['trickle, not accepted', faults.trickle(1, 'no'), 'silence', 0],
	['trickleHeaders', faults.trickleHeaders(1), 'silence', 1],
	['102 Processing', faults.processing(1), 'silence', 1],
	['ended', faults.ended('REJECTED'), 200, 1],
	['endedAndLost', faults.endedAndLost('FAILED'), 'failure', 1],
];

describe('faults', () => {
	let exchange: Exchange;

	beforeAll(async () => {
		exchange = await startExchange();
	});
	afterAll(() => exchange.close());
	beforeEach(() => exchange.reset());

	const post = (signal = AbortSignal.timeout(PATIENCE_MS)): Promise<TestAnswer | 'failure'> =>
		sendBody({ exchange, signal }, 'POST', ORDER, LIMIT).catch(() => 'failure' as const);

	/** Gives up waiting once the exchange has the request and has done with it what it will do. */
	const postAndGiveUp = async (placed: number): Promise<'silence' | TestAnswer> => {
		const { length } = exchange.requests;
		const giveUp = new AbortController();
		const answer = post(giveUp.signal);
		await until(() => exchange.requests.length > length && exchange.orders.length >= placed);
		giveUp.abort();
		const got = await answer;
		return got === 'failure' ? 'silence' : got;
	};

	it.each(ROWS)('injects %s', async (_name, fault, seen, placed) => {
		exchange.faults.add({ match: POST_ORDER, fault });
		const answer = seen === 'silence' ? await postAndGiveUp(placed) : await post();
		expect(typeof answer === 'string' ? answer : answer.status).toBe(seen);
		expect(exchange.orders).toHaveLength(placed);
		expect(exchange.requests[0]?.fault).toBe(fault);
		expect(exchange.requests[0]?.created).toHaveLength(placed);
		expect(await post()).toMatchObject({ status: 200 });
		expect(exchange.countOrderPosts()).toBe(2);
	});

	it('switches protocols and says no more', async () => {
		exchange.faults.add({ fault: faults.switching(1) });
		await post();
		expect(exchange.orders).toHaveLength(1);
		expect(exchange.requests[0]?.answered).toBeUndefined();
	});

	/** What comes over a connection until the client has so many bytes. */
	const received = async (fault: Fault, least: number): Promise<string> => {
		exchange.faults.add({ fault });
		const socket = connect(Number(new URL(exchange.url).port), '127.0.0.1');
		let text = '';
		socket.write('GET /api/v3/spot/config HTTP/1.1\r\nhost: nami\r\n\r\n');
		socket.on('data', (bytes) => (text += String(bytes)));
		await until(() => text.length >= least);
		socket.destroy();
		return text;
	};

	it.each([
		['trickle', faults.trickle(1), 'HTTP/1.1 200 OK', '\r\n\r\n1\r\n \r\n1\r\n \r\n', 120],
		['trickleHeaders', faults.trickleHeaders(1), 'HTTP/1.1 200 OK', 'x-slow: aaaa', 40],
		['processing', faults.processing(1), 'HTTP/1.1 102 Processing', '\r\n\r\n', 20],
		['switching', faults.switching(1), 'HTTP/1.1 101 Switching Protocols', '\r\n\r\n', 20],
	])('%s goes on and on', async (_name, fault, begin, more, least) => {
		const text = await received(fault, least);
		expect(text.slice(0, begin.length)).toBe(begin);
		expect(text).toContain(more);
	});

	it('keeps a client waiting as long as a clock holds it, and no longer than it wants', async () => {
		let holds = 0;
		const gone: AbortSignal[] = [];
		const every = async (signal: AbortSignal) => {
			gone.push(signal);
			holds += 1;
			await new Promise((resolve) => setImmediate(resolve));
		};
		exchange.faults.add({ match: POST_ORDER, fault: faults.trickle(every) });
		expect(await postAndGiveUp(1)).toBe('silence');
		await until(() => gone.at(-1)?.aborted === true);
		await new Promise((resolve) => setImmediate(resolve));
		const { length } = gone;
		expect(length).toBe(holds);
		expect(await post()).toMatchObject({ status: 200 });
		expect(gone).toHaveLength(length);
	});

	it('ends an order at once, with nothing executed, whatever is answered', async () => {
		exchange.faults.add({ fault: faults.ended('EXPIRED') });
		expect(await post()).toMatchObject({ body: { data: { status: 'EXPIRED', executedQty: 0 } } });
		exchange.faults.add({ fault: faults.endedAndLost('FAILED') });
		expect(await post()).toBe('failure');
		await post();
		expect(exchange.placed.map(({ status }) => status)).toEqual(['EXPIRED', 'FAILED', 'NEW']);
	});

	it('sends no whole JSON where it is cut, reset, or replaced by HTML', async () => {
		for (const fault of [faults.cutJson(), faults.html(200, 'yes')]) {
			exchange.faults.add({ fault });
			expect(await post()).toMatchObject({ status: 200, body: {} });
		}
	});

	it('sends Retry-After only where it is asked to', async () => {
		exchange.faults.add({ fault: faults.httpError(429, 7) });
		exchange.faults.add({ fault: faults.httpError(429), skip: 1 });
		const retryAfter = (answer: TestAnswer | 'failure') =>
			answer === 'failure' ? answer : answer.headers.get('retry-after');
		expect(retryAfter(await post())).toBe('7');
		expect(retryAfter(await post())).toBeNull();
	});

	it('redirects to a path that is served and seen', async () => {
		exchange.faults.add({ fault: faults.redirect(307) });
		const answer = await post();
		expect(answer === 'failure' ? '' : answer.headers.get('location')).toBe(`/moved${ORDER}`);
		await sendBody({ exchange }, 'POST', `/moved${ORDER}`, LIMIT);
		expect(exchange.orders).toHaveLength(1);
		expect(exchange.count({ path: `/moved${ORDER}` })).toBe(1);
	});

	it.each<[string, Omit<FaultRule, 'fault'>, readonly number[]]>([
		['the second POST of an order', { match: POST_ORDER, skip: 1 }, [200, 503, 200]],
		['two in a row', { match: POST_ORDER, times: 2 }, [503, 503, 200]],
		['a question about the request', { match: ({ no }) => no === 3 }, [200, 200, 503]],
		['nothing of another path', { match: { path: '/elsewhere' } }, [200, 200, 200]],
	])('meets %s', async (_what, rule, statuses) => {
		exchange.faults.add({ ...rule, fault: faults.status5xxBefore() });
		for (const status of statuses) expect(await post()).toMatchObject({ status });
	});

	it('asks a function for every request', async () => {
		exchange.faults.use(({ no }) => (no % 2 ? faults.brokerError() : undefined));
		for (const status of [400, 200, 400]) expect(await post()).toMatchObject({ status });
	});

	it('accepts an order long after the client gave up', async () => {
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		exchange.faults.add({ fault: faults.stallThenAccept(released) });
		expect(await postAndGiveUp(0)).toBe('silence');
		expect(exchange.orders).toHaveLength(0);
		release();
		await until(() => exchange.orders.length === 1);
		expect(exchange.orders).toHaveLength(1);
		exchange.faults.add({ fault: faults.stallThenAccept(5) });
		expect(await postAndGiveUp(2)).toBe('silence');
		expect(exchange.orders).toHaveLength(2);
	});

	it('refuses connections while it does not listen', async () => {
		await post();
		await exchange.pauseListening();
		await expect(sendBody({ exchange }, 'POST', ORDER, LIMIT)).rejects.toMatchObject({
			cause: { code: 'ECONNREFUSED' },
		});
		await exchange.resumeListening();
		expect(await post()).toMatchObject({ status: 200 });
		expect(exchange.countOrderPosts()).toBe(2);
	});

	it('refuses the connections after a request that it still answers', async () => {
		exchange.faults.add({ skip: 1, fault: faults.refuseAfterThis() });
		for (const status of [200, 200]) expect(await post()).toMatchObject({ status });
		await expect(sendBody({ exchange }, 'POST', ORDER, LIMIT)).rejects.toMatchObject({
			cause: { code: 'ECONNREFUSED' },
		});
		await exchange.resumeListening();
		expect(await post()).toMatchObject({ status: 200 });
	});

	it('drops connections before it reads from them', async () => {
		await exchange.pauseListening();
		await exchange.resumeListening();
		exchange.dropNextConnections(1);
		expect(await post()).toBe('failure');
		expect(exchange.requests).toHaveLength(0);
	});

	it('knows a port where nobody listens', async () => {
		const port = await unusedPort();
		await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
			cause: { code: 'ECONNREFUSED' },
		});
	});

	it('closes although requests are stalled', async () => {
		const other = await startExchange();
		other.faults.add({ fault: faults.stallAfterAccepting() });
		const stalled = sendBody({ exchange: other }, 'POST', ORDER, LIMIT);
		const failed = expect(stalled).rejects.toThrow();
		while (other.orders.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		await other.close();
		await failed;
	});

	it('does not count a fault that was cleared', async () => {
		exchange.faults.add({ fault: faults.status5xxBefore() });
		exchange.faults.clear();
		expect((await sendQuery({ exchange }, 'GET', '/api/v4/spot/open')).status).toBe(200);
	});
});
