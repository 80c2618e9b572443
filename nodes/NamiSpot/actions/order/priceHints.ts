import { lastPriceOf } from '../../exchange/api/lastPrices';
import type { Connection } from '../../exchange/wire/request';
import type { ItemFields } from '../../fields/itemFields';
import { orderTypes } from '../../fields/orderTypes';
import { asThousands, thousandsHint } from '../../fields/thousands';

/**
 * Sentences on prices of an item that may have been written with points between thousands. The last
 * price is asked for only where one can have been; without it there is nothing to say.
 */
export async function priceHints(
	fields: ItemFields,
	connection: Connection | undefined,
	{ symbol, type }: { readonly symbol: string; readonly type: string },
): Promise<string[]> {
	const prices = orderTypes.find(({ option }) => option.value === type)?.prices ?? [];
	const odd = prices.filter((field) => asThousands(fields.given(field)) !== undefined);
	if (odd.length === 0) return [];
	const last = connection && (await lastPriceOf(connection, symbol));
	return last === undefined ? [] : odd.flatMap((field) => thousandsHint(fields, field, last) ?? []);
}
