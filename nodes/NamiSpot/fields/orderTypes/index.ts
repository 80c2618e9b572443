import { limit } from './limit';
import { market } from './market';
import { oco } from './oco';
import type { OrderType } from './orderType';
import { stopLimit } from './stopLimit';

/** The order types. A new one is one file and one line here. */
export const orderTypes: readonly OrderType[] = [limit, market, stopLimit, oco];

export type { OrderField, OrderPriceField, OrderType } from './orderType';
