import { clock } from '../exchange/clock';
import {
	abs,
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
import { normalizeSymbol } from '../fields/symbol';
import { listEntries } from '../fields/textList';
import { maxOrderValue, maxSpentPerDay } from './money';
import {
	unchecked,
	UNREAD_ORDERS,
	type Breach,
	type Judge,
	type OrderFacts,
	type Owner,
	type Rail,
} from './rail';

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
			if (account === undefined) return unchecked(UNREAD_ORDERS, named, limit);
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
				const why = 'n8n does not say when this execution started';
				return unchecked(why, named, limit, 'Set Signal Time');
			}
			const age = clock.now() - signalAt;
			if (age < -CLOCKS_DIFFER_MS) {
				const why = `The time of the signal is ${Math.ceil(-age / 1000)} s in the future`;
				const breach = unchecked(why, named, limit, 'Check Signal Time');
				return { ...breach, value: `${Math.floor(age / 1000)} s` };
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
				return unchecked('The last price could not be read', named, limit);
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

/** The rails of each owner, in the order in which they are checked. */
export const RAILS: Readonly<Record<Owner, readonly Rail[]>> = {
	credential: [trading, allowedSymbols, maxOrderValue, maxOrdersPerHour, maxSpentPerDay],
	node: [allowedSymbols, allowedSides, maxAge, maxDeviation, maxOrderValue],
};
