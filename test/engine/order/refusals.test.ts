import type { INodeParameters } from 'n8n-workflow';
import { faults, type Exchange, type Fault } from '../../../tools/exchange';
import { KNOWN_ERRORS } from '../../../nodes/NamiSpot/exchange/reply/errorRows';
import {
	inDocumentedForm,
	inStatusEnvelope,
	namiWorkflow,
	orderPosts,
	ORDERS,
	useExchange,
} from '../support';

const stand = useExchange();

interface State {
	readonly set: (exchange: Exchange) => void;
	readonly parameters?: INodeParameters;
}

/** The exchange's state in which it refuses; where only other software could get there, it breaks down. */
const STATES: Readonly<Record<string, State>> = {
	BAD_SYMBOL: {
		set: () => undefined,
		parameters: { ...ORDERS.LIMIT, symbol: 'DOGEUSDT' },
	},
	TRADE_NOT_ALLOWED: { set: ({ state }) => state.haltSymbol('BTCUSDT') },
	ACCOUNT_BAN_TRADE: { set: ({ state }) => state.banAccount() },
	NOT_ENOUGH_BASE_ASSET: {
		set: ({ state }) => state.setBalance('BTC', '0.0004'),
		parameters: { ...ORDERS.LIMIT, side: 'SELL', price: '70000' },
	},
	NOT_ENOUGH_QUOTE_ASSET: { set: ({ state }) => state.setBalance('USDT', '29') },
	BROKER_ERROR: { set: ({ state }) => state.breakBroker('down') },
	NOT_ENOUGH_FEE_ASSET: { set: ({ state }) => state.setBalance('USDT', '30.01') },
	STOP_LIMIT_INVALID_STOP_PRICE: {
		set: ({ state }) => state.setPrice('BTCUSDT', '65000'),
		parameters: ORDERS.STOP_LIMIT,
	},
	STOP_LIMIT_UNKNOWN_LAST_PRICE: {
		set: ({ state }) => state.clearPrice('BTCUSDT'),
		parameters: ORDERS.STOP_LIMIT,
	},
	STOP_LIMIT_INVALID_MIN_TOTAL: {
		set: () => undefined,
		parameters: { ...ORDERS.STOP_LIMIT, quantity: '0.00007' },
	},
	ORDER_TYPE_NOT_SUPPORT: {
		set: ({ state }) => state.configure('BTCUSDT', { orderTypes: ['MARKET'] }),
	},
};

const REFERENCE = new Set([
	...Object.keys(STATES),
	'INVALID_ORDER_TYPE',
	'INVALID_SIDE',
	'NO_SUCH_ORDER',
	'NOT_FOUND_ORDER',
]);

const RULES_OFF = { options: { symbolRules: 'off' } };

/** Brings the exchange into the state, and runs an order that it refuses in that state. */
async function refuse(status: string, onError: Parameters<typeof namiWorkflow>[1] = {}) {
	const known = STATES[status];
	if (known) known.set(stand.exchange);
	else stand.exchange.state.breakDown(status as Parameters<Exchange['state']['breakDown']>[0]);
	const parameters = { ...(known?.parameters ?? ORDERS.LIMIT), ...RULES_OFF };
	return await namiWorkflow(stand.exchange, { parameters, items: [{ alert: 7 }], ...onError });
}

/** Those of the exchange's API reference that say no; the stand-in has a state for each. */
const REFUSALS = KNOWN_ERRORS.filter(
	({ name, kind }) => (kind === 'refused' || kind === 'broker') && REFERENCE.has(name),
);

describe.each(REFUSALS.map((row) => [row.name, row] as const))(
	'%s',
	(status, { code, kind, message, advice, todo }) => {
		const isBroker = kind === 'broker';
		// After the headline, so not with a capital letter; funds are told by their asset's name.
		const told = expect.stringContaining(todo === 'fund' ? 'ot enough' : message.slice(1));
		const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
		const facts = {
			outcome: 'not_placed',
			reason: isBroker ? 'refused_by_broker' : 'refused',
			status,
			...inStatusEnvelope({ code, requestId }),
			...inDocumentedForm({ httpStatus: 400 }),
			...(isBroker && { verified: true }),
		};

		test('with Continue (using error output): leaves on the error branch, over its input', async () => {
			const run = await refuse(status, { onError: 'continueErrorOutput' });
			expect(run.error).toBeUndefined();
			expect(run.success).toEqual([]);
			expect(run.failed.map(({ json }) => json)).toEqual([
				{ alert: 7, error: expect.objectContaining({ ...facts, advice }), message: told },
			]);
		});

		test('with Continue: comes out of the only output', async () => {
			const run = await refuse(status, { onError: 'continueRegularOutput' });
			expect(run.error).toBeUndefined();
			expect(run.success.map(({ json }) => json)).toEqual([
				{ error: expect.objectContaining({ ...facts, advice }), message: told },
			]);
		});

		test('with Stop Workflow: a NodeApiError with the same facts', async () => {
			const run = await refuse(status);
			expect(run.error).toMatchObject({
				name: 'NodeApiError',
				message: told,
				description: advice,
				...inDocumentedForm({ httpCode: '400' }),
				context: { itemIndex: 0, data: { ...facts, item: 0, placed: [] } },
			});
			expect(orderPosts(stand.exchange)).toHaveLength(1);
			expect(stand.exchange.placed).toEqual([]);
		});
	},
);

describe('the body decides, whatever is around it', () => {
	test.each([
		['HTTP 200', { errorsWithHttp200: true }],
		['wrapped once more', { doublyWrapped: true }],
	])('a refusal: %s', async (_, settings) => {
		Object.assign(stand.exchange.settings, { errorForm: 'named', envelope: 'status', ...settings });
		const run = await refuse('NOT_ENOUGH_QUOTE_ASSET', { onError: 'continueErrorOutput' });
		expect(run.failed[0]?.json.error).toMatchObject({
			outcome: 'not_placed',
			reason: 'refused',
			status: 'NOT_ENOUGH_QUOTE_ASSET',
			code: 6103,
			httpStatus: 200,
			requestId: expect.any(String),
		});
	});

	test('an order: wrapped once more', async () => {
		stand.exchange.settings.doublyWrapped = true;
		const run = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', displayingId: '435372' });
	});

	const raw = (status: number, body: unknown): Fault => ({
		name: 'raw',
		accept: 'no',
		answer: {
			kind: 'raw',
			status,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		},
	});

	test.each([
		[
			'a validation error',
			raw(400, { statusCode: 400, message: 'Invalid query parameters', error: 'Bad Request' }),
			{
				outcome: 'not_placed',
				reason: 'refused',
				httpStatus: 400,
				said: 'Invalid query parameters',
			},
			'The exchange did not accept the request: “Invalid query parameters”',
		],
		[
			'a status that nobody documented',
			raw(400, {
				status: 'MOON_PHASE',
				code: 7777,
				message: 'not today',
				data: { requestId: 'r1' },
			}),
			{
				outcome: 'unknown',
				reason: 'server_trouble',
				status: 'MOON_PHASE',
				code: 7777,
				requestId: 'r1',
				said: 'not today',
			},
			'The exchange answered with an undocumented error: MOON_PHASE: “not today”',
		],
		[
			'a page instead of JSON',
			faults.html(200, 'no'),
			{ outcome: 'unknown', reason: 'unreadable_answer', httpStatus: 200 },
			'The exchange’s response could not be read',
		],
		[
			'a redirect',
			faults.redirect(),
			{ outcome: 'not_placed', reason: 'redirected', httpStatus: 307 },
			'The server redirected the request, and signed requests do not follow redirects',
		],
	])('%s', async (_, fault, facts, message) => {
		stand.exchange.faults.add({ match: { method: 'POST' }, fault });
		const run = await namiWorkflow(stand.exchange, {
			parameters: ORDERS.LIMIT,
			onError: 'continueErrorOutput',
		});
		expect(run.failed.map(({ json }) => json)).toEqual([
			{ error: expect.objectContaining(facts), message: expect.stringContaining(message.slice(1)) },
		]);
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});

	test.each([
		['an empty body', faults.empty()],
		['JSON that is cut off', faults.cutJson()],
		['a page in place of the answer', faults.html(200, 'yes')],
	])('%s to an order that was accepted: the order is found, not sent again', async (_, fault) => {
		stand.exchange.faults.add({ match: { method: 'POST' }, fault });
		const run = await namiWorkflow(stand.exchange, { parameters: ORDERS.LIMIT });
		expect(run.success[0]?.json).toMatchObject({ outcome: 'placed', reconciled: true });
		expect(stand.exchange.countOrderPosts()).toBe(1);
	});
});
