import type { INodeProperties } from 'n8n-workflow';

import { cleaned, Refused, type Kind } from './kind';

const SYMBOL_SEPARATORS = /[/_\-\s]/g;
const SYMBOL = /^[A-Z0-9]{4,30}$/;

export const symbolName = { displayName: 'Symbol', name: 'symbol' } as const;

/** As charts and alerts put it before a symbol, `BINANCE:BTCUSDT`; behind it stands more than an asset. */
const PLACE = /^[A-Z][A-Z0-9_]{1,19}:(?=[A-Z0-9/_\-\s.!]{5,}$)/;
/** Some write out that they mean the spot market: `BTCUSDT.SPOT`, `BTC-USDT-SPOT`. */
const SPOT_ENDING = /[._-]SPOT$/;
/**
 * What only futures and swaps are called, on any exchange: `BTCUSDT.P`, `BTCUSDTPERP`, `BTC-USDT-SWAP`,
 * `BTC/USDT:USDT` (settled in USDT), `BTC1!`, `BTCUSDT_250328`.
 */
const FUTURES: readonly RegExp[] = [
	/\.(?:P|PERP)$/,
	/[A-Z0-9][_-]?(?:PERP|PERPETUAL)$/,
	/[_-](?:SWAP|FUTURES?)$/,
	/^[A-Z0-9]+[/_-][A-Z0-9]+:[A-Z0-9]+(?:-\d{6,8})?$/,
	/\d!$/,
	/[_-]\d{6}(?:\d{2})?$/,
];

/**
 * A symbol in any of the forms in which people and alerts write one, `BTCUSDT`, `btc/usdt`,
 * `BTC-USDT`, `BTC_USDT`, `BINANCE:BTCUSDT`, read as the exchange writes it: `BTCUSDT`. A future is
 * refused: it is another thing than the spot market of that name.
 */
export const symbolKind: Kind<string> = {
	howToFill: 'Enter a symbol, e.g. BTCUSDT',
	read(given) {
		const symbol = typeof given === 'string' ? normalizeSymbol(given) : undefined;
		if (symbol !== undefined) return symbol;
		if (typeof given === 'string' && isFuture(withoutPlace(given))) {
			return new Refused(
				'which is a future; this node trades on the spot market',
				'If you mean the spot market, write its symbol, e.g. BTCUSDT',
			);
		}
		return new Refused(
			'which is not a valid symbol',
			'Enter base and quote asset, e.g. BTCUSDT or BTC/USDT',
		);
	},
};

/** The exchange's form of a symbol; undefined for what cannot be one, and for what is a future. */
export function normalizeSymbol(given: string): string | undefined {
	const name = withoutPlace(given);
	if (isFuture(name)) return undefined;
	const symbol = withoutSeparators(name.replace(SPOT_ENDING, ''));
	return SYMBOL.test(symbol) ? symbol : undefined;
}

function withoutPlace(given: string): string {
	return cleaned(given).toUpperCase().replace(PLACE, '');
}

function isFuture(name: string): boolean {
	return FUTURES.some((form) => form.test(name));
}

/** What was typed of a symbol as the exchange writes symbols: `btc/` becomes `BTC`. */
export function withoutSeparators(given: string): string {
	return given.toUpperCase().replace(SYMBOL_SEPARATORS, '');
}

/**
 * The Symbol field, wherever an operation has one.
 *
 * @param required false for filters, which may stay empty, and where an expression may decide that it shows
 */
export function symbolField(description: string, required = true): INodeProperties {
	return {
		...symbolName,
		type: 'resourceLocator',
		required,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a symbol…',
				typeOptions: { searchListMethod: 'searchSymbols', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. BTCUSDT',
				hint: 'BTC/USDT, btcusdt and BINANCE:BTCUSDT are understood too',
			},
		],
	};
}
