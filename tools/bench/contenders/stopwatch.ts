import { subscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { Sample } from './contender';

let firstRequestAt: number | undefined;

subscribe('http.client.request.start', () => {
	firstRequestAt ??= performance.now();
});
subscribe('undici:request:create', () => {
	firstRequestAt ??= performance.now();
});

/** Times from the first start to the last stop. */
export class Stopwatch {
	private startedAt: number | undefined;
	private stoppedAt = 0;

	start(): void {
		if (this.startedAt !== undefined) return;
		firstRequestAt = undefined;
		this.startedAt = performance.now();
	}

	stop(): void {
		this.stoppedAt = performance.now();
	}

	/** @throws Error when nothing was started, or nothing was sent */
	read(): Sample {
		if (this.startedAt === undefined) throw new Error('Nothing was timed');
		if (firstRequestAt === undefined) throw new Error('No request was sent');
		return {
			ms: this.stoppedAt - this.startedAt,
			firstRequestMs: firstRequestAt - this.startedAt,
		};
	}
}

/** The node, with each of its runs timed. */
export function timed(type: INodeType, watch: Stopwatch): INodeType {
	const { execute } = type;
	const watched: INodeType = Object.create(type);
	watched.execute = async function (this: IExecuteFunctions, ...rest) {
		watch.start();
		try {
			return (await execute?.apply(this, rest)) ?? [];
		} finally {
			watch.stop();
		}
	};
	return watched;
}
