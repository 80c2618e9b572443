import { fork } from 'node:child_process';
import { join } from 'node:path';
import { isObject } from '../objects';
import { runNode, type NodeId } from '../contenders/inEngine';
import { Stopwatch } from '../contenders/stopwatch';
import type { ExchangeFacts, ExchangeProcess } from '../exchangeProcess';
import { nextMessage } from '../nextMessage';
import { items as makeItems } from '../orders';

/** What one run leaves behind, and what it takes at its peak. Bytes. */
export interface Footprint {
	readonly node: NodeId;
	readonly items: number;
	/** The process's largest resident set. */
	readonly peakMemory: number;
	/** The node's context data in the stored execution: the ledger. */
	readonly contextData: number;
	/** The node's items in the stored execution. */
	readonly runData: number;
	/** Calls that the exchange saw. */
	readonly calls: number;
}

export interface FootprintTask {
	readonly node: NodeId;
	readonly items: number;
	readonly facts: ExchangeFacts;
}

/** Runs a node in a process of its own, so that its peak is its own. */
export async function measureFootprint(
	exchange: ExchangeProcess,
	node: NodeId,
	items: number,
): Promise<Footprint> {
	const child = fork(join(__dirname, 'footprintChild.ts'));
	const task: FootprintTask = { node, items, facts: exchange.facts };
	const answer = nextMessage<Omit<Footprint, 'calls'>>(child);
	child.send(task);
	const measured = await answer;
	child.disconnect();
	const { calls } = await exchange.reset();
	return { ...measured, calls };
}

/** In the child: the run itself. */
export async function leaveFootprint({
	node,
	items,
	facts,
}: FootprintTask): Promise<Omit<Footprint, 'calls'>> {
	const run = await runNode(node, 'fields', facts, makeItems(items), new Stopwatch());
	const { contextData } = run.data.executionData ?? {};
	const pages = Object.values(contextData ?? {}).filter(isObject);
	return {
		node,
		items,
		peakMemory: process.resourceUsage().maxRSS * 1024,
		contextData: pages.reduce((sum, page) => sum + sizeOf(page), 0),
		runData: sizeOf(run.success),
	};
}

function sizeOf(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}
