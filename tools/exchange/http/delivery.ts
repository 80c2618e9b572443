import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultAnswer, Later, Unfinished } from '../faults/fault';
import { type Answer, HttpRefusal, errorAnswer, jsonAnswer, refusalAnswer } from './answer';
import type { Context } from './context';
import type { RequestRecord } from './requestLog';
import { LIST_SHAPES } from '../views/listShapes';

/** One request on its way to an answer. */
export interface Exchange {
	readonly context: Context;
	readonly request: FastifyRequest;
	readonly reply: FastifyReply;
	readonly record: RequestRecord;
	/** Processes the request, once however often it is called. */
	readonly process: () => Answer;
}

/** Answers a request, by way of its fault if it meets one. */
export function deliver(io: Exchange): void {
	const { fault } = io.record;
	if (fault === undefined) return write(io, io.process());
	accept(io, fault);
	answerWith(io, fault.answer);
}

/** Ends the connection at once. */
export function drop({ request, reply }: Pick<Exchange, 'request' | 'reply'>): void {
	reply.hijack();
	request.raw.socket.destroy();
}

/** Writes an answer, dated by the exchange's clock. */
function write({ context, reply, record }: Exchange, answer: Answer): void {
	record.answered = answer.status;
	reply.code(answer.status).headers(answer.headers).header('date', httpDate(context));
	if (context.listener.isPaused) reply.header('connection', 'close');
	reply.send(answer.body);
}

function httpDate({ clock, settings }: Context): string {
	const { dateOffMs = 0 } = LIST_SHAPES[settings.listShape];
	return new Date(clock.now() + dateOffMs).toUTCString();
}

function accept({ context, process }: Exchange, { accept: accepting, ends }: Fault): void {
	const work = () => processWithFate(context, ends, process);
	if (accepting === 'yes') work();
	if (typeof accepting === 'string') return;
	inTime(context, accepting.later, work);
}

function processWithFate({ world }: Context, ends: Fault['ends'], process: () => Answer): void {
	const before = world.fate;
	world.fate = ends ?? before;
	process();
	world.fate = before;
}

function inTime({ listener }: Context, later: Later, work: () => unknown): void {
	if (typeof later === 'number') listener.later(later, () => void work());
	else void later.then(work);
}

type Delivery<K extends FaultAnswer['kind']> = (
	io: Exchange,
	answer: Extract<FaultAnswer, { kind: K }>,
) => void;

const DELIVERIES: { readonly [K in FaultAnswer['kind']]: Delivery<K> } = {
	asProcessed: (io, { later }) => inTime(io.context, later, () => write(io, io.process())),
	lastBeforeRefusing: (io, answer) => {
		pauseFor(io.context, answer.resumeAfterMs);
		write(io, io.process());
	},
	drop,
	stall: ({ reply }) => void reply.hijack(),
	resetMidAnswer,
	cutJson: (io) => {
		const { headers, body } = io.process();
		write(io, { status: 200, headers, body: firstHalf(body) });
	},
	refusal: (io, { status, withHttp200 }) => {
		const { settings, world } = io.context;
		const style = withHttp200 ? { ...settings, errorsWithHttp200: true } : settings;
		write(io, refusalAnswer({ status, data: {} }, world.random.uuid(), style));
	},
	httpError: (io, { status, message, retryAfter }) => {
		const { settings, world } = io.context;
		const error = new HttpRefusal(status, message ?? messageOf(status), {
			...(retryAfter !== undefined && { 'retry-after': retryAfter }),
		});
		write(
			io,
			errorAnswer(error, () => world.random.uuid(), settings),
		);
	},
	raw: (io, { status, headers, body }) => write(io, { status, headers, body }),
	redirect: (io, { status, location }) =>
		write(io, jsonAnswer({}, status, { location: location ?? `/moved${io.record.url}` })),
	unfinished: (io, answer) => void keepWaiting(io, answer),
};

const HTTP_MESSAGES: Readonly<Record<number, string>> = {
	401: 'Missing API key, signature, or timestamp',
	403: 'Forbidden',
	418: 'Banned',
	429: 'Too many requests',
};

function messageOf(status: number): string {
	return HTTP_MESSAGES[status] ?? 'The exchange is out of order';
}

function answerWith<K extends FaultAnswer['kind']>(
	io: Exchange,
	answer: Extract<FaultAnswer, { kind: K }>,
): void {
	const delivery = DELIVERIES[answer.kind as K];
	delivery(io, answer);
}

function pauseFor({ listener }: Context, ms: number | undefined): void {
	listener.pause();
	if (ms !== undefined) listener.later(ms, () => void listener.resume());
}

/** What answers that never end begin with, and what they go on with. */
const UNFINISHED: Readonly<Record<Unfinished, { readonly begin: string; readonly more: string }>> =
	{
		body: {
			begin:
				'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
			more: '1\r\n \r\n',
		},
		headers: { begin: 'HTTP/1.1 200 OK\r\nx-slow: ', more: 'a' },
		processing: { begin: 'HTTP/1.1 102 Processing\r\n\r\n', more: '' },
		switching: {
			begin: 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: nami\r\n\r\n',
			more: '',
		},
	};

/** Begins an answer and goes on with it, now and then, until the client has had enough. */
async function keepWaiting(
	{ reply, request, context }: Exchange,
	{ of, every }: Extract<FaultAnswer, { kind: 'unfinished' }>,
): Promise<void> {
	reply.hijack();
	const { socket } = request.raw;
	const { begin, more } = UNFINISHED[of];
	const end = new AbortController();
	socket.once('close', () => end.abort());
	socket.write(begin);
	while (!socket.destroyed) {
		await (typeof every === 'number' ? pause(context, every) : every(end.signal));
		if (!socket.destroyed) socket.write(more);
	}
}

async function pause({ listener }: Context, ms: number): Promise<void> {
	await new Promise<void>((resolve) => listener.later(ms, resolve));
}

const RESET_AFTER_MS = 10;

/** Writes the headers and half of the body, gives them time to arrive, and resets the connection. */
function resetMidAnswer(io: Exchange): void {
	const { status, headers, body } = io.process();
	io.reply.hijack();
	const { raw } = io.reply;
	raw.writeHead(status, {
		...headers,
		'content-length': Buffer.byteLength(body),
		date: httpDate(io.context),
	});
	raw.write(firstHalf(body));
	io.context.listener.later(RESET_AFTER_MS, () => reset(io.request.raw.socket));
}

function reset(socket: Socket): void {
	if (socket.destroyed) return;
	if ('encrypted' in socket) socket.destroy();
	else socket.resetAndDestroy();
}

function firstHalf(body: string): string {
	return body.slice(0, Math.ceil(body.length / 2));
}
