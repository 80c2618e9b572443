import type { IDataObject } from 'n8n-workflow';

import type { Cancellation } from '../../canceling/settle';
import { presentOrder } from './presentOrder';

const MOST_FIELDS = 10;

/** What became of an order that was to be canceled, as an item shows it. */
export function presentCancellation(
	{ outcome, name, order, isReconciled }: Cancellation,
	simplify: boolean,
): IDataObject {
	const shown = {
		outcome,
		...name,
		...(isReconciled && order !== undefined && { reconciled: true }),
		...presentOrder(order ?? {}, simplify),
	};
	return simplify ? Object.fromEntries(Object.entries(shown).slice(0, MOST_FIELDS)) : shown;
}
