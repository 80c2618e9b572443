import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../exchange/guards';
import { LABELS } from '../symbolRules/amounts';

const labels = new Map<string, string>(Object.entries(LABELS));

/** More would push the output out of sight. */
const MOST_SENTENCES = 3;

/**
 * What an order's fields did not say and its preparation has decided, in sentences for above the
 * output: what was rounded, what a share of the account or a percentage came to.
 */
export function remarkHints(results: readonly IDataObject[]): string[] {
	const told = results.flatMap((result) => {
		const remarks = [adjusted(result), sized(result), priced(result)].filter(Boolean);
		return remarks.length === 0 ? [] : [{ id: result.displayingId, remarks: remarks.join(' ') }];
	});
	if (told.length > MOST_SENTENCES) {
		return [
			`${told.length} orders were adjusted, sized or priced by the node: see adjusted, sized and pricedFrom in their items.`,
		];
	}
	return told.map(({ id, remarks }) =>
		told.length === 1 || id === undefined ? remarks : `Order ${String(id)}: ${remarks}`,
	);
}

function adjusted({ adjusted: changes }: IDataObject): string | undefined {
	if (!Array.isArray(changes) || changes.length === 0) return undefined;
	const shown = changes
		.filter(isRecord)
		.map(
			({ field, from, to }) =>
				`${labels.get(String(field)) ?? String(field)} ${String(from)} → ${String(to)}`,
		);
	return `Adjusted to the exchange’s rules: ${shown.join(', ')}.`;
}

function sized({ sized: size }: IDataObject): string | undefined {
	if (!isRecord(size)) return undefined;
	const { percent, balance, riskPercent, equity, asset, result } = size;
	const share =
		riskPercent === undefined
			? `${String(percent)}% of ${String(balance)}`
			: `a risk of ${String(riskPercent)}% of ${String(equity)}`;
	return `Sized: ${share} ${String(asset)} came to ${String(result)}.`;
}

function priced({ pricedFrom }: IDataObject): string | undefined {
	if (!isRecord(pricedFrom)) return undefined;
	return `Priced from the last price, ${String(pricedFrom.lastPrice)}.`;
}
