import { type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout } from 'node:timers';
import type { FastifyInstance } from 'fastify';
import { addControl } from './control';
import { ENDPOINTS } from './endpoints';
import type { Order } from './engine/order';
import { ExchangeState } from './engine/state';
import { World } from './engine/world';
import { FaultQueue } from './faults/faultQueue';
import { makeApp } from './http/app';
import { type Certificate, makeCertificate } from './http/certificate';
import type { Context } from './http/context';
import { Listener } from './http/listener';
import { RateLimiter } from './http/rateLimiter';
import { type RequestFilter, RequestLog, type RequestRecord, logLimit } from './http/requestLog';
import {
	DEFAULT_ACCOUNT,
	type ExchangeOptions,
	FIRST_DISPLAYING_ID,
	type Settings,
	clockFrom,
	settingsFrom,
} from './options';
import { type PlacedOrder, placedOrder } from './views/placedOrder';

/** How long clients in this process need to notice that a connection has ended. */
const NOTICE_MS = 10;

/** A running stand-in exchange. */
export class Exchange {
	/** Moves prices, balances, bans … */
	readonly state: ExchangeState;
	/** May be changed while the exchange runs. */
	readonly settings: Settings;
	readonly faults: FaultQueue;

	constructor(
		private readonly context: Context,
		private readonly app: FastifyInstance,
		private readonly makeWorld: () => World,
		/** The base URL, without a slash at the end. */
		readonly url: string,
		/** The default account's key and secret. */
		readonly apiKey: string,
		readonly apiSecret: string,
		/** The PEM certificate, if the exchange speaks TLS. */
		readonly certificate: string | undefined,
	) {
		this.settings = context.settings;
		this.faults = context.faults;
		this.state = new ExchangeState(() => context.world, apiKey);
	}

	/** The requests that were kept, oldest first. */
	get requests(): readonly RequestRecord[] {
		return this.context.log.kept;
	}

	/** Every accepted order, one for each accepted POST; the legs of an OCO hang on it. */
	get orders(): readonly Order[] {
		return this.context.world.orders;
	}

	/** The accepted orders as plain data, for assertions. */
	get placed(): PlacedOrder[] {
		return this.orders.map(placedOrder);
	}

	/** The names of the symbols. */
	get symbols(): string[] {
		return [...this.context.world.markets.keys()];
	}

	/** How many requests there were, kept in the log or not. */
	count(filter: RequestFilter = {}): number {
		return this.context.log.count(filter);
	}

	/** How many POSTs there were to the order endpoint. */
	countOrderPosts(): number {
		return this.count({ method: 'POST', path: '/api/v4/spot/order' });
	}

	/**
	 * Refuses connections until `resumeListening`; requests under way are still answered.
	 * Waits a moment, so that clients have seen the end of the connections that they kept alive.
	 */
	async pauseListening(): Promise<void> {
		this.context.listener.pause();
		await new Promise((resolve) => setTimeout(resolve, NOTICE_MS));
	}

	async resumeListening(): Promise<void> {
		await this.context.listener.resume();
	}

	/** Ends the next connections as soon as they are made. */
	dropNextConnections(count = 1): void {
		this.context.listener.dropNextConnections(count);
	}

	/** Back to the start: state, requests, faults and call counts. Settings stay. */
	reset(): void {
		this.context.world = this.makeWorld();
		this.context.log.clear();
		this.context.faults.clear();
		this.context.limiter.clear();
	}

	/** Ends every connection, also stalled ones, and the server. */
	async close(): Promise<void> {
		this.context.listener.destroy();
		await this.app.close();
	}
}

/** Starts a stand-in exchange on loopback. */
export async function startExchange(options: ExchangeOptions = {}): Promise<Exchange> {
	const certificate = options.tls && (await makeCertificate(options.tls));
	const accounts = options.accounts ?? [DEFAULT_ACCOUNT];
	const account = accounts[0] ?? DEFAULT_ACCOUNT;
	const makeWorld = () => worldFrom(options, accounts);
	const { app, server } = makeServer(() => context, certificate);
	const context = makeContext(options, makeWorld(), server);
	if (options.control) addControl(app, () => exchange);
	await app.ready();
	const port = await context.listener.resume();
	const url = `${certificate ? 'https' : 'http'}://${context.listener.host}:${port}`;
	const { apiKey, apiSecret } = account;
	const { cert } = certificate ?? {};
	const exchange = new Exchange(context, app, makeWorld, url, apiKey, apiSecret, cert);
	return exchange;
}

function worldFrom(options: ExchangeOptions, accounts: ExchangeOptions['accounts'] = []): World {
	return new World({
		seed: options.seed ?? 1,
		clock: clockFrom(options),
		accounts,
		...(options.symbols && { symbols: options.symbols }),
		firstDisplayingId: options.firstDisplayingId ?? FIRST_DISPLAYING_ID,
	});
}

function makeServer(context: () => Context, certificate: Certificate | undefined) {
	let server: Server | undefined;
	const app = makeApp(context, ENDPOINTS, (handler) => {
		server = certificate ? createTlsServer(certificate) : createServer();
		return server.on('request', handler);
	});
	if (server === undefined) throw new Error('The application made no server');
	return { app, server };
}

function makeContext(options: ExchangeOptions, world: World, server: Server): Context {
	return {
		world,
		seed: options.seed ?? 1,
		clock: clockFrom(options),
		settings: settingsFrom(options),
		log: new RequestLog(logLimit(options.log)),
		faults: new FaultQueue(),
		limiter: new RateLimiter(),
		listener: new Listener(server, options.host ?? '127.0.0.1', options.port ?? 0),
	};
}
