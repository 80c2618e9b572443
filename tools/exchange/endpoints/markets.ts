import type { Market } from '../engine/market';
import { Refusal } from '../engine/refusals';
import type { PublicCall } from '../http/endpoint';

/** The market that `symbol` names, or all of them if it is left out. */
export function marketsAsked({ world, params }: PublicCall): Market[] {
	const symbol = params.optionalText('symbol');
	return symbol === undefined ? [...world.markets.values()] : [marketNamed({ world }, symbol)];
}

/** The market that `symbol`, which is required, names. */
export function marketAsked(call: PublicCall): Market {
	return marketNamed(call, call.params.text('symbol'));
}

function marketNamed({ world }: Pick<PublicCall, 'world'>, symbol: string): Market {
	const market = world.markets.get(symbol);
	if (market === undefined) throw new Refusal('BAD_SYMBOL');
	return market;
}
