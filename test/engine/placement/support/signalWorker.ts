import { runWorkflow, stopEngine, useDeduplicationStore } from '../../../../tools/harness';
import { MARKET_WITH_KEY } from './signal';

/** What the parent asks of a worker: to place one order for each key, all at the same time. */
export interface Delivery {
	readonly keys: readonly string[];
	readonly credential: Record<string, string | number>;
	readonly store: string;
}

process.on('message', (delivery: Delivery) => {
	void place(delivery).then((results) => process.send?.({ results }));
});
process.on('disconnect', () => void stopEngine().then(() => process.exit()));
process.send?.({ ready: true });

async function place({ keys, credential, store }: Delivery): Promise<string[]> {
	useDeduplicationStore(store);
	return await Promise.all(
		keys.map(async (key) => {
			const { success } = await runWorkflow({
				parameters: MARKET_WITH_KEY,
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
