import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { packageNodes } from '../../../../tools/harness/package';

const NAME = 'n8n-nodes-nami.namiSpot';

export interface Watched {
	readonly nodeTypes: Record<string, INodeType>;
	/** What each call of `execute` came to, also after the engine stopped listening. */
	readonly results: Array<{
		readonly at: number;
		readonly output: INodeExecutionData[] | 'thrown';
	}>;
	/** Waits until no call is under way and none has begun for a while. */
	idle(): Promise<void>;
}

/** The package's node, watched from outside; `onRead` is called whenever it asks whether it is canceled. */
export function watchNode(now: () => number, onRead: () => void): Watched {
	const node = packageNodes().get(NAME) as INodeType;
	const results: Array<Watched['results'][number]> = [];
	let active = 0;
	const watched: INodeType = Object.create(node);
	watched.execute = async function (this: IExecuteFunctions) {
		active += 1;
		tellReads(this, onRead);
		try {
			const output = (await node.execute?.call(this)) as INodeExecutionData[][];
			results.push({ at: now(), output: [...(output[0] ?? [])] });
			return output;
		} catch (thrown) {
			results.push({ at: now(), output: 'thrown' });
			throw thrown;
		} finally {
			active -= 1;
		}
	};
	return {
		nodeTypes: { [NAME]: watched },
		results,
		async idle() {
			for (let quiet = 0; quiet < 20; quiet = active > 0 ? 0 : quiet + 1) {
				await new Promise((resolve) => setTimeout(resolve, 1));
			}
		},
	};
}

function tellReads(context: IExecuteFunctions, onRead: () => void): void {
	const read = context.getExecutionCancelSignal.bind(context);
	Object.assign(context, {
		getExecutionCancelSignal: () => {
			onRead();
			return read();
		},
	});
}
