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

type Recorded = 'nami_order_id' | 'nami_outcome' | 'nami_reason';

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
	const values = (field: string) => all.map((order) => order[field]);
	const recorded: Record<Recorded, string> = {
		nami_order_id: joined(values('displayingId')),
		nami_outcome: joined(values('outcome')),
		nami_reason: joined(values('reason')),
	};
	try {
		recordCustomData(context, recorded);
		recordTracing(context, recorded);
	} catch {
		// A run without execution data, as in n8n's agents: there is nothing to record into.
	}
}

function recordTracing(context: IExecuteFunctions, recorded: Record<Recorded, string>): void {
	// Older engines have no name for it, and keep it with the node's other metadata.
	const metadata: object = { tracing: withoutEmpty(recorded) };
	context.setMetadata?.(metadata);
}

function recordCustomData(context: IExecuteFunctions, recorded: Record<Recorded, string>): void {
	const customData: unknown = Reflect.get(context, 'customData', context);
	if (!isCustomData(customData)) return;
	for (const [name, value] of Object.entries(withoutEmpty(recorded))) {
		// Other nodes of the execution, and earlier runs of this one, have recorded before.
		const before = String(customData.get(name) ?? '').split(SEPARATOR);
		customData.set(name, joined([...before, ...value.split(SEPARATOR)]));
	}
}

function isCustomData(value: unknown): value is CustomData {
	return typeof value === 'object' && value !== null && 'get' in value && 'set' in value;
}

function withoutEmpty(recorded: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(recorded).filter(([, value]) => value !== ''));
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
