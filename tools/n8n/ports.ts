import { createServer } from 'node:net';

/**
 * Makes sure that nobody listens on a port of this machine.
 *
 * @param option the command line's option for another one
 * @throws Error that names this option
 */
export async function requireFree(port: number, option: string): Promise<void> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', (failed: NodeJS.ErrnoException) => {
			const why = failed.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${failed.message})`;
			reject(
				new Error(`Port ${port} ${why}. Choose another one: npm start -- ${option} ${port + 1}`),
			);
		});
		server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
	});
}
