import { multiply, type Decimal } from '../exchange/decimal';
import type { Limit } from './limits';
import type { OrderFacts } from './rail';

/** A quarter more. */
const MORE: Decimal = { units: 125n, scale: 2 };

/**
 * The rails that an order is within and that a somewhat larger one, or a somewhat busier account,
 * would be beyond: `the credential’s Maximum Order Value (USDT 250)`.
 */
export function nearLimits(limits: readonly Limit[], facts: OrderFacts): string[] {
	const more = withMore(facts);
	return limits
		.filter(({ judge }) => judge?.judge(facts) === undefined && judge?.judge(more) !== undefined)
		.map(({ named, given }) => `${named} (${given})`);
}

function withMore(facts: OrderFacts): OrderFacts {
	const { value, account } = facts;
	return {
		...facts,
		value: value && { ...value, value: multiply(value.value, MORE) },
		account: account && {
			ordersWithinHour: () => Math.ceil((account.ordersWithinHour() + 1) * 1.25) - 1,
			spentWithinDay: (asset) => {
				const spent = account.spentWithinDay(asset);
				return spent && multiply(spent, MORE);
			},
		},
	};
}
