import type { IDataObject } from 'n8n-workflow';

import { USUAL_FEE } from '../../exchange/fee';
import { knownAssetNames } from '../../exchange/api/assets';
import { readBalances } from '../../exchange/api/balances';
import { ORDER_PATH } from '../../exchange/api/cancelOrder';
import { compareDecimals, multiply, type Decimal } from '../../exchange/decimal';
import { nearestNumber } from '../../exchange/realTypes';
import { orderParameters, type SpotOrder } from '../../exchange/spotOrder';
import type { Connection } from '../../exchange/wire/request';
import { judgeUnsent } from '../../rails/admission';
import type { AskedOrder } from '../../sizing/askedOrder';
import type { Run } from '../run';
import type { CreateOptions } from './createOptions';
import { summaryOf, type Prospects } from './summary';
import { connectionOf, prepareOrder, type PreparedOrder } from './prepareOrder';

type JudgedOrder = Awaited<ReturnType<typeof judgeUnsent>>;

const TIMEOUT_MS = 5_000;

/**
 * Checks the order of an item as if it were placed, and shows it in the shape of a placed one, with
 * what it would cost and the request.
 *
 * @throws Failure when it would not be sent
 */
export async function dryRun(
	run: Run,
	asked: AskedOrder,
	options: CreateOptions,
): Promise<IDataObject> {
	const prepared = await prepareOrder(run, run.item, asked, options);
	const shown = await shownUnsent(run, prepared, options);
	run.hint(HINT);
	return { outcome: 'dry_run', ...shown };
}

export const HINT = 'Dry Run: the order was checked and not sent.';

/**
 * An order that is not sent, as its item shows it.
 *
 * @param how whether what it takes is there once another order is filled
 * @throws Failure when it is beyond a rail
 */
export async function shownUnsent(
	run: Run,
	{ order, remarks, hints }: PreparedOrder,
	options: CreateOptions,
	{ isFunded = false }: { readonly isFunded?: boolean } = {},
): Promise<IDataObject> {
	const connection = await connectionOf(run);
	const candidate = { order, signalAt: options.signalAt };
	const facts = await judgeUnsent(connection, candidate, options.limits);
	const { quoteOrderQty, ...shown } = orderParameters(order);
	delete shown.useQuoteQty;
	const prospects = prospectsOf(facts);
	return {
		summary: summaryOf(order, prospects),
		...shown,
		...(quoteOrderQty !== undefined && { quoteQty: quoteOrderQty }),
		...costs(prospects),
		...(connection && !isFunded && (await balanceFor(connection, order, prospects))),
		...remarks,
		...(hints.length > 0 && { hints: [...hints] }),
		request: { method: 'POST', path: ORDER_PATH, body: orderParameters(order) },
	};
}

function prospectsOf({ order, value, quoteAsset, near }: JudgedOrder): Prospects {
	return {
		baseAsset: quoteAsset && baseAssetOf(order.symbol, quoteAsset),
		quoteAsset,
		value: value?.value,
		fee: value && multiply(value.value, USUAL_FEE),
		near,
	};
}

function baseAssetOf(symbol: string, quoteAsset: string): string {
	return symbol.endsWith(quoteAsset) ? symbol.slice(0, -quoteAsset.length) : symbol;
}

function costs({ value, fee, quoteAsset, near }: Prospects): IDataObject {
	return {
		...(value && { value: nearestNumber(value) }),
		...(fee && { feeEstimate: nearestNumber(fee) }),
		...(near.length > 0 && { nearLimits: near }),
		...(quoteAsset !== undefined && { quoteAsset, ...(value && { feeAsset: quoteAsset }) }),
	};
}

/** Whether the account holds what the order takes; nothing where that cannot be told. */
async function balanceFor(
	connection: Connection,
	{ side, quantity }: SpotOrder,
	{ value, baseAsset, quoteAsset }: Prospects,
): Promise<IDataObject> {
	const [needed, asset] = side === 'BUY' ? [value, quoteAsset] : [quantity, baseAsset];
	if (needed === undefined || asset === undefined) return {};
	const available = await availableOf(connection, asset).catch(() => undefined);
	if (available === undefined) return {};
	const isEnough = compareDecimals(available, needed) >= 0;
	return {
		balance: {
			asset,
			available: nearestNumber(available),
			needed: nearestNumber(needed),
			isEnough,
		},
		...(!isEnough && { wouldBeRefused: `The account does not have enough ${asset}` }),
	};
}

async function availableOf(connection: Connection, asset: string): Promise<Decimal | undefined> {
	const names = await knownAssetNames(connection);
	const assetId = [...names].find(([, name]) => name === asset)?.[0];
	if (assetId === undefined) return undefined;
	const search = { wallet: 'spot', assetId, timeout: TIMEOUT_MS } as const;
	const [balance] = await readBalances(connection, search);
	return balance?.available;
}
