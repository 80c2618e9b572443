import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';
import { outOfSight } from './outOfSight';

type Rows = Record<string, string[]>;

let rows: Rows = {};
let file: string | undefined;

/**
 * n8n keeps processed values in its database: one row for each workflow and node, read and
 * written back as a whole. Here the rows live in memory or, to outlive a killed process, in a file.
 */
export function useDeduplicationStore(path?: string): void {
	file = path;
	rows = {};
}

function load(): Rows {
	if (file && existsSync(file)) rows = JSON.parse(readFileSync(file, 'utf8'));
	return rows;
}

function save(key: string, values: string[] | undefined): void {
	if (values) rows[key] = values;
	else delete rows[key];
	if (!file) return;
	const next = `${file}.next`;
	writeFileSync(next, JSON.stringify(rows));
	renameSync(next, file);
}

function rowKey(scope: DeduplicationScope, context: ICheckProcessedContextData): string {
	if (!context.workflow.id) throw new Error('Deduplication needs the id of the workflow');
	if (scope !== 'node') return `${context.workflow.id}|`;
	if (!context.node) throw new Error('Deduplication with scope "node" needs a node');
	return `${context.workflow.id}|n:${context.node.id}`;
}

function hash(value: DeduplicationItemTypes): string {
	return createHash('md5').update(value.toString()).digest('base64');
}

function onlyEntries(options: ICheckProcessedOptions): void {
	if (options.mode !== 'entries') throw new Error(`Mode "${options.mode}" is not simulated`);
}

/** A database answers later, never at once: others may run between a read and its write. */
async function roundTrip(): Promise<void> {
	await outOfSight(async () => await new Promise((resolve) => setImmediate(resolve)));
}

async function checkProcessedAndRecord(
	items: DeduplicationItemTypes[],
	scope: DeduplicationScope,
	context: ICheckProcessedContextData,
	options: ICheckProcessedOptions,
): Promise<IDeduplicationOutput> {
	onlyEntries(options);
	const key = rowKey(scope, context);
	await roundTrip();
	const stored = load()[key];
	const known = [...(stored ?? [])];
	const output: IDeduplicationOutput = { new: [], processed: [] };
	const before = new Set(known);
	for (const item of items) {
		const isKnown = before.has(hash(item));
		output[isKnown ? 'processed' : 'new'].push(item);
		if (!isKnown) known.push(hash(item));
	}
	if (options.maxEntries) known.splice(0, Math.max(0, known.length - options.maxEntries));
	await roundTrip();
	if (!stored && load()[key]) throw new Error('UNIQUE constraint failed: processed_data');
	save(key, known);
	return output;
}

async function removeProcessed(
	items: DeduplicationItemTypes[],
	scope: DeduplicationScope,
	context: ICheckProcessedContextData,
	options: ICheckProcessedOptions,
): Promise<void> {
	onlyEntries(options);
	const key = rowKey(scope, context);
	await roundTrip();
	const known = load()[key];
	if (!known) return;
	const removed = new Set(items.map(hash));
	save(
		key,
		known.filter((value) => !removed.has(value)),
	);
}

/** The deduplication service that the engine is given. */
export const deduplicator: IDataDeduplicator = {
	checkProcessedAndRecord,
	removeProcessed,
	async clearAllProcessedItems(scope, context) {
		await roundTrip();
		load();
		save(rowKey(scope, context), undefined);
	},
	async getProcessedDataCount(scope, context) {
		await roundTrip();
		return load()[rowKey(scope, context)]?.length ?? 0;
	},
};
