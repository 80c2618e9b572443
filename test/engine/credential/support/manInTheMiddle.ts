import { once } from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type RequestListener,
	type Server,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { makeCertificate } from '../../../../tools/exchange/http/certificate';

/**
 * Ends TLS with a certificate of his own and reads what is inside: where the exchange is looked for
 * (as somebody who rules the network's names or routes can), or as an HTTP proxy.
 */
export interface ManInTheMiddle {
	/** https: stands in the exchange's place. */
	readonly url: string;
	readonly proxyUrl: string;
	/** PEM; a client that takes it for a certificate authority believes the man in the middle. */
	readonly ca: string;
	/** The hosts that clients asked the proxy for. */
	readonly asked: string[];
	/** Headers of all requests that it could read. */
	readonly read: IncomingHttpHeaders[];
	close(): Promise<void>;
}

export async function startManInTheMiddle(): Promise<ManInTheMiddle> {
	const { key, cert } = await makeCertificate('trusted');
	const [asked, read]: [string[], IncomingHttpHeaders[]] = [[], []];
	const sockets = new Set<Socket>();
	const answer: RequestListener = ({ headers }, response) => {
		read.push(headers);
		response.setHeader('content-type', 'application/json').end('{}');
	};
	const inside = createSecureServer({ key, cert }, answer);
	const proxy = createServer(answer);
	for (const server of [proxy, inside]) {
		server.on('connection', (socket: Socket) => sockets.add(socket));
	}
	proxy.on('connect', ({ url = '' }, socket: Socket) => {
		asked.push(url);
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		inside.emit('connection', socket);
	});
	return {
		url: `https://localhost:${await listen(inside)}`,
		proxyUrl: `http://localhost:${await listen(proxy)}`,
		ca: cert,
		asked,
		read,
		async close() {
			for (const socket of sockets) socket.destroy();
			for (const server of [proxy, inside]) {
				server.close();
				await once(server, 'close');
			}
		},
	};
}

async function listen(server: Server): Promise<number> {
	server.listen(0, 'localhost');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}
