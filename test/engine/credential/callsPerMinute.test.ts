import type { CredentialInformation } from 'n8n-workflow';
import { namiWorkflow, useExchange } from '../support';
import { batch, parameters } from '../placement/support/batch';

const stand = useExchange();

/** A fifth of them is kept for looking up lost orders and for cancellations. */
test.each<[CredentialInformation, number]>([
	[20, 16],
	['20', 16],
	['={{ "20" }}', 16],
	[0, 9],
	[-1, 9],
	['', 40],
	['no number', 40],
])('Calls per Minute %p leaves %d calls for orders', async (callsPerMinute, most) => {
	const run = await namiWorkflow(stand.exchange, {
		credential: { callsPerMinute },
		parameters: parameters(),
		items: Array.from({ length: most + 1 }, () => ({ ...batch()[0] })),
	});
	expect(run.success).toHaveLength(most + 1);
	const times = stand.exchange.requests.map(({ at }) => at);
	const [first = 0] = times;
	expect(times.filter((time) => time < first + 60_000)).toHaveLength(most);
});
