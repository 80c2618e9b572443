import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LIMIT } from '../../tools/exchange/testClient';
import type { TestExchange } from '../support';
import { CREDENTIAL_UNDER_PROFILE } from '../support/profile';
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

/** A month is read within one poll; where the exchange allows few calls a minute, it takes several. */
const POLLS_FOR_A_MONTH = CREDENTIAL_UNDER_PROFILE.callsPerMinute > 1_000 ? 1 : 10;

/** The next polls, until a month has been read. */
export async function pollForAMonth(
	stand: TestExchange,
	life: TriggerLife,
): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	for (let i = 0; i < POLLS_FOR_A_MONTH; i += 1) found.push(...(await nextPoll(stand, life)));
	return found;
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
