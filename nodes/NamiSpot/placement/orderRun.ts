import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Connection } from '../exchange/wire/request';
import type { Ledger } from './ledger';

/** What placing the orders of an item needs of one run of the node. */
export interface OrderRun {
	readonly context: IExecuteFunctions;
	readonly item: number;
	/** What earlier tries of this run have placed, and this one. */
	readonly ledger: Ledger;
	/** @throws Failure when the credential is missing or cannot be used */
	connection(): Promise<Connection>;
}

export interface PlacedOrder {
	/** The order as the exchange returned it, or, if it had to be looked up, as it lists it. */
	readonly data: IDataObject;
	readonly isReconciled: boolean;
	/** An equal order was placed a moment ago: this is that one, and nothing was sent. */
	readonly isRepeated?: boolean;
}
