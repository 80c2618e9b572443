import { createOrder, makeItems, makeWorkflow, manualTrigger, noOp } from './workflow';

const LIMIT = { side: 'BUY', type: 'LIMIT', quantity: '0.001', price: '60000' };

/** The stand-in's account is given less than this costs. */
const UNAFFORDABLE = { ...LIMIT, quantity: '20' };

/** The account for the workflows below. */
export const FUNDS = { USDT: '1000000', BTC: '10' };

export const orderTypes = makeWorkflow(
	'namiOrderTypes',
	'Nami: the order types',
	[
		manualTrigger(),
		createOrder('Limit', LIMIT),
		createOrder('Market', { side: 'BUY', type: 'MARKET', amountIn: 'quote', quoteOrderQty: '25' }),
		createOrder('Stop Limit', {
			side: 'BUY',
			type: 'STOP_LIMIT',
			quantity: '0.001',
			stopPrice: '70000',
			price: '70100',
		}),
		createOrder('OCO', {
			side: 'SELL',
			type: 'OCO',
			quantity: '0.001',
			price: '70000',
			stopPrice: '60000',
			limitPrice: '59900',
		}),
	],
	{ Start: ['Limit'], Limit: ['Market'], Market: ['Stop Limit'], 'Stop Limit': ['OCO'] },
);

export const errorOutput = makeWorkflow(
	'namiErrorOutput',
	'Nami: a refused order on the error output',
	[
		manualTrigger(),
		createOrder('Too Expensive', UNAFFORDABLE, { onError: 'continueErrorOutput' }),
		noOp('Placed'),
		noOp('Refused'),
	],
	{ Start: ['Too Expensive'], 'Too Expensive': ['Placed', 'Refused'] },
);

const TRIES = 3;
const WAIT_BETWEEN_TRIES_MS = 500;

/** So long n8n waits between the tries of the workflow below, all in all. */
export const WAITED_BETWEEN_TRIES_MS = (TRIES - 1) * WAIT_BETWEEN_TRIES_MS;

/** The first order fails each time, which makes n8n run both again; the second is good. */
export const retryOnFail = makeWorkflow(
	'namiRetryOnFail',
	'Nami: Retry On Fail',
	[
		manualTrigger(),
		...makeItems([{ quantity: UNAFFORDABLE.quantity }, { quantity: '0.002' }]),
		createOrder(
			'Orders',
			{ ...LIMIT, quantity: '={{ $json.quantity }}' },
			{
				onError: 'continueErrorOutput',
				retryOnFail: true,
				maxTries: TRIES,
				waitBetweenTries: WAIT_BETWEEN_TRIES_MS,
			},
		),
		noOp('Placed'),
		noOp('Refused'),
	],
	{
		Start: ['Signals'],
		Signals: ['Split Out'],
		'Split Out': ['Orders'],
		Orders: ['Placed', 'Refused'],
	},
);

/** To be run twice. */
export const orderKey = makeWorkflow(
	'namiOrderKey',
	'Nami: Signal ID',
	[
		manualTrigger(),
		createOrder(
			'Order',
			{ ...LIMIT, options: { orderKey: 'alert-1' } },
			{ onError: 'continueErrorOutput' },
		),
		noOp('Placed'),
		noOp('Not Placed'),
	],
	{ Start: ['Order'], Order: ['Placed', 'Not Placed'] },
);

export const dryRun = makeWorkflow(
	'namiDryRun',
	'Nami: dry run',
	[manualTrigger(), createOrder('Order', { ...LIMIT, dryRun: 'always' })],
	{ Start: ['Order'] },
);

/** Meets a connection that ends without an answer to the placed order. */
export const lostAnswer = makeWorkflow(
	'namiLostAnswer',
	'Nami: an answer that got lost',
	[manualTrigger(), createOrder('Order', { ...LIMIT, price: '59999' })],
	{ Start: ['Order'] },
);

export const WORKFLOWS = [orderTypes, errorOutput, retryOnFail, orderKey, dryRun, lostAnswer];
