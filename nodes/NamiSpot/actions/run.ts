import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { connect, connectForPublicReads } from '../exchange/wire/connect';
import type { CancelSignal } from '../exchange/clock';
import type { Connection } from '../exchange/wire/request';
import { Ledger } from '../placement/ledger';
import type { OrderRun } from '../placement/orderRun';
import type { ItemFields } from '../fields/itemFields';
import { RunParameters } from '../fields/parameters';

/** What the items of one run of the node share: read once, and only when an item needs it. */
export class Run implements OrderRun {
	private connecting: Promise<Connection> | undefined;

	private connectingForPublicReads: Promise<Connection> | undefined;

	private openedLedger: Ledger | undefined;

	private copiedNode: INode | undefined;

	private readonly hinted = new Set<string>();

	private readonly parameters: RunParameters;

	constructor(readonly context: IExecuteFunctions) {
		this.parameters = new RunParameters(context);
	}

	/** The node as it stands in the workflow: n8n copies it, parameters and all, whenever it is asked. */
	get node(): INode {
		return (this.copiedNode ??= this.context.getNode());
	}

	/** The node's fields for an item. */
	fields(item: number): ItemFields {
		return this.parameters.of(item);
	}

	/** Absent in engines that cannot cancel. */
	get signal(): CancelSignal | undefined {
		return this.context.getExecutionCancelSignal?.();
	}

	get isCanceled(): boolean {
		return this.signal?.aborted === true;
	}

	/** Shows a sentence above the node's output, once a run. Absent in engines that have no hints. */
	hint(message: string): void {
		if (this.hinted.has(message)) return;
		this.hinted.add(message);
		this.context.addExecutionHints?.({ message, location: 'outputPane' });
	}

	/**
	 * The exchange, as the node's credential describes it.
	 *
	 * @throws Failure when the credential is missing or cannot be used
	 */
	async connection(): Promise<Connection> {
		this.connecting ??= connect(this.context, this.signal);
		return await this.connecting;
	}

	/**
	 * The same for market data, which anybody may read: without a credential, the live exchange.
	 *
	 * @throws Failure when the credential that is chosen cannot be used
	 */
	async publicConnection(): Promise<Connection> {
		this.connectingForPublicReads ??= connectForPublicReads(this.context, this.signal);
		return await this.connectingForPublicReads;
	}

	/** What earlier tries of this run have placed, and this one. */
	get ledger(): Ledger {
		this.openedLedger ??= Ledger.open(this.context);
		return this.openedLedger;
	}

	/** The ledger, if an item of this run has needed it. */
	get ledgerIfOpen(): Ledger | undefined {
		return this.openedLedger;
	}
}
