import { clock } from '../exchange/clock';
import {
	abs,
	add,
	compareDecimals,
	divideUp,
	formatDecimal,
	HUNDRED,
	isPositive,
	multiply,
	parseDecimal,
	subtract,
	type Decimal,
} from '../exchange/decimal';
import { listEntries } from '../fields/textList';
import { normalizeSymbol } from '../fields/symbol';
import { formatAssetAmounts, parseAssetAmounts, type AssetAmounts } from './assetAmounts';
import type { OrderValue } from './orderValue';
import type { Breach, OrderFacts, Judge, Owner, Rail } from './rail';

const LATER = 'Try again in a while';

const trading: Rail = {
	name: 'trading',
	label: 'Trading',
	holdsCancellations: true,
	wanted: 'one of Allowed, Reduce Only and Read Only',
	read: (given) => TRADING.get(given),
};

const TRADING: ReadonlyMap<unknown, Judge> = new Map([
	['allowed', { needs: [], judge: () => undefined }],
	['reduceOnly', { needs: [], judge: judgeReduceOnly }],
	['readOnly', { needs: [], judge: judgeReadOnly, judgeCancel: judgeReadOnly }],
]);

function judgeReadOnly(): Breach {
	return {
		limit: 'readOnly',
		message: 'The credential is Read Only: it places and cancels nothing',
		remedy: 'Use another credential',
	};
}

function judgeReduceOnly({ order }: OrderFacts): Breach | undefined {
	if (order.side === 'SELL') return undefined;
	return {
		limit: 'reduceOnly',
		value: order.side,
		message: 'The credential is Reduce Only: it places no buy orders',
		remedy: 'Sell, or cancel, which it still allows',
	};
}

/** A rail that an order's symbol or side has to be listed in. */
function listed(
	row: Pick<Rail, 'name' | 'label'>,
	property: 'symbol' | 'side',
	normalize: (entry: string) => string | undefined,
): Rail {
	return {
		...row,
		...(property === 'symbol' && { holdsCancellations: true }),
		wanted: 'a list of them separated by commas',
		read(given, named) {
			const entries = listEntries(given).map((entry) =>
				typeof entry === 'string' ? normalize(entry) : undefined,
			);
			if (entries.length === 0 || entries.includes(undefined)) return undefined;
			const limit = entries.join(', ');
			const judgeValue = (value: string): Breach | undefined => {
				if (entries.includes(value)) return undefined;
				const message = `${value} is not among ${named}: ${limit}`;
				return { limit, value, message, remedy: 'Change the order' };
			};
			return {
				needs: [],
				judge: ({ order }) => judgeValue(order[property]),
				...(property === 'symbol' && { judgeCancel: judgeValue }),
			};
		},
	};
}

export const allowedSymbols = listed(
	{ name: 'allowedSymbols', label: 'Allowed Symbols' },
	'symbol',
	normalizeSymbol,
);

export const allowedSides = listed(
	{ name: 'allowedSides', label: 'Allowed Sides' },
	'side',
	(entry) => entry.trim().toUpperCase(),
);

export const maxOrderValue: Rail = {
	name: 'maxOrderValue',
	label: 'Maximum Order Value',
	sparesExits: true,
	wanted: 'an amount for each quote asset, e.g. USDT 250, VNST 6000000',
	read(given, named, owner) {
		const plain = plainAmount(given, owner);
		if (plain !== undefined) {
			const judge = ({ value }: OrderFacts) => judgeValue(value, plain, named, '');
			return { needs: ['value'], judge };
		}
		const amounts = parseAssetAmounts(given);
		return (
			amounts && { needs: ['quoteAsset', 'value'], judge: byAsset(amounts, named, judgeValue) }
		);
	},
};

/** The node knows the one asset that it means; the credential's dollars and dong need their names. */
function plainAmount(given: unknown, owner: Owner): Decimal | undefined {
	const amount = owner === 'node' ? parseDecimal(given) : undefined;
	return amount !== undefined && isPositive(amount) ? amount : undefined;
}

function judgeValue(
	worth: OrderValue | undefined,
	most: Decimal,
	named: string,
	asset: string,
): Breach | undefined {
	const limit = amountOf(most, asset);
	if (worth === undefined) return valueUnknown(limit, named);
	if (compareDecimals(worth.value, most) <= 0) return undefined;
	const value = amountOf(worth.value, asset);
	const message = `The order may be worth ${value} (${worth.origin}), which is above ${named} (${limit})`;
	return { limit, value, message, remedy: 'Lower the amount' };
}

export const maxSpentPerDay: Rail = {
	name: 'maxSpentPerDay',
	label: 'Maximum Spent per Day',
	sparesExits: true,
	wanted: 'an amount for each quote asset, e.g. USDT 1000, VNST 25000000',
	read(given, named) {
		const amounts = parseAssetAmounts(given);
		if (amounts === undefined) return undefined;
		const judge = (facts: OrderFacts): Breach | undefined => {
			if (facts.order.side !== 'BUY') return undefined;
			const { account } = facts;
			const judgeSum: ValueJudge = (worth, most, _, asset) =>
				judgeSpent(worth, most, named, asset, account?.spentWithinDay(asset));
			return byAsset(amounts, named, judgeSum)(facts);
		};
		return { needs: ['quoteAsset', 'value', 'account'], judge };
	},
};

function judgeSpent(
	worth: OrderValue | undefined,
	most: Decimal,
	named: string,
	asset: string,
	spent: Decimal | undefined,
): Breach | undefined {
	const limit = amountOf(most, asset);
	if (worth === undefined) return valueUnknown(limit, named);
	if (spent === undefined) return sumsUnknown(limit, named);
	const sum = add(spent, worth.value);
	if (compareDecimals(sum, most) <= 0) return undefined;
	const value = amountOf(sum, asset);
	const message = `With this order, the account may have spent ${value} within 24 hours (${amountOf(spent, asset)} before it), which is above ${named} (${limit})`;
	return { limit, value, message, remedy: 'Lower the amount, or wait' };
}

export const maxOrdersPerHour: Rail = {
	name: 'maxOrdersPerHour',
	label: 'Maximum Orders per Hour',
	sparesExits: true,
	wanted: 'a whole number above zero',
	read(given, named) {
		const amount = parseDecimal(given);
		const most = amount === undefined ? Number.NaN : Number(formatDecimal(amount));
		if (!Number.isSafeInteger(most) || most < 1) return undefined;
		const limit = String(most);
		const judge = ({ account }: OrderFacts): Breach | undefined => {
			if (account === undefined) return sumsUnknown(limit, named);
			const count = account.ordersWithinHour() + 1;
			if (count <= most) return undefined;
			const message = `This would be the account’s order number ${count} within 60 minutes, which is above ${named} (${limit})`;
			return { limit, value: String(count), message, remedy: 'Wait' };
		};
		return { needs: ['account'], judge };
	},
};

/** A signal may be given by a clock that is ahead of this machine's. */
const CLOCKS_DIFFER_MS = 5_000;

export const maxAge: Rail = {
	name: 'maxAge',
	label: 'Maximum Age',
	sparesExits: true,
	wanted: 'a number of seconds above zero',
	read(given, named) {
		const most = parseDecimal(given);
		if (most === undefined || !isPositive(most)) return undefined;
		const limit = `${formatDecimal(most)} s`;
		const judge = ({ signalAt }: OrderFacts): Breach | undefined => {
			if (signalAt === undefined) {
				const message = `n8n does not say when this execution started, so ${named} (${limit}) could not be checked`;
				return { limit, message, remedy: 'Set Signal Time' };
			}
			const age = clock.now() - signalAt;
			if (age < -CLOCKS_DIFFER_MS) {
				const message = `The time of the signal is ${Math.ceil(-age / 1000)} s in the future, so ${named} (${limit}) could not be checked`;
				return {
					limit,
					value: `${Math.floor(age / 1000)} s`,
					message,
					remedy: 'Check Signal Time',
				};
			}
			if (age <= Number(formatDecimal(most)) * 1000) return undefined;
			const value = `${Math.ceil(age / 1000)} s`;
			const message = `The signal is ${value} old, which is above ${named} (${limit})`;
			return { limit, value, message, remedy: 'Wait for the next signal' };
		};
		return { needs: [], judge };
	},
};

export const maxDeviation: Rail = {
	name: 'maxDeviation',
	label: 'Maximum Deviation',
	sparesExits: true,
	wanted: 'a number of percent above zero',
	read(given, named) {
		const most = parseDecimal(given);
		if (most === undefined || !isPositive(most)) return undefined;
		const limit = `${formatDecimal(most)} %`;
		const judge = ({ order, lastPrice }: OrderFacts): Breach | undefined => {
			const { price, stopPrice, limitPrice, type } = order;
			const prices = [price, stopPrice, limitPrice].filter((own) => own !== undefined);
			if (type === 'MARKET' || prices.length === 0) return undefined;
			if (lastPrice === undefined) {
				const message = `The last price could not be read, so ${named} (${limit}) could not be checked`;
				return { limit, message, remedy: LATER };
			}
			const far = prices.find((own) => isFurther(own, lastPrice, most));
			if (far === undefined) return undefined;
			const distance = multiply(abs(subtract(far, lastPrice)), HUNDRED);
			const value = `${formatDecimal(divideUp(distance, lastPrice, 2))} %`;
			const message = `The price ${formatDecimal(far)} is ${value} away from the last price ${formatDecimal(lastPrice)}, which is above ${named} (${limit})`;
			return { limit, value, message, remedy: 'Check the price' };
		};
		return { needs: ['lastPrice'], judge };
	},
};

function isFurther(price: Decimal, last: Decimal, percent: Decimal): boolean {
	const distance = multiply(abs(subtract(price, last)), HUNDRED);
	return compareDecimals(distance, multiply(last, percent)) > 0;
}

type ValueJudge = typeof judgeValue;

/** Holds an order to the amount of its quote asset; an asset that is not listed holds every order. */
function byAsset(amounts: AssetAmounts, named: string, judge: ValueJudge): Judge['judge'] {
	return ({ order, quoteAsset, value }) => {
		const limit = formatAssetAmounts(amounts);
		if (quoteAsset === undefined) {
			const message = `The quote asset of ${order.symbol} could not be determined, so ${named} (${limit}) could not be checked`;
			return { limit, message, remedy: LATER };
		}
		const most = amounts.get(quoteAsset.toUpperCase());
		if (most !== undefined) return judge(value, most, named, quoteAsset);
		const message = `${order.symbol} is paid in ${quoteAsset}, which ${named} does not list: ${limit}`;
		return { limit, value: quoteAsset, message, remedy: 'Trade another market' };
	};
}

function valueUnknown(limit: string, named: string): Breach {
	return {
		limit,
		message: `The order’s value depends on the last price, which could not be read, so ${named} (${limit}) could not be checked`,
		remedy: `${LATER}, or use an order with a price of its own or with Quote Quantity`,
	};
}

function sumsUnknown(limit: string, named: string): Breach {
	return {
		limit,
		message: `The account’s orders could not be read, so ${named} (${limit}) could not be checked`,
		remedy: LATER,
	};
}

function amountOf(amount: Decimal, asset: string): string {
	return `${formatDecimal(amount)} ${asset}`.trim();
}

/** The rails of each owner, in the order in which they are checked. */
export const RAILS: Readonly<Record<Owner, readonly Rail[]>> = {
	credential: [trading, allowedSymbols, maxOrderValue, maxOrdersPerHour, maxSpentPerDay],
	node: [allowedSymbols, allowedSides, maxAge, maxDeviation, maxOrderValue],
};
