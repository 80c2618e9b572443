import type { IDataObject } from 'n8n-workflow';

import { formatDecimal, ZERO, type Decimal } from '../../exchange/decimal';
import { textOf } from '../../exchange/guards';
import { boughtBy } from '../../exchange/orderFill';
import { cameToNothing, hasExecuted, stateOf, symbolOf } from '../../exchange/orderRow';
import { nearestNumber } from '../../exchange/realTypes';
import { Failure } from '../../exchange/reply/failure';
import { fromRecord, orderParameters } from '../../exchange/spotOrder';
import { asFailure } from '../../nodeError';
import { Delivery } from '../../placement/delivery';
import { exitOf } from '../../placement/entry';
import { requireItsAccount } from '../../placement/itsAccount';
import type { PlacedOrder } from '../../placement/orderRun';
import { waitForFill } from '../../placement/waitForFill';
import { presentOrder } from '../../presentation/order';
import type { Run } from '../run';
import { readProtectedOptions, type CreateOptions } from './createOptions';
import { leaveOnce, type Entered } from './exit';
import { telling } from './placeItem';
import { presentPlaced } from './presentPlaced';

/**
 * Waits for an entry that is placed, cancels what is not filled of it, and protects what is with one
 * selling OCO. Whatever was done by an earlier try stays as it is: only what is missing is added.
 *
 * @throws Failure: `not_placed` when nothing was bought, `unprotected` when what was bought has no exit,
 * `unknown` when it is not known how much was bought, or whether the exit was placed
 */
export async function protect(
	run: Run,
	entry: PlacedOrder,
	{ isResumed }: Pick<Entered, 'isResumed'>,
): Promise<IDataObject> {
	try {
		const options = readProtectedOptions(run);
		const connection = await run.connection();
		await requireItsAccount(run, run.item, entry.data, connection, options.timeout);
		const delivery = Delivery.of(run.context, connection, options.orderKey);
		await delivery?.placed('entry', entry.data);
		const waited = await waitForFill(run, entry, options);
		if (waited.result === 'canceled') {
			await delivery?.ended();
			throw notFilled(waited.placed.data);
		}
		requireOver(waited.placed.data);
		const exit = await telling(run, exitOf(run.item), async () => {
			const entered = { entry: waited.placed.data, delivery, isResumed };
			return await leaveOnce(run, entered, options);
		});
		await delivery?.ended();
		run.ledger.setNaked(run.item, false);
		return presentBoth(run, waited, exit, options);
	} catch (caught) {
		const failure = withEntry(run, entry, asFailure(caught, ACT_NOW, run.context.logger));
		// What would follow would probably be left without protection, too.
		run.ledger.setNaked(run.item, failure.facts.outcome !== 'not_placed');
		throw failure;
	}
}

function presentBoth(
	run: Run,
	{ placed, result }: Awaited<ReturnType<typeof waitForFill>>,
	exit: PlacedOrder,
	options: CreateOptions,
): IDataObject {
	const { ledger } = run;
	const sold = presentPlaced(exit, ledger.remarks(exitOf(run.item)), options);
	return {
		outcome: 'protected',
		symbol: sold.symbol,
		protectedQty: sold.quantity,
		entry: presentPlaced(placed, { result, ...ledger.remarks(run.item) }, options),
		exit: sold,
	};
}

function requireOver(entry: IDataObject): void {
	if (stateOf(entry) !== 'open') return;
	throw new Failure(
		{ outcome: 'not_placed', reason: 'execution_canceled' },
		'The execution was canceled while it waited for the order to be filled',
		ACT_NOW,
	);
}

const ACT_NOW =
	'Sell it with Order → Close Position, or protect it by hand with an OCO. A retry of this execution adds only what is missing';

function notFilled(entry: IDataObject): Failure {
	return new Failure(
		{ outcome: 'not_placed', reason: 'not_filled', orderStatus: entry.status },
		'Nothing was bought: the order was not filled in time and was canceled',
		'Wait for the next signal, or allow a worse price or a longer wait',
	);
}

/** A failure of what was to follow an entry: it names what was bought first, and what of it is naked. */
function withEntry(run: Run, entry: PlacedOrder, failure: Failure): Failure {
	const known = run.ledger.find(run.item);
	const data = known?.state === 'placed' ? known.data : entry.data;
	const { reason, outcome: was } = failure.facts;
	const exit = run.ledger.find(exitOf(run.item)) && run.ledger.prepared(exitOf(run.item));
	const isBought = reason !== 'not_filled';
	const outcome = isBought && was !== 'unknown' ? 'unprotected' : (was ?? 'unprotected');
	const bought = cameToNothing(data) ? ZERO : hasExecuted(data) ? boughtBy(data) : undefined;
	const facts = {
		...failure.facts,
		outcome,
		isPlaced: true,
		symbol: symbolOf(data),
		...(outcome === 'unprotected' && bought && { unprotectedQty: nearestNumber(bought) }),
		entry: presentOrder(data, true),
		...(exit && { exit: orderParameters(fromRecord(exit.order)) }),
	};
	if (!isBought) return new Failure(facts, failure.message, failure.advice);
	const message = `${quantityOf(data, bought)} bought: ${failure.message}`;
	const advice = reason === 'sold_meanwhile' ? failure.advice : `${ACT_NOW}. ${failure.advice}`;
	return new Failure(facts, message, advice);
}

function quantityOf(data: IDataObject, bought: Decimal | undefined): string {
	const asset = textOf(data.baseAsset) ?? `of ${String(symbolOf(data))}`;
	return bought === undefined
		? `An unknown quantity ${asset}`
		: `${formatDecimal(bought)} ${asset}`;
}
