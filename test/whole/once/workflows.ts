import {
	createOrder,
	makeItems,
	makeWorkflow,
	manualTrigger,
	noOp,
} from '../../../tools/n8n/workflow';

const LIMIT = { side: 'BUY', type: 'LIMIT', quantity: '0.001' };

export const KEYS = 100;

/** Fails at once, so that somebody retries it. */
export const failing = makeWorkflow(
	'namiOnceRetries',
	'Nami: retried by hand',
	[manualTrigger(), createOrder('Order', { ...LIMIT, price: '60000' })],
	{ Start: ['Order'] },
);

/** A list that is read again and again, and relies on its keys. */
export const keyed = makeWorkflow(
	'namiOnceKeys',
	'Nami: a list with Order Keys',
	[
		manualTrigger(),
		...makeItems(Array.from({ length: KEYS }, (_, signal) => ({ signal }))),
		createOrder(
			'Orders',
			{ ...LIMIT, price: '59000', options: { orderKey: '=list-{{ $json.signal }}' } },
			{ onError: 'continueErrorOutput' },
		),
		noOp('Placed'),
		noOp('Not Placed'),
	],
	{
		Start: ['Signals'],
		Signals: ['Split Out'],
		'Split Out': ['Orders'],
		Orders: ['Placed', 'Not Placed'],
	},
);

/** An order whose answer is trouble; the timeout is short. */
export const troubled = makeWorkflow(
	'namiOnceTrouble',
	'Nami: an order in trouble',
	[
		manualTrigger(),
		createOrder(
			'Order',
			{ ...LIMIT, price: '58000', options: { timeout: 3 } },
			{ onError: 'continueErrorOutput' },
		),
		noOp('Placed'),
		noOp('Not Placed'),
	],
	{ Start: ['Order'], Order: ['Placed', 'Not Placed'] },
);
