import {
	add,
	compareDecimals,
	formatDecimal,
	isPositive,
	parseDecimal,
	type Decimal,
} from '../exchange/decimal';
import { formatAssetAmounts, parseAssetAmounts, type AssetAmounts } from './assetAmounts';
import { LATER, unchecked, UNREAD_ORDERS, type Breach, type OrderFacts, type Rail } from './rail';

export const maxOrderValue: Rail = {
	name: 'maxOrderValue',
	label: 'Maximum Order Value',
	sparesExits: true,
	wanted: 'an amount for each quote asset, e.g. USDT 250, VNST 6000000',
	read(given, named, owner) {
		// The node knows the one asset that it means; the credential's dollars and dong need their names.
		const plain = owner === 'node' ? parseDecimal(given) : undefined;
		if (plain !== undefined && isPositive(plain)) {
			return { needs: ['value'], judge: (facts) => judgeValue(facts, plain, '', named) };
		}
		const amounts = parseAssetAmounts(given);
		return (
			amounts && {
				needs: ['quoteAsset', 'value'],
				judge: (facts) => judgeByAsset(facts, amounts, named, judgeValue),
			}
		);
	},
};

export const maxSpentPerDay: Rail = {
	name: 'maxSpentPerDay',
	label: 'Maximum Spent per Day',
	sparesExits: true,
	wanted: 'an amount for each quote asset, e.g. USDT 1000, VNST 25000000',
	read(given, named) {
		const amounts = parseAssetAmounts(given);
		return (
			amounts && {
				needs: ['quoteAsset', 'value', 'account'],
				judge: (facts) =>
					facts.order.side === 'BUY' ? judgeByAsset(facts, amounts, named, judgeSpent) : undefined,
			}
		);
	},
};

type AmountJudge = typeof judgeValue;

/** Holds an order to the amount of its quote asset; an asset that is not listed holds every order. */
function judgeByAsset(
	facts: OrderFacts,
	amounts: AssetAmounts,
	named: string,
	judge: AmountJudge,
): Breach | undefined {
	const { order, quoteAsset } = facts;
	const limit = formatAssetAmounts(amounts);
	if (quoteAsset === undefined) {
		const why = `The quote asset of ${order.symbol} could not be determined`;
		return unchecked(why, named, limit);
	}
	const most = amounts.get(quoteAsset.toUpperCase());
	if (most !== undefined) return judge(facts, most, quoteAsset, named);
	const message = `${order.symbol} is paid in ${quoteAsset}, which ${named} does not list: ${limit}`;
	return { limit, value: quoteAsset, message, remedy: 'Trade another market' };
}

function judgeValue(
	{ value: worth }: OrderFacts,
	most: Decimal,
	asset: string,
	named: string,
): Breach | undefined {
	const limit = amountOf(most, asset);
	if (worth === undefined) return valueUnknown(named, limit);
	if (compareDecimals(worth.value, most) <= 0) return undefined;
	const value = amountOf(worth.value, asset);
	const message = `The order may be worth ${value} (${worth.origin}), which is above ${named} (${limit})`;
	return { limit, value, message, remedy: 'Lower the amount' };
}

function judgeSpent(
	{ value: worth, account }: OrderFacts,
	most: Decimal,
	asset: string,
	named: string,
): Breach | undefined {
	const limit = amountOf(most, asset);
	if (worth === undefined) return valueUnknown(named, limit);
	const spent = account?.spentWithinDay(asset);
	if (spent === undefined) return unchecked(UNREAD_ORDERS, named, limit);
	const sum = add(spent, worth.value);
	if (compareDecimals(sum, most) <= 0) return undefined;
	const value = amountOf(sum, asset);
	const message = `With this order, the account may have spent ${value} within 24 hours (${amountOf(spent, asset)} before it), which is above ${named} (${limit})`;
	return { limit, value, message, remedy: 'Lower the amount, or wait' };
}

function valueUnknown(named: string, limit: string): Breach {
	const why = 'The order’s value depends on the last price, which could not be read';
	const remedy = `${LATER}, or use an order with a price of its own or with Quote Quantity`;
	return unchecked(why, named, limit, remedy);
}

function amountOf(amount: Decimal, asset: string): string {
	return `${formatDecimal(amount)} ${asset}`.trim();
}
