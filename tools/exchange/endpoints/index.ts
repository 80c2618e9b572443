import type { Endpoint } from '../http/endpoint';
import { balances } from './balances';
import { cancelOrder } from './cancelOrder';
import { cancelOrders } from './cancelOrders';
import { candles } from './candles';
import { createOrder } from './createOrder';
import { depth } from './depth';
import { marketWatch } from './marketWatch';
import { openOrders } from './openOrders';
import { orderHistory } from './orderHistory';
import { recentTrades } from './recentTrades';
import { symbolConfig } from './symbolConfig';
import { tradeHistory } from './tradeHistory';

/** Every endpoint of the exchange. */
export const ENDPOINTS: readonly Endpoint[] = [
	createOrder,
	cancelOrder,
	cancelOrders,
	openOrders,
	orderHistory,
	tradeHistory,
	balances,
	symbolConfig,
	marketWatch,
	depth,
	recentTrades,
	candles,
];
