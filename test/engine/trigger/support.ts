import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LIMIT } from '../../tools/exchange/testClient';
import type { TestExchange } from '../support';
import { placeAsAnother } from '../support/seedOrders';
import { TriggerLife } from './life';

const MINUTE = 60_000;

/** A trigger on the exchange of a test. */
export function lifeOf(stand: TestExchange, parameters: INodeParameters): TriggerLife {
	return new TriggerLife(stand.exchange, parameters);
}

/** A minute later, the trigger polls. */
export async function nextPoll(
	{ clock }: TestExchange,
	life: TriggerLife,
	minutes = 1,
): Promise<IDataObject[]> {
	clock.jump(minutes * MINUTE);
	return await life.poll();
}

/** Places an order as another client does: one that rests, unless told otherwise. Answers its id. */
export async function placeOrder(
	{ exchange, clock }: TestExchange,
	order: IDataObject = {},
	key: { apiKey?: string; apiSecret?: string } = {},
): Promise<number> {
	return Number(await placeAsAnother(exchange, clock, { ...LIMIT, ...order }, key));
}

/** The event of a trade, which is named after its record: two sides of a trade share its id. */
export function tradeEvent({ exchange }: TestExchange, displayingId: number): string {
	const { trades } = exchange.state.account();
	const trade = trades.find((one) => one.displayingId === BigInt(displayingId));
	return `tradeExecuted:${trade?.recordId}`;
}
