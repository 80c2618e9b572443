import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LIMIT, ORDER, sendBody } from '../../tools/exchange/testClient';
import type { TestExchange } from '../support';
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
): Promise<number> {
	const call = { exchange, now: clock.now() };
	const { text } = await sendBody(call, 'POST', ORDER, { ...LIMIT, ...order });
	const { data } = JSON.parse(text);
	if (typeof data?.displayingId !== 'number') throw new Error(`The stand-in refused: ${text}`);
	return data.displayingId;
}
