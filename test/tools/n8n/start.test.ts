import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

let taken: Server;

beforeAll(async () => {
	taken = createServer();
	await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(() => taken.close());

test.each(['--port', '--exchange-port'])('npm start says so at once when %s is taken', (option) => {
	const { port } = taken.address() as AddressInfo;
	const others = ['--port', '0', '--exchange-port', '0'];
	const args = ['--import', 'tsx', 'tools/n8n/start.ts', ...others, option, String(port)];
	const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
	expect(status).toBe(1);
	expect(stdout).toContain(`Port ${port} is in use`);
	expect(stdout).toContain(`npm start -- ${option} ${port + 1}`);
});
