import './environment';
import { createRequire } from 'node:module';
import * as n8nWorkflow from 'n8n-workflow';
import { DataDeduplicationService } from 'n8n-core';
import { deduplicator } from './deduplication';
import { recordingLogger } from './logs';
import { load } from './package';

/** Loads what n8n-core uses but does not export, the very same instances. */
export const fromCore = createRequire(load.resolve('n8n-core'));

interface Container {
	get<T>(type: abstract new (...args: never[]) => T): T;
	set(type: unknown, value: unknown): void;
}

/** n8n's dependency injection container, the one that the engine under test uses. */
export const container: Container = fromCore('@n8n/di').Container;

/** Newer engines evaluate expressions in an isolate that n8n starts together with itself. */
interface IsolateEngine {
	initExpressionEngine(options: Record<string, unknown>): Promise<void>;
	disposeExpressionEngine(): Promise<void>;
}

function isolateEngine(): IsolateEngine | undefined {
	const expression: object = n8nWorkflow.Expression;
	return 'initExpressionEngine' in expression ? (expression as IsolateEngine) : undefined;
}

async function start(): Promise<void> {
	container.set(fromCore('@n8n/backend-common').Logger, recordingLogger);
	n8nWorkflow.LoggerProxy.init(recordingLogger);
	// Every node context asks for it, and in older engines its timer keeps the process alive.
	container.set(fromCore('./execution-engine/ssh-clients-manager').SSHClientsManager, {});
	await DataDeduplicationService.init(deduplicator);
	await isolateEngine()?.initExpressionEngine({
		engine: 'vm',
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
	});
}

let started: Promise<void> | undefined;

/** Starts what n8n starts before its first execution; further calls wait for the first. */
export async function startEngine(): Promise<void> {
	started ??= start();
	await started;
}

/** Releases what `startEngine` holds, after the last execution of the process. Jest does it by itself. */
export async function stopEngine(): Promise<void> {
	if (!started) return;
	await started;
	await isolateEngine()?.disposeExpressionEngine();
}

if (typeof afterAll === 'function') afterAll(stopEngine);

/** The version of n8n-core under test, for the few facts that differ. */
export const engineVersion: string = fromCore('../package.json').version;
