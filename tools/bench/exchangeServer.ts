import { startExchange } from '../exchange';
import type { ExchangeFacts, Order } from './exchangeProcess';

/** Longer than any run: what is measured are clients, not their clocks. */
const TIMESTAMP_WINDOW_MS = 24 * 60 * 60_000;

/** The stand-in exchange in a process of its own; the parent talks to it by messages. */
async function serve(): Promise<void> {
	const exchange = await startExchange({ log: 0, timestampWindowMs: TIMESTAMP_WINDOW_MS });
	const { url, apiKey, apiSecret } = exchange;
	const facts: ExchangeFacts = { url, apiKey, apiSecret };
	process.on('message', (order: Order) => {
		const counts = { calls: exchange.count(), orders: exchange.orders.length };
		if (order === 'reset') exchange.reset();
		process.send?.(counts);
	});
	process.once('disconnect', () => process.exit());
	process.send?.(facts);
}

void serve();
