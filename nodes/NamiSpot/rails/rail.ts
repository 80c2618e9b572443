import type { Decimal } from '../exchange/decimal';
import type { SpotOrder } from '../exchange/spotOrder';
import type { AccountSums } from './accountSums';
import type { OrderValue } from './orderValue';

/** Whose rail it is: the credential's, which whoever uses it cannot change, or the node's own. */
export type Owner = 'credential' | 'node';

export interface Candidate {
	readonly order: SpotOrder;
	/** Unix milliseconds: when the signal behind it was given; undefined where nobody says. */
	readonly signalAt: number | undefined;
	/** It sells what an order bought that was let through together with it. */
	readonly isExit?: boolean;
}

export interface OrderFacts extends Candidate {
	/** Undefined where it cannot be told. */
	readonly quoteAsset: string | undefined;
	/** Of its symbol; undefined where it cannot be told. */
	readonly lastPrice: Decimal | undefined;
	/** Undefined where it cannot be told. */
	readonly value: OrderValue | undefined;
	/** Without this order; undefined where the account's lists cannot be read. */
	readonly account: Pick<AccountSums, 'ordersWithinHour' | 'spentWithinDay'> | undefined;
}

/** What has to be asked for before a rail can judge. */
export type Need = Exclude<keyof OrderFacts, keyof Candidate>;

export interface Breach {
	readonly limit: string;
	/** Of the order; undefined where it could not be told. */
	readonly value?: string;
	readonly message: string;
	/** What can be done about the order; whoever owns the rail can change that, too. */
	readonly remedy: string;
}

export const LATER = 'Try again in a while';

export const UNREAD_ORDERS = 'The account’s orders could not be read';

/** A rail that cannot tell whether an order lies beyond it holds the order. */
export function unchecked(why: string, named: string, limit: string, remedy = LATER): Breach {
	return { limit, message: `${why}, so ${named} (${limit}) could not be checked`, remedy };
}

export interface Judge {
	readonly needs: readonly Need[];
	/** @returns how the order lies beyond; undefined if it is within */
	judge(facts: OrderFacts): Breach | undefined;
	/** The same for the cancellation of an order; without it the rail lets all of them pass. */
	judgeCancel?(symbol: string): Breach | undefined;
}

/** A rail: one row of `RAILS`. */
export interface Rail {
	readonly name: string;
	readonly label: string;
	/** Cancellations are held, too, where its limit cannot be used: nobody knows what it says of them. */
	readonly holdsCancellations?: true;
	/** It limits what is risked: the exit of an entry that it let through, which only takes risk away, is not held. */
	readonly sparesExits?: true;
	/** How to write its limit: continues `Make it …`. */
	readonly wanted: string;
	/**
	 * @param given what was entered, or what an expression made of it
	 * @param named the rail in a sentence, such as `the credential’s Allowed Symbols`
	 * @returns undefined if that cannot be used, and so holds every order
	 */
	read(given: unknown, named: string, owner: Owner): Judge | undefined;
}
