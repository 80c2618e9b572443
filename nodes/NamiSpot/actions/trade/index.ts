import type { Resource } from '../operation';
import { getMany } from './getMany.operation';

/** The account's own fills. */
export const trade: Resource = {
	option: { name: 'Trade', value: 'trade' },
	operations: [getMany],
};
