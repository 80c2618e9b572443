import type { IDataObject } from 'n8n-workflow';

import type { Cancellation } from '../../canceling/settle';
import { presentOrder } from '../../presentation/order';

/** What became of an order that was to be canceled, as an item shows it. */
export function presentCancellation(
	{ outcome, name, order, isReconciled }: Cancellation,
	simplify: boolean,
): IDataObject {
	return {
		outcome,
		...name,
		...(isReconciled && order !== undefined && { reconciled: true }),
		...(order !== undefined && presentOrder(order, simplify)),
	};
}
