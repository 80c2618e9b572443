import type { Resource } from '../operation';
import { getMany } from './getMany.operation';

export const trade: Resource = {
	option: { name: 'Trade', value: 'trade' },
	operations: [getMany],
};
