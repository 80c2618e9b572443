import { assetNamed } from '../data/assets';
import { type Big, Decimal } from '../support/decimal';
import type { OrderFee, OrderTerms } from './order';

const FEE_DECIMALS = 12;

/** The fee of a quote amount, in the asset that the account pays its fees in. */
export function feeOf(terms: OrderTerms, quoteAmount: Big, ratio: Big): Big {
	const fee = quoteAmount.times(ratio);
	const { feeAsset } = terms.account;
	return feeAsset === undefined ? fee : convert(fee, terms.market.quote.name, feeAsset);
}

/** The fee that an order starts with: what it will cost if all of it fills. */
export function startingFee(terms: OrderTerms, ratio: Big): OrderFee {
	const asset = terms.account.feeAsset ?? terms.market.quote.name;
	const value = feeOf(terms, terms.quantity.times(terms.price), ratio);
	return { asset, value, ratio, executed: new Decimal(0) };
}

function convert(amount: Big, from: string, to: string): Big {
	const usdt = amount.times(assetNamed(from).usdtPrice);
	return usdt.div(assetNamed(to).usdtPrice).round(FEE_DECIMALS, Decimal.roundDown);
}
