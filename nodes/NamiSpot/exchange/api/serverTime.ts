import { Failure } from '../reply/failure';
import { isTimeKnown } from '../wire/serverClock';
import type { Connection } from '../wire/request';
import { readAs } from './read';
import { SYMBOLS_PATH } from './symbols';

const TIMEOUT_MS = 10_000;

/**
 * Makes sure that an answer of the exchange has told its time, if it tells it at all: any answer
 * will do, and most often there has been one. Returns why the exchange could not be asked, if so.
 */
export async function learnTime(connection: Connection): Promise<Failure | undefined> {
	if (isTimeKnown(connection.host)) return undefined;
	const parameters = { symbol: 'BTCUSDT' };
	const call = { path: SYMBOLS_PATH, parameters, isSigned: false, timeout: TIMEOUT_MS };
	const failure = await readAs(connection, call, () => true).then(
		() => undefined,
		(caught: unknown) => (caught instanceof Failure ? caught : undefined),
	);
	return isTimeKnown(connection.host) ? undefined : failure;
}
