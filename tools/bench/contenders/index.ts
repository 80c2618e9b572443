import type { Contender } from './contender';
import { bareNode, namiSpot } from './inEngine';
import { noCodeChains } from './noCode';
import { rawFetch, rawHttp } from './raw';

export type { Contender, Sample } from './contender';

/** All ways of placing orders that are compared. */
export function contenders(): Contender[] {
	return [rawHttp, rawFetch, ...bareNode, ...namiSpot, ...noCodeChains()];
}
