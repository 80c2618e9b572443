import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import fastify, {
	type FastifyInstance,
	type FastifyReply,
	type FastifyRequest,
	type onRequestHookHandler,
} from 'fastify';
import { HttpRefusal } from './answer';
import type { Context } from './context';
import { deliver, drop } from './delivery';
import type { Endpoint } from './endpoint';
import { processRequest } from './processing';
import type { RequestRecord } from './requestLog';

/** Where redirects point to by default: the same endpoints once more. */
const MOVED = '/moved';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

const records = new WeakMap<FastifyRequest, RequestRecord>();

/** Makes the web application; `attach` makes the server that it answers for. */
export function makeApp(
	context: () => Context,
	endpoints: readonly Endpoint[],
	attach: (handler: RequestHandler) => Server,
): FastifyInstance {
	const app = fastify({ serverFactory: (handler) => attach(handler), forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	for (const endpoint of endpoints) addEndpoint(app, context, endpoint);
	const unknown = unknownEndpoint();
	const onUnknown = { preHandler: receiver(context) };
	app.setNotFoundHandler(onUnknown, (request, reply) => answer(context(), unknown, request, reply));
	return app;
}

function addEndpoint(app: FastifyInstance, context: () => Context, endpoint: Endpoint): void {
	for (const url of [endpoint.path, MOVED + endpoint.path]) {
		app.route({
			method: endpoint.method,
			url,
			exposeHeadRoute: false,
			onRequest: receiver(context),
			handler: (request, reply) => answer(context(), endpoint, request, reply),
		});
	}
}

/** The hook that every request of the exchange passes first. */
function receiver(context: () => Context): onRequestHookHandler {
	return (request, reply, done) => {
		if (receive(context(), request)) done();
		else drop({ request, reply });
	};
}

/** Logs a request and finds the fault that it meets; false if the connection must end right away. */
function receive(context: Context, request: FastifyRequest): boolean {
	const url = request.raw.url ?? '/';
	const record: RequestRecord = {
		no: context.log.nextNo(),
		method: request.method,
		path: url.split('?', 1)[0] ?? url,
		url,
		headers: request.headers,
		body: '',
		at: context.clock.now(),
		realAt: Date.now(),
		verdict: 'notChecked',
		fault: undefined,
		created: [],
	};
	record.fault = context.faults.choose(record);
	context.log.add(record);
	records.set(request, record);
	return record.fault?.beforeReading !== true;
}

function answer(
	context: Context,
	endpoint: Endpoint,
	request: FastifyRequest,
	reply: FastifyReply,
): void {
	const record = records.get(request);
	if (record === undefined) throw new Error('A request was not received');
	record.body = typeof request.body === 'string' ? request.body : '';
	const process = once(() => processRequest(context, endpoint, record, addressOf(request)));
	deliver({ context, request, reply, record, process });
}

/** Where a request comes from, as an edge in front of the exchange names it, or else the connection. */
function addressOf({ headers, ip }: FastifyRequest): string {
	const named = headers['cf-connecting-ip'];
	return typeof named === 'string' ? named : ip;
}

function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

function unknownEndpoint(): Endpoint {
	return {
		method: 'GET',
		path: '*',
		signed: false,
		handle({ record }) {
			throw new HttpRefusal(404, `Cannot ${record.method} ${record.path}`);
		},
	};
}
