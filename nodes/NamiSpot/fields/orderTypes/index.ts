import { limitOrder } from './limit';
import { marketOrder } from './market';
import { ocoOrder } from './oco';
import type { OrderType } from './orderType';
import { stopLimitOrder } from './stopLimit';

/** The order types. A new one is one file and one line here. */
export const orderTypes: readonly OrderType[] = [limitOrder, marketOrder, stopLimitOrder, ocoOrder];

export type { OrderField, OrderPriceField, OrderType } from './orderType';
