import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unusedPort } from '../../../tools/exchange';
import { ProcessGroup } from '../../../tools/n8n/childProcess';
import { met, until } from '../../../tools/n8n/until';

const run = promisify(execFile);
const HOST = '127.0.0.1';
const DATABASE = 'n8n';
/** Debian keeps PostgreSQL's programs out of the path, in a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';
/** The system user that Debian's package makes; PostgreSQL refuses to run as root. */
const SYSTEM_USER = 'postgres';

/** PostgreSQL with a database of its own, for as long as the test runs. */
export class Postgres {
	private constructor(
		private readonly folder: string,
		private readonly group: ProcessGroup,
		readonly port: number,
	) {}

	static async start(): Promise<Postgres> {
		const folder = await mkdtemp(join(tmpdir(), 'nami-postgres-'));
		await chmod(folder, 0o700);
		if (isRoot()) await run('chown', [SYSTEM_USER, folder]);
		const data = join(folder, 'data');
		const [file, args] = asSystemUser('initdb', ['-D', data, '-U', DATABASE, '-A', 'trust', '-N']);
		await run(file, args, { cwd: folder });
		const port = await unusedPort();
		const [server, options] = asSystemUser('postgres', [
			...['-D', data, '-p', String(port), '-k', folder, '-h', HOST],
			...['-c', 'max_connections=200', '-c', 'fsync=off'],
		]);
		const env = { ...process.env, LC_ALL: 'C' };
		const group = new ProcessGroup({ file: server, args: options, env, cwd: folder });
		const postgres = new Postgres(folder, group, port);
		try {
			await until('PostgreSQL', async () => met((await postgres.ask('select 1')) === '1'));
			await postgres.ask(`create database ${DATABASE}`);
		} catch (failed) {
			await postgres.stop();
			throw new Error(`${String(failed)}\n${group.output}`);
		}
		return postgres;
	}

	/** n8n's settings for this database. */
	get settings(): NodeJS.ProcessEnv {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_USER: DATABASE,
			DB_POSTGRESDB_PASSWORD: 'none',
			DB_POSTGRESDB_DATABASE: DATABASE,
		};
	}

	/** The rows of a query, their columns with a bar between them. */
	async ask(query: string, database = 'postgres'): Promise<string> {
		const connection = ['-h', HOST, '-p', String(this.port), '-U', DATABASE, '-d', database];
		const { stdout } = await run(programOf('psql'), [...connection, '-X', '-At', '-c', query]);
		return stdout.trim();
	}

	async askN8n(query: string): Promise<string> {
		return await this.ask(query, DATABASE);
	}

	async stop(): Promise<void> {
		await this.group.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** Redis in memory alone. */
export class Redis {
	private constructor(
		private readonly group: ProcessGroup,
		private readonly folder: string,
		readonly port: number,
	) {}

	static async start(): Promise<Redis> {
		const folder = await mkdtemp(join(tmpdir(), 'nami-redis-'));
		const port = await unusedPort();
		const args = ['--port', String(port), '--bind', HOST, '--save', '', '--appendonly', 'no'];
		const group = new ProcessGroup({
			file: 'redis-server',
			args,
			env: process.env,
			cwd: folder,
		});
		const redis = new Redis(group, folder, port);
		await until('Redis', async () => met(await canConnect(port)));
		return redis;
	}

	get settings(): NodeJS.ProcessEnv {
		return { QUEUE_BULL_REDIS_HOST: HOST, QUEUE_BULL_REDIS_PORT: String(this.port) };
	}

	async stop(): Promise<void> {
		await this.group.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}

function asSystemUser(program: string, args: string[]): [string, string[]] {
	if (!isRoot()) return [programOf(program), args];
	const user = [`--reuid=${SYSTEM_USER}`, `--regid=${SYSTEM_USER}`, '--clear-groups'];
	return ['setpriv', [...user, programOf(program), ...args]];
}

function programOf(name: string): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort() : [];
	const inDebian = versions.map((version) => join(DEBIAN, version, 'bin', name)).filter(existsSync);
	return inDebian.at(-1) ?? name;
}

async function canConnect(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection({ host: HOST, port });
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** @throws Error naming what is missing on this machine */
export function requireServices(): void {
	try {
		execFileSync(programOf('postgres'), ['--version']);
		execFileSync('redis-server', ['--version']);
	} catch {
		throw new Error(
			'This needs PostgreSQL and Redis, on Debian: apt-get install -y postgresql redis-server',
		);
	}
}
