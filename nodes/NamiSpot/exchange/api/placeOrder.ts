import type { IDataObject } from 'n8n-workflow';

import { cutToNumber, divideDown, multiply } from '../decimal';
import type { Verdict } from '../reply/verdict';
import { orderParameters, type SpotOrder } from '../spotOrder';
import { dialectOf } from '../wire/dialect';
import { send, type Call, type Connection } from '../wire/request';
import { ORDER_PATH } from './cancelOrder';
import { lastPriceOf } from './lastPrices';

type SendOptions = Pick<Call, 'timeout' | 'beforeSend' | 'onSend'>;

/**
 * Sends an order (`POST /api/v4/spot/order`), once. A market order whose form the exchange refuses, which
 * proves that it is not placed, goes out once more in the form of the exchange's own client: with a
 * price and both amounts.
 *
 * @throws Failure of `beforeSend`
 */
export async function sendOrder(
	connection: Connection,
	order: SpotOrder,
	options: SendOptions,
): Promise<Verdict> {
	const post = async (parameters: IDataObject) =>
		await send(connection, {
			...options,
			method: 'POST',
			path: ORDER_PATH,
			parameters,
			isSigned: true,
			purpose: 'order',
		});
	const plain = orderParameters(order);
	if (order.type !== 'MARKET') return await post(plain);

	const dialect = dialectOf(connection.baseUrl);
	if (dialect.marketIsPriced === true)
		return await post((await priced(connection, order)) ?? plain);
	const verdict = await post(plain);
	if (!isAboutForm(verdict)) return verdict;
	const parameters = await priced(connection, order);
	if (parameters === undefined) return verdict;
	const second = await post(parameters);
	if (isAboutForm(second)) return verdict;
	if (second.judgement?.kind === 'ok') dialect.marketIsPriced = true;
	return second;
}

/** The gateway, or the exchange's own check of the fields: nobody has looked at the order itself yet. */
function isAboutForm({ proves, reason, refusal, error }: Verdict): boolean {
	if (proves !== 'not_done' || reason !== 'refused') return false;
	return error === undefined ? refusal?.by === 'gateway' : error.name === 'INVALID_INPUT';
}

const AMOUNT_PLACES = 8;

/** A market order as the exchange's own client sends it; undefined if its market has no price. */
async function priced(connection: Connection, order: SpotOrder): Promise<IDataObject | undefined> {
	const price = await lastPriceOf(connection, order.symbol);
	const { quantity, quoteOrderQty } = order;
	if (price === undefined) return undefined;
	return orderParameters({
		...order,
		price,
		...(quoteOrderQty && {
			quantity: cutToNumber(divideDown(quoteOrderQty, price, AMOUNT_PLACES)),
		}),
		...(quantity && { quoteOrderQty: cutToNumber(multiply(quantity, price)) }),
	});
}
