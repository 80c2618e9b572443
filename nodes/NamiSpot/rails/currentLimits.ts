import { clock, isWithin } from '../exchange/clock';
import { Failure } from '../exchange/reply/failure';
import { isRecord } from '../exchange/guards';
import { CREDENTIAL_TYPE } from '../exchange/wire/connect';
import type { Connection } from '../exchange/wire/request';
import { credentialLimits, type Limit } from './limits';

/** A change of the credential takes effect within this time. */
const FRESH_MS = 1_000;

interface KnownLimits {
	readonly limits: readonly Limit[];
	/** Unix milliseconds. */
	readonly readAt: number;
}

const known = new WeakMap<Connection, KnownLimits>();

/**
 * The rails of a connection's credential as it is now, and then the node's: a run may take long, and
 * who turns trading off means the orders that still wait, too.
 *
 * @param connection undefined where the node has no credential that can be used
 * @throws Failure when the credential cannot be read any more
 */
export async function currentLimits(
	connection: Connection | undefined,
	nodeLimits: readonly Limit[],
): Promise<readonly Limit[]> {
	if (connection === undefined) return nodeLimits;
	const { credential, connectedAt } = connection;
	const kept = known.get(connection) ?? {
		limits: credentialLimits(credential.data ?? {}),
		readAt: connectedAt,
	};
	const current = isWithin(FRESH_MS, kept.readAt) ? kept : await readAgain(connection);
	known.set(connection, current);
	return [...current.limits, ...nodeLimits];
}

async function readAgain({ caller, item }: Connection): Promise<KnownLimits> {
	const readAt = clock.now();
	const data: unknown = await caller.getCredentials(CREDENTIAL_TYPE, item).catch(() => undefined);
	if (isRecord(data)) return { limits: credentialLimits(data), readAt };
	throw new Failure(
		{ reason: 'invalid_credential' },
		'The node’s Nami credential can no longer be read',
		'Choose or create one under Credential to Connect With',
	);
}
