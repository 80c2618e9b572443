import { subtitleExpression } from '../fields/subtitle';
import type { Resource } from './operation';

/** What stands in the Symbol field, chosen or typed; nothing where the operation has none. */
const SYMBOL =
	'(typeof field("symbol") === "string" ? field("symbol") : (field("symbol") ?? {})["value"] ?? "")';

/**
 * What the node will do, as n8n writes it below its name on the canvas: `Buy limit BTCUSDT`,
 * `Get candles ETHUSDT`. An expression, since it has to follow the fields.
 */
export function subtitleOf(resources: readonly Resource[]): string {
	const cases = resources.flatMap(({ option: { value: resource }, operations }) =>
		operations.map(({ option, subtitle }) => {
			const key = JSON.stringify(`${resource} ${option.value}`);
			return `${key}: ${subtitle ?? JSON.stringify(option.action)}`;
		}),
	);
	const chosen = 'field("resource") + " " + field("operation")';
	return subtitleExpression(`(({ ${cases.join(', ')} })[${chosen}] + " " + ${SYMBOL}).trim()`);
}
