import type { Resource } from '../operation';
import { getCandles } from './getCandles.operation';
import { getOrderBook } from './getOrderBook.operation';
import { getRecentTrades } from './getRecentTrades.operation';
import { getSymbols } from './getSymbols.operation';
import { getTicker } from './getTicker.operation';

export const market: Resource = {
	option: { name: 'Market', value: 'market' },
	operations: [getTicker, getCandles, getOrderBook, getRecentTrades, getSymbols],
};
