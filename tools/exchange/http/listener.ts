import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';

/** The listening side of the exchange: it can refuse connections for a while, drop them, and end them all. */
export class Listener {
	private readonly sockets = new Set<Socket>();
	/** The remote ports of connections whose request is not answered yet. */
	private readonly busy = new Set<number | undefined>();
	private readonly timers = new Set<NodeJS.Timeout>();
	private port: number;
	private toDrop = 0;
	private paused = false;

	constructor(
		private readonly server: Server,
		readonly host: string,
		port: number,
	) {
		this.port = port;
		server.on('connection', (socket: Socket) => this.accept(socket));
		server.prependListener('request', (request, response) => this.watch(request, response));
	}

	/** Starts to listen, again on the same port if it did before; answers the port. */
	async resume(): Promise<number> {
		if (this.server.listening) return this.port;
		this.paused = false;
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(this.port, this.host, () => {
				this.server.off('error', reject);
				resolve();
			});
		});
		this.port = (this.server.address() as AddressInfo).port;
		return this.port;
	}

	/** Refuses new connections and ends the idle ones. Requests under way are answered, then their connections end. */
	pause(): void {
		this.paused = true;
		if (!this.server.listening) return;
		this.server.close();
		for (const socket of this.sockets) {
			if (!this.busy.has(socket.remotePort)) socket.destroy();
		}
	}

	/** Whether connections should end with the answer that is being written. */
	get isPaused(): boolean {
		return this.paused;
	}

	/** Ends the next connections as soon as they are accepted, before anything is read. */
	dropNextConnections(count: number): void {
		this.toDrop = count;
	}

	/** Does something later, in real time also where tests fake their timers, unless the exchange is closed before. */
	later(ms: number, act: () => void): void {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			act();
		}, ms);
		this.timers.add(timer);
	}

	/** Ends every connection and forgets what was to be done later. */
	destroy(): void {
		this.pause();
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		for (const socket of this.sockets) socket.destroy();
	}

	private watch({ socket: { remotePort } }: IncomingMessage, response: ServerResponse): void {
		this.busy.add(remotePort);
		response.once('close', () => this.busy.delete(remotePort));
	}

	private accept(socket: Socket): void {
		if (this.toDrop > 0) {
			this.toDrop--;
			socket.destroy();
			return;
		}
		socket.setNoDelay(true);
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
	}
}

/** A port on which nobody listens: connections to it are refused. */
export async function unusedPort(host = '127.0.0.1'): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, host, resolve));
	const { port } = probe.address() as AddressInfo;
	await new Promise((resolve) => probe.close(resolve));
	return port;
}
