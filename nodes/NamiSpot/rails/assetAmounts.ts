import { formatDecimal, isPositive, parseDecimal, type Decimal } from '../exchange/decimal';
import { phrasesIn } from '../fields/textList';

const ENTRY = /^([A-Za-z0-9]{1,20})\s*[:=\s]\s*(\S+)$/;

export type AssetAmounts = ReadonlyMap<string, Decimal>;

/**
 * Amounts by asset, as in `USDT 250, VNST 6000000`; undefined for anything else: an amount without
 * an asset or not above zero, an asset twice, separators between thousands.
 */
export function parseAssetAmounts(given: unknown): AssetAmounts | undefined {
	if (typeof given !== 'string') return undefined;
	const amounts = new Map<string, Decimal>();
	for (const entry of phrasesIn(given)) {
		const [, asset = '', text] = ENTRY.exec(entry) ?? [];
		const amount = parseDecimal(text);
		const name = asset.toUpperCase();
		if (amount === undefined || !isPositive(amount) || amounts.has(name)) return undefined;
		// `250 USDT` is the wrong way round, and 250 is no asset.
		if (parseDecimal(asset) !== undefined) return undefined;
		amounts.set(name, amount);
	}
	return amounts.size === 0 ? undefined : amounts;
}

/** As they are written: `USDT 250, VNST 6000000`. */
export function formatAssetAmounts(amounts: AssetAmounts): string {
	return [...amounts].map(([asset, amount]) => `${asset} ${formatDecimal(amount)}`).join(', ');
}
