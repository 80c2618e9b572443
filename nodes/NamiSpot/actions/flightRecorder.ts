import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { Failure } from '../exchange/reply/failure';

/** What n8n keeps of a value; it logs an error about anything longer. */
const MOST_CHARACTERS = 255;

const SEPARATOR = ', ';

/** What newer engines offer as `customData`. */
interface CustomData {
	get(key: string): unknown;
	set(key: string, value: string): void;
}

/** What is recorded, and the field of an order's item that says it. */
const FIELDS = {
	nami_order_id: 'displayingId',
	nami_outcome: 'outcome',
	nami_reason: 'reason',
};

/**
 * Leaves with the execution what became of its orders, so that n8n's list of executions can be
 * searched for an order id, an outcome or a reason, and traces carry them: as custom data, of which
 * an execution keeps ten values, and as tracing metadata. Older engines and n8n's agents offer
 * neither or one. Nothing is recorded for what only reads.
 */
export function recordFlight(
	context: IExecuteFunctions,
	results: ReadonlyArray<IDataObject | Failure>,
): void {
	const told = results.map((result) => (result instanceof Failure ? result.facts : result));
	const orders = told.filter(({ outcome }) => typeof outcome === 'string');
	if (orders.length === 0) return;
	const all = orders.flatMap((order) => [order, order.entry, order.exit]).filter(isRecord);
	const recorded = Object.entries(FIELDS)
		.map(([name, field]) => [name, joined(all.map((order) => order[field]))] as const)
		.filter(([, text]) => text !== '');
	try {
		recordCustomData(context, recorded);
		// Older engines have no name for it, and keep it with the node's other metadata.
		const metadata: object = { tracing: Object.fromEntries(recorded) };
		context.setMetadata?.(metadata);
	} catch {
		// A run without execution data, as in n8n's agents: there is nothing to record into.
	}
}

function recordCustomData(
	context: IExecuteFunctions,
	recorded: ReadonlyArray<readonly [name: string, value: string]>,
): void {
	const customData: unknown = Reflect.get(context, 'customData', context);
	if (!isCustomData(customData)) return;
	for (const [name, value] of recorded) {
		// Other nodes of the execution, and earlier runs of this one, have recorded before.
		const before = String(customData.get(name) ?? '').split(SEPARATOR);
		customData.set(name, joined([...before, ...value.split(SEPARATOR)]));
	}
}

function isCustomData(value: unknown): value is CustomData {
	return typeof value === 'object' && value !== null && 'get' in value && 'set' in value;
}

/** Each value once, as many whole ones as there is room for. */
function joined(values: readonly unknown[]): string {
	let text = '';
	for (const value of new Set(values)) {
		if (value === undefined || value === null || value === '') continue;
		const longer = text === '' ? String(value) : `${text}${SEPARATOR}${String(value)}`;
		if (longer.length <= MOST_CHARACTERS) text = longer;
	}
	return text;
}
