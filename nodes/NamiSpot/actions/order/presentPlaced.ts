import type { IDataObject } from 'n8n-workflow';

import type { PlacedOrder } from '../../placement/orderRun';
import { pick } from '../../exchange/realTypes';
import { presentOrder } from '../../presentation/order';
import type { CreateOptions } from './createOptions';

/**
 * An order that was placed, as an item shows it.
 *
 * @param remarks what its preparation had to say: `adjusted`, `sized`, `pricedFrom`
 */
export function presentPlaced(
	{ data, isReconciled, isRepeated }: PlacedOrder,
	remarks: IDataObject,
	{ simplify }: Pick<CreateOptions, 'simplify'>,
): IDataObject {
	const { displayingId, ...order } = presentOrder(data, simplify);
	return {
		outcome: isRepeated === true ? 'already_placed' : 'placed',
		displayingId,
		...(isReconciled && { reconciled: true }),
		...pick(data, ['mayBeAnothers']),
		...remarks,
		...order,
	};
}
