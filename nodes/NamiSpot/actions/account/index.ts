import type { Resource } from '../operation';
import { getBalances } from './getBalances.operation';

/** What the account holds. */
export const account: Resource = {
	option: { name: 'Account', value: 'account' },
	operations: [getBalances],
};
