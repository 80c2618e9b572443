import type { INodeProperties } from 'n8n-workflow';

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
		displayName: 'Symbol',
		name: 'symbol',
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
