import type { IDataObject } from 'n8n-workflow';

import type { PlacedOrder } from '../../placement/orderRun';
import { pick } from '../../presentation/pick';
import { presentOrder } from '../../presentation/order';
import type { CreateOptions } from './createOptions';

/** What is said of a placed order beside what the exchange shows of it. */
const REMARKS = ['mayBeAnothers', 'adjusted'];

/** An order that was placed, as an item shows it. */
export function presentPlaced(
	{ data, isReconciled, isRepeated }: PlacedOrder,
	{ simplify }: Pick<CreateOptions, 'simplify'>,
): IDataObject {
	const { displayingId, ...order } = presentOrder(data, simplify);
	return {
		outcome: isRepeated === true ? 'already_placed' : 'placed',
		displayingId,
		...(isReconciled && { reconciled: true }),
		...pick(data, REMARKS),
		...order,
	};
}
