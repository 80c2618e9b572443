import { InvalidRequest } from '../engine/refusals';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { type Candle, candlesOf } from '../views/candleView';
import { marketAsked } from './markets';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds by resolution. */
const RESOLUTIONS: Readonly<Record<string, number>> = {
	'1m': MINUTE,
	'3m': 3 * MINUTE,
	'5m': 5 * MINUTE,
	'15m': 15 * MINUTE,
	'30m': 30 * MINUTE,
	'1h': HOUR,
	'2h': 2 * HOUR,
	'4h': 4 * HOUR,
	'6h': 6 * HOUR,
	'8h': 8 * HOUR,
	'12h': 12 * HOUR,
	'1d': DAY,
	'3d': 3 * DAY,
	'1w': 7 * DAY,
	'1M': 30 * DAY,
};

export const candles: Endpoint = {
	method: 'GET',
	path: '/api/v1/chart/history',
	signed: false,
	handle(call) {
		const { params, world, seed, settings } = call;
		const resolution = params.oneOf('resolution', Object.keys(RESOLUTIONS));
		const asked = RESOLUTIONS[params.required('resolution', resolution)] ?? MINUTE;
		const seconds = settings.resolutions === 'all' ? asked : nearestTrue(asked);
		params.required('broker', params.oneOf('broker', ['NAMI_SPOT']));
		const from = params.required('from', params.integer('from', 0));
		const to = params.required('to', params.integer('to', 0));
		if (from > to) throw new InvalidRequest('from must not be after to');
		const now = Math.floor(world.clock.now() / 1000);
		const list: Candle[] = candlesOf(marketAsked(call), { from, to, seconds, now, seed });
		return settings.candlesShape === 'array' ? list : ok(list);
	},
};

/** The longest resolution of the exchange's own charts that is not longer. */
function nearestTrue(seconds: number): number {
	return [DAY, HOUR].find((own) => own <= seconds) ?? MINUTE;
}
