import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { connect, connectForPublicReads } from '../exchange/wire/connect';
import type { CancelSignal } from '../exchange/clock';
import type { Connection } from '../exchange/wire/request';
import { Ledger } from '../placement/ledger';
import type { OrderRun } from '../placement/orderRun';
import type { ItemFields } from '../fields/itemFields';
import { RunParameters } from '../fields/parameters';

/** What the items of a run share: read once, and only when an item needs it. */
interface Shared {
	readonly parameters: RunParameters;
	readonly hinted: Set<string>;
	node?: INode;
	ledger?: Ledger;
}

/** A run of the node as one of its items sees it. */
export class Run implements OrderRun {
	private connecting: Promise<Connection> | undefined;

	private connectingForPublicReads: Promise<Connection> | undefined;

	readonly fields: ItemFields;

	constructor(
		readonly context: IExecuteFunctions,
		readonly item = 0,
		private readonly shared: Shared = {
			parameters: new RunParameters(context),
			hinted: new Set(),
		},
	) {
		this.fields = shared.parameters.of(item);
	}

	/** The same run as another item sees it: a credential may hold expressions, which n8n evaluates for each. */
	forItem(item: number): Run {
		return new Run(this.context, item, this.shared);
	}

	/** The node as it stands in the workflow: n8n copies it, parameters and all, whenever it is asked. */
	get node(): INode {
		return (this.shared.node ??= this.context.getNode());
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
		const { hinted } = this.shared;
		if (hinted.has(message)) return;
		hinted.add(message);
		this.context.addExecutionHints?.({ message, location: 'outputPane' });
	}

	/**
	 * The exchange, as the node's credential describes it for the item.
	 *
	 * @throws Failure when the credential is missing or cannot be used
	 */
	async connection(): Promise<Connection> {
		this.connecting ??= connect(this.context, this.signal, this.item);
		return await this.connecting;
	}

	/**
	 * The same for market data, which anybody may read: without a credential, the live exchange.
	 *
	 * @throws Failure when the credential that is chosen cannot be used
	 */
	async publicConnection(): Promise<Connection> {
		this.connectingForPublicReads ??= connectForPublicReads(this.context, this.signal, this.item);
		return await this.connectingForPublicReads;
	}

	/** What earlier tries of this run have placed, and this one. */
	get ledger(): Ledger {
		return (this.shared.ledger ??= Ledger.open(this.context));
	}

	/** The ledger, if an item of this run has needed it. */
	get ledgerIfOpen(): Ledger | undefined {
		return this.shared.ledger;
	}
}
