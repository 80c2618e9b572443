import type { IDataObject } from 'n8n-workflow';

import { lookForOne, nameOf } from '../canceling/whereabouts';
import { Failure } from '../exchange/reply/failure';
import type { Connection } from '../exchange/wire/request';
import type { Slot } from './entry';
import type { OrderRun } from './orderRun';

/**
 * Makes sure that an order that an earlier try has placed is one of the account that the credential
 * names now: somebody may have changed its environment or its key since. A new key is of the same
 * account where the lists that it reads show the order, as nobody else's lists of that exchange do.
 *
 * @throws Failure when it is not, or that cannot be told
 */
export async function requireItsAccount(
	{ ledger }: OrderRun,
	slot: Slot,
	order: IDataObject,
	connection: Connection,
	timeout: number,
): Promise<void> {
	const account = ledger.accountOf(slot);
	if (account === undefined || account === connection.account) return;
	const name = nameOf(order);
	const isSameExchange = account.startsWith(`${connection.baseUrl} `);
	const seen = isSameExchange ? await lookForOne(connection, name, timeout) : undefined;
	if (seen?.order !== undefined) return;
	throw new Failure(
		{ reason: 'invalid_credential' },
		`the credential has been changed since, and order ${name.displayingId} of ${name.symbol} is not known to be of the account that it names now`,
		'Run it with the credential with which the order was placed',
	);
}
