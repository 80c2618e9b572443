import type { Resource } from '../operation';
import { cancel } from './cancel.operation';
import { cancelMany } from './cancelMany.operation';
import { closePosition } from './closePosition.operation';
import { create } from './create.operation';
import { createProtected } from './createProtected.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { preview } from './preview.operation';

/** Orders. A new operation is one file and one line here. */
export const order: Resource = {
	option: { name: 'Order', value: 'order' },
	operations: [create, cancel, cancelMany, closePosition, createProtected, get, getMany, preview],
};
