import type { Resource } from '../operation';
import { getBalances } from './getBalances.operation';

export const account: Resource = {
	option: { name: 'Account', value: 'account' },
	operations: [getBalances],
};
