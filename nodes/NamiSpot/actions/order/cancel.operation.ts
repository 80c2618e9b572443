import { cancelOrder } from '../../canceling/cancelOrder';
import type { CancelOutcome } from '../../canceling/doubt';
import { noteWithdrawn, type Cancellation } from '../../canceling/settle';
import { MOST_HISTORY_ORDERS } from '../../exchange/api/orders';
import { Failure } from '../../exchange/reply/failure';
import { currentLimits } from '../../rails/currentLimits';
import { holdCancellation } from '../../rails/hold';
import type { Operation } from '../operation';
import { symbolField } from '../../fields/symbol';
import { cancelOptionsField, readCancelOptions } from './cancelOptions';
import { orderIdField, readOrderId } from '../../fields/orderId';
import { presentCancellation } from './presentCancellation';

export const cancel: Operation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel order',
		description:
			'Cancel one open order by its ID. Canceling twice does no harm: the outcome is then already_canceled. A filled order cannot be canceled.',
	},
	fields: [
		symbolField('The market that the order was placed on'),
		orderIdField,
		cancelOptionsField,
	],
	outcomeIfUnsent: 'not_canceled',

	async execute(run) {
		const { fields } = run;
		const symbol = fields.symbol();
		const displayingId = readOrderId(fields);
		const options = readCancelOptions(run);
		const connection = await run.connection();
		holdCancellation(await currentLimits(connection, options.limits), symbol);
		const result = await cancelOrder(connection, { displayingId, symbol }, options);
		if (result instanceof Failure) throw result;
		noteWithdrawn(connection, [result]);
		const refuse = REFUSED_OUTCOMES[result.outcome];
		if (refuse !== undefined) throw refuse(result);
		return [presentCancellation(result, options.simplify)];
	},
};

/** Outcomes that are not what was asked for. */
const REFUSED_OUTCOMES: Readonly<
	Partial<Record<CancelOutcome, (result: Cancellation) => Failure>>
> = {
	already_filled: ({ name, order }) =>
		new Failure(
			{
				outcome: 'not_canceled',
				reason: 'already_filled',
				...name,
				orderStatus: order?.status,
				executedQty: order?.executedQty,
			},
			`Order ${name.displayingId} of ${name.symbol} was filled before it could be canceled`,
			'Nothing is left to cancel; place an order on the other side to undo it',
		),
	not_found: ({ name }) =>
		new Failure(
			{ outcome: 'not_canceled', reason: 'not_found', ...name },
			`Order ${name.displayingId} of ${name.symbol} was not found: it is neither among the open orders nor in the newest ${MOST_HISTORY_ORDERS} of the history`,
			'Check the ID, the symbol and the credential’s account',
		),
};
