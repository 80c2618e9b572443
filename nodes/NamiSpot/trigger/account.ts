import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { walkOrders } from '../exchange/api/orders';
import { isRecord, textOf } from '../exchange/guards';
import { CREDENTIAL_TYPE } from '../exchange/wire/connect';
import type { Connection } from '../exchange/wire/request';

const TIMEOUT_MS = 30_000;

/** Whose events a memory is about. */
export class Account {
	private userId: string | undefined;

	private constructor(
		/** The base URL, and the credential’s id in n8n: users are counted by each exchange for itself. */
		private readonly credential: string,
		/** Base URL and a hash of the key. */
		private readonly key: string,
	) {}

	static of(context: IPollFunctions, connection: Connection): Account {
		const id = context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
		return new Account(`${connection.baseUrl} ${id}`, connection.account);
	}

	/**
	 * Whether it is the one that a memory is about: the same key, in whatever credential, or another
	 * key of the same user in the same one.
	 *
	 * @throws Failure when the exchange has to be asked, and cannot be
	 */
	async is(remembered: unknown, connection: Connection): Promise<boolean> {
		const before = isRecord(remembered) ? remembered : {};
		if (before.key === this.key) {
			this.userId = textOf(before.userId);
			return true;
		}
		if (before.credential !== this.credential) return false;
		await this.ask(connection);
		return this.userId !== undefined && this.userId === before.userId;
	}

	/** Notes whose rows they are, if they say so. */
	note(rows: readonly IDataObject[]): void {
		const row = rows.find(({ userId }) => userId !== undefined && userId !== null);
		if (row !== undefined) this.userId ??= String(row.userId);
	}

	/**
	 * Asks the exchange whose key it is, if nothing has told so yet; an account without orders never tells.
	 *
	 * @throws Failure when the exchange cannot be asked
	 */
	async ask(connection: Connection): Promise<void> {
		if (this.userId !== undefined) return;
		for await (const { list, orders } of walkOrders(connection, { timeout: TIMEOUT_MS })) {
			this.note(orders);
			if (this.userId !== undefined || list === 'history') return;
		}
	}

	toJson(): IDataObject {
		const { credential, key, userId } = this;
		return { credential, key, ...(userId !== undefined && { userId }) };
	}
}
