import type { IExecuteFunctions } from 'n8n-workflow';

import { Failure } from '../exchange/reply/failure';
import type { SpotOrder } from '../exchange/spotOrder';
import { itemOf, type Slot } from './entry';
import { confirmKey, keptKey, knownKeys, releaseKey, takeKey } from './orderKey';
import type { OrderRun } from './orderRun';
import type { OthersAmong } from './reconcile';

/** An order that somebody may have sent before: since when, in Unix milliseconds, and after which order. */
export interface SentBefore {
	readonly since: number;
	readonly after?: string | undefined;
	/** What tells it from all equal orders. */
	readonly name?: string;
	readonly othersAmong?: OthersAmong | undefined;
}

/** What is asked of an Order Key. */
export interface KeyOptions {
	readonly orderKey: string;
	/**
	 * Where somebody can only have used the key for this very order, it is looked for; undefined: a key
	 * that was used refuses the order.
	 */
	readonly keyOfThis?: SentBefore | undefined;
}

type Outline = Pick<SpotOrder, 'symbol' | 'side' | 'type'>;

/** The keys under which one order is remembered: the user's, and that of the retried execution. */
export class Keys {
	/** Kept until it is proven that the order was not placed. */
	taken: readonly string[] = [];

	constructor(
		private readonly run: OrderRun,
		private readonly account: string,
	) {}

	/**
	 * Takes them, before the order is sent.
	 *
	 * @returns what is known of the order, where somebody else has taken one
	 * @throws Failure when the user's key was used, or n8n's table cannot be
	 */
	async take(
		slot: Slot,
		order: Outline,
		{ orderKey, keyOfThis }: KeyOptions,
	): Promise<SentBefore | undefined> {
		const { context, ledger } = this.run;
		if (ledger.retried !== undefined && !(await this.isNew(`retry ${ledger.retried} ${slot}`))) {
			return { since: startOf(context) };
		}
		if (orderKey === '') return undefined;
		const isNew = await this.isNew(keptKey(context, this.account, orderKey)).catch(
			async (caught: unknown) => {
				await this.release();
				throw caught;
			},
		);
		if (isNew) return undefined;
		if (keyOfThis !== undefined) return keyOfThis;
		await this.release();
		throw duplicateKey(orderKey, order, itemOf(slot));
	}

	async confirm(): Promise<void> {
		await confirmKeys(this.run, this.taken);
	}

	/** The order is not placed, and may be sent under them again. */
	async release(): Promise<void> {
		for (const key of this.taken) await releaseKey(this.run.context, key);
		this.taken = [];
	}

	private async isNew(key: string): Promise<boolean> {
		const isNew = (await takeKey(this.run.context, key)) === 'new';
		if (isNew) this.taken = [...this.taken, key];
		return isNew;
	}
}

/** An order that was sent under keys is placed. */
export async function confirmKeys({ context }: OrderRun, keys: readonly string[]): Promise<void> {
	for (const key of keys) await confirmKey(context, key);
}

/** When the execution started, or the one that it retries; 0 where n8n does not say. */
function startOf(context: IExecuteFunctions): number {
	const start = Number(context.getExecutionContext?.()?.establishedAt ?? 0);
	return Number.isFinite(start) ? start : 0;
}

/**
 * Makes sure that an order key was not used before, for what has to be done before its order is sent.
 *
 * @throws Failure with the reason `duplicate_order_key`
 */
export async function requireNewKey(
	run: OrderRun,
	orderKey: string,
	order: Outline,
): Promise<void> {
	if (orderKey === '') return;
	const key = keptKey(run.context, (await run.connection()).account, orderKey);
	const known = await knownKeys(run.context, [key]);
	if (known.has(key)) throw duplicateKey(orderKey, order, run.item);
}

/** A signal is answered without an order of its own: it has used its key all the same. */
export async function rememberKey(run: OrderRun, orderKey: string): Promise<void> {
	if (orderKey === '') return;
	const { account } = await run.connection();
	await confirmKey(run.context, keptKey(run.context, account, orderKey));
}

/** An order that was sent before under its Order Key. */
export function duplicateKey(
	orderKey: string,
	{ symbol, side, type }: Outline,
	item: number,
): Failure {
	const reason = 'duplicate_order_key';
	return new Failure(
		{ outcome: 'not_placed', reason, orderKey, item, symbol, side, type },
		`An order with the Signal ID “${orderKey}” was already sent`,
		'Nothing to do if the signal simply arrived twice. If the earlier execution was interrupted, look for its order on the exchange. Use another ID to place a new order',
	);
}
