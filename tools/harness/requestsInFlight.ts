import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

let inFlight = 0;

function isStart(message: unknown): message is { request: ClientRequest } {
	return typeof message === 'object' && message !== null && 'request' in message;
}

const REQUEST_START = 'http.client.request.start';

function countRequest(message: unknown): void {
	if (!isStart(message)) return;
	inFlight += 1;
	let hasEnded = false;
	const end = () => {
		if (!hasEnded) inFlight -= 1;
		hasEnded = true;
	};
	// Answered, failed or aborted: a request closes. After a timeout n8n's client gives it up without closing it.
	message.request.once('close', end);
	message.request.once('timeout', end);
}

subscribe(REQUEST_START, countRequest);
// Channels belong to the process, and Jest loads this module anew for each test file.
if (typeof afterAll === 'function') {
	afterAll(() => {
		unsubscribe(REQUEST_START, countRequest);
	});
}

/** How many HTTP requests this process has sent and not yet seen the end of. */
export function requestsInFlight(): number {
	return inFlight;
}
