import { storeOf } from '../memory';
import { Failure } from '../reply/failure';
import { ENVIRONMENT_URLS } from '../wire/environments';
import type { Connection } from '../wire/request';

/**
 * Where the live exchange may have its candles: the documents name both, and every known reader uses
 * the first.
 */
const LIVE_HOSTS: readonly string[] = ['datav2.nami.exchange', 'nami.exchange'];

/** The host that has given candles, for a host of the credential. */
const learnt = storeOf<{ host: string | undefined }>(() => ({ host: undefined }));

/**
 * Reads something of the charts from the host that has them. Which of the two that is for the live
 * exchange is learnt from the first answer that holds something; any other base URL has its own.
 *
 * @param read reads from one host; `isOnce` where another one is left to ask
 * @param isProof whether an answer holds something
 * @throws what `read` throws
 */
export async function readFromChartHost<T>(
	connection: Connection,
	read: (connection: Connection, isOnce: boolean) => Promise<T>,
	isProof: (found: T) => boolean,
): Promise<T> {
	if (connection.baseUrl !== ENVIRONMENT_URLS.get('live')) return await read(connection, false);
	const memory = learnt(connection.host);
	const known = memory.host;
	if (known !== undefined) {
		return await read(at(connection, known), false).catch((caught: unknown) => {
			if (!isFinal(caught)) memory.host = undefined;
			throw caught;
		});
	}
	let nothing: T | undefined;
	for (const host of LIVE_HOSTS) {
		const found = await read(at(connection, host), true).catch((caught: unknown) => {
			if (isFinal(caught)) throw caught;
			return undefined;
		});
		if (found !== undefined && isProof(found)) {
			memory.host = host;
			return found;
		}
		nothing ??= found;
	}
	return nothing ?? (await read(connection, false));
}

/** The same exchange at another host, for reads that are not signed. */
function at(connection: Connection, host: string): Connection {
	return { ...connection, host, baseUrl: `https://${host}` };
}

/** No other host would say anything else. */
function isFinal(caught: unknown): boolean {
	if (!(caught instanceof Failure)) return true;
	const { reason, status } = caught.facts;
	return reason === 'execution_canceled' || status !== undefined;
}
