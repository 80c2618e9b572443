import type { OrderType } from '../order';
import { limit } from './limit';
import { market } from './market';
import { oco } from './oco';
import type { OrderTypeRules } from './orderTypeRules';
import { stopLimit } from './stopLimit';

export const ORDER_TYPES: Readonly<Record<OrderType, OrderTypeRules>> = {
	LIMIT: limit,
	MARKET: market,
	STOP_LIMIT: stopLimit,
	OCO: oco,
};
