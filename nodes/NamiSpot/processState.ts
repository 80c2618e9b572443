import { resetLastPrices } from './exchange/api/lastPrices';
import { forgetAll } from './exchange/memory';
import { resetSymbols } from './exchange/api/symbols';
import { claims } from './placement/claims';

export { clock } from './exchange/clock';

/**
 * Forgets all that this process keeps between executions, as a restart of n8n does: limits and bans,
 * orders sent, symbols and prices. For tests, which also put another clock in place.
 */
export function forgetEverything(): void {
	forgetAll();
	claims.reset();
	resetSymbols();
	resetLastPrices();
}
