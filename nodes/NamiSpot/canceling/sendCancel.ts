import { clock } from '../exchange/clock';
import { examine, type Evidence } from '../exchange/reply/evidence';
import { send, type Call, type Connection } from '../exchange/wire/request';
import { TRY_AGAIN_AFTER_MS, waitBefore } from '../exchange/reply/retry';
import { outcomeOf } from '../exchange/reply/verdict';

/** Sends a cancellation: once, unless it is proven that it did not arrive. */
export async function sendCancel(
	connection: Connection,
	call: Pick<Call, 'path' | 'parameters' | 'timeout'>,
): Promise<Evidence> {
	const sendOnce = async () =>
		examine(
			await send(connection, { ...call, method: 'DELETE', isSigned: true, purpose: 'cancel' }),
		);
	for (const pause of TRY_AGAIN_AFTER_MS) {
		const evidence = await sendOnce();
		const isOk = evidence.judgement?.kind === 'ok';
		if (isOk || outcomeOf(evidence).next !== 'send_again') return evidence;
		const wait = waitBefore(pause, evidence);
		if (wait === undefined) return evidence;
		await clock.sleep(wait, connection.signal);
	}
	return await sendOnce();
}
