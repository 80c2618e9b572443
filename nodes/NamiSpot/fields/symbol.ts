import type { INodeProperties } from 'n8n-workflow';

import { Refused, type Kind } from './kind';

const SYMBOL_SEPARATORS = /[/_\-\s]/g;
const SYMBOL = /^[A-Z0-9]{4,30}$/;

/** The Symbol field, wherever there is one. */
export const symbolName = { displayName: 'Symbol', name: 'symbol' } as const;

/**
 * A symbol in any of the forms `BTCUSDT`, `btcusdt`, `BTC/USDT`, `BTC-USDT`, `BTC_USDT`, read as the
 * exchange writes it: `BTCUSDT`.
 */
export const symbolKind: Kind<string> = {
	howToFill: 'Enter a symbol, e.g. BTCUSDT',
	read(given) {
		const symbol = typeof given === 'string' ? normalizeSymbol(given) : undefined;
		return (
			symbol ??
			new Refused(
				'which is not how a symbol looks',
				'Enter base and quote asset, e.g. BTCUSDT or BTC/USDT',
			)
		);
	},
};

/** The exchange's form of a symbol; undefined for what cannot be one. */
export function normalizeSymbol(given: string): string | undefined {
	const symbol = withoutSeparators(given);
	return SYMBOL.test(symbol) ? symbol : undefined;
}

/** What was typed of a symbol as the exchange writes symbols: `btc/` becomes `BTC`. */
export function withoutSeparators(given: string): string {
	return given.toUpperCase().replace(SYMBOL_SEPARATORS, '');
}

/** A Symbol field that differs from the usual one. */
export interface SymbolFieldOptions {
	readonly description: string;
	/** For filters: left empty, it means all symbols. */
	readonly required?: boolean;
}

/** The Symbol field, wherever an operation has one. */
export function symbolField(description: string | SymbolFieldOptions): INodeProperties {
	const options = typeof description === 'string' ? { description } : description;
	return {
		...symbolName,
		type: 'resourceLocator',
		required: options.required ?? true,
		default: { mode: 'list', value: '' },
		description: options.description,
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
				hint: 'BTC/USDT, btcusdt and BTC-USDT are understood too',
			},
		],
	};
}
