import { runWorkflow, stopEngine, useDeduplicationStore } from '../../../../tools/harness';
import { MARKET_WITH_KEY, PROTECTED_WITH_KEY } from './signal';

const ORDERS = { market: MARKET_WITH_KEY, protected: PROTECTED_WITH_KEY };

/** What the parent asks of a worker: to place one order for each key, all at the same time. */
export interface Delivery {
	readonly order: keyof typeof ORDERS;
	readonly keys: readonly string[];
	readonly credential: Record<string, string | number>;
	readonly store: string;
}

process.on('message', (delivery: Delivery) => {
	void place(delivery).then((results) => process.send?.({ results }));
});
process.on('disconnect', () => void stopEngine().then(() => process.exit()));
process.send?.({ ready: true });

async function place({ order, keys, credential, store }: Delivery): Promise<string[]> {
	useDeduplicationStore(store);
	return await Promise.all(
		keys.map(async (key) => {
			const { success } = await runWorkflow({
				parameters: ORDERS[order],
				items: [{ key }],
				credentials: { namiApi: credential },
				onError: 'continueRegularOutput',
			});
			const json = success[0]?.json ?? {};
			const { reason } = (json['error'] ?? {}) as { reason?: string };
			return reason ?? String(json['outcome']);
		}),
	);
}
