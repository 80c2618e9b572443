import type { Market } from '../engine/market';
import { type Big, ZERO } from '../support/decimal';

/** A 24 h ticker with the exchange's one- and two-letter keys. The past is as old as the stand-in, so mostly flat. */
export function tickerView(market: Market, now: number): Readonly<Record<string, unknown>> {
	const start = numberOf(market.start);
	const high = numberOf(market.high);
	const low = numberOf(market.low);
	return {
		s: market.symbol,
		b: market.base.name,
		q: market.quote.name,
		bi: market.base.id,
		qi: market.quote.id,
		p: numberOf(market.last),
		ld: start,
		h: high,
		l: low,
		vb: Number(market.baseVolume),
		vq: Number(market.quoteVolume),
		hh: high,
		lh: low,
		ph: start,
		pw: start,
		p1m: start,
		p3m: start,
		py: start,
		hy: high,
		ly: low,
		u: market.last !== undefined && market.start !== undefined && market.last.gte(market.start),
		lq: numberOf(market.recentTrades.at(-1)?.quantity),
		lQ: numberOf(market.recentTrades.at(-1)?.quantity),
		t: now,
		lbl: [],
		a: true,
		av: 0,
		vc: 0,
	};
}

function numberOf(value: Big | undefined): number {
	return Number(value ?? ZERO);
}
