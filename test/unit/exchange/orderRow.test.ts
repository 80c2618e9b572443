import type { IDataObject } from 'n8n-workflow';
import { cameToNothing } from '../../../nodes/NamiSpot/exchange/orderRow';

test.each<[IDataObject, boolean]>([
	[{ status: 'CANCELED', executedQty: 0, executedQuoteQty: 0 }, true],
	[{ status: 'CANCELED', executedQty: '0' }, true],
	[{ status: 'CANCELED', executedQty: 0, executedQuoteQty: 60 }, false],
	[{ status: 'CANCELED' }, false],
	[{ status: 'CANCELED', executedQty: null, executedQuoteQty: null }, false],
	[{ status: 'EXPIRED' }, false],
	[{ status: 'EXPIRED', executedQty: 0 }, true],
	[{ status: 'REJECTED' }, true],
	[{ status: 'FAILED', executedQty: null }, true],
	[{ status: 'FAILED', executedQty: 0.1 }, false],
	[{ status: 'NEW', executedQty: 0 }, false],
])('%j came to nothing: %p', (order, isNothing) => {
	expect(cameToNothing(order)).toBe(isNothing);
});
