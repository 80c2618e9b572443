import type { StoredCredential, Workflow } from '../../../tools/n8n/workflow';
import { createOrder, makeWorkflow, noOp } from '../../../tools/n8n/workflow';

const PATH = 'nami-signal';
/** A sender gives up on an answer after this, as TradingView or a proxy would. */
const PATIENCE_MS = 60_000;

/** What a sender wants done. Each has a price of its own, which tells its orders on the exchange. */
export interface Signal {
	readonly key: string;
	readonly price: string;
}

/** What the sender was told; undefined when no usable answer came. */
export type Told = { readonly outcome: string; readonly reason?: string } | undefined;

export function makeSignals(count: number, name: string, firstPrice: number): Signal[] {
	return Array.from({ length: count }, (_, index) => ({
		key: `${name} ${index}`,
		price: (firstPrice + index / 100).toFixed(2).replace(/\.?0+$/, ''),
	}));
}

/** A webhook that places an order with the signal's Signal ID and answers what became of it. */
export function signalWorkflow({ id, name }: StoredCredential): Workflow {
	const order = createOrder(
		'Order',
		{
			side: 'BUY',
			type: 'LIMIT',
			quantity: '0.001',
			price: '={{ $json.body.price }}',
			options: { orderKey: '={{ $json.body.key }}' },
		},
		{ onError: 'continueErrorOutput', credentials: { namiApi: { id, name } } },
	);
	const webhook = {
		name: 'Signal',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: PATH,
		parameters: { httpMethod: 'POST', path: PATH, responseMode: 'lastNode', options: {} },
	};
	return makeWorkflow(
		'namiQueue',
		'Nami: queue mode',
		[webhook, order, noOp('Placed'), noOp('Not Placed')],
		{ Signal: ['Order'], Order: ['Placed', 'Not Placed'] },
	);
}

/** The item that the workflow ends with. */
interface Item {
	readonly outcome?: string;
	readonly reason?: string;
	readonly error?: Item;
}

/** Whether n8n has registered the webhook; asks in a way that starts nothing. */
export async function isListening(url: string): Promise<boolean> {
	const { status } = await fetch(`${url}/webhook/${PATH}`, { method: 'OPTIONS' });
	return status < 300;
}

export async function send(url: string, signal: Signal): Promise<Told> {
	try {
		const response = await fetch(`${url}/webhook/${PATH}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(signal),
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		const item = (await response.json()) as Item;
		const told = item.error ?? item;
		return typeof told.outcome === 'string'
			? { outcome: told.outcome, ...(told.reason && { reason: told.reason }) }
			: undefined;
	} catch {
		return undefined;
	}
}

/** Sends all, so many at a time; gives the answers in the order of the signals. */
export async function sendAll(
	url: string,
	signals: readonly Signal[],
	atATime: number,
): Promise<Told[]> {
	const told: Told[] = [];
	const queue = [...signals.entries()];
	const sender = async () => {
		for (let next = queue.shift(); next; next = queue.shift()) {
			const [index, signal] = next;
			told[index] = await send(url, signal);
		}
	};
	await Promise.all(Array.from({ length: atATime }, sender));
	return told;
}
