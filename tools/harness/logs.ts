import { AsyncLocalStorage } from 'node:async_hooks';

export interface LogEntry {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	metadata: unknown;
}

const current = new AsyncLocalStorage<LogEntry[]>();

/** Runs `work` so that everything logged by it, and by what it starts, lands in `sink`. */
export function withLogs<T>(sink: LogEntry[], work: () => T): T {
	return current.run(sink, work);
}

function record(level: LogEntry['level']) {
	return (message: string, metadata: unknown = {}) => {
		current.getStore()?.push({ level, message, metadata });
	};
}

/** Takes the place of n8n's own logger; every level is kept. */
export const recordingLogger = {
	error: record('error'),
	warn: record('warn'),
	info: record('info'),
	debug: record('debug'),
	scoped: () => recordingLogger,
};
