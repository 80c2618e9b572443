import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import HmacSHA256 from 'crypto-js/hmac-sha256';
import { quartiles, type Quartiles } from '../statistics';

const TO_SIGN =
	'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.0005&price=60000&useQuoteQty=false&timestamp=1735689600000';
const SECRET = 'a secret of the usual length, 40 letters';
const ROUNDS = 21;
const SIGNATURES = 2000;

const WAYS = {
	'node:crypto': () => createHmac('sha256', SECRET).update(TO_SIGN).digest('hex'),
	'crypto-js': () => HmacSHA256(TO_SIGN, SECRET).toString(),
} as const;

export type SigningTimes = Record<keyof typeof WAYS, Quartiles>;

/** Microseconds a signature, both ways in turn. */
export function measureSigning(): SigningTimes {
	const times = { 'node:crypto': [] as number[], 'crypto-js': [] as number[] };
	for (let round = 0; round < ROUNDS; round += 1) {
		times['node:crypto'].push(timeOf(WAYS['node:crypto']));
		times['crypto-js'].push(timeOf(WAYS['crypto-js']));
	}
	return {
		'node:crypto': quartiles(times['node:crypto']),
		'crypto-js': quartiles(times['crypto-js']),
	};
}

function timeOf(sign: () => string): number {
	const startedAt = performance.now();
	for (let no = 0; no < SIGNATURES; no += 1) sign();
	return ((performance.now() - startedAt) / SIGNATURES) * 1000;
}
