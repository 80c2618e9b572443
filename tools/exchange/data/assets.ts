/** An asset of the exchange. `usdtPrice` is only used to convert fees between assets. */
export interface Asset {
	readonly id: number;
	readonly name: string;
	readonly usdtPrice: string;
}

/** The assets that the stand-in knows, with the ids that the documented examples show. */
export const ASSETS: readonly Asset[] = [
	{ id: 1, name: 'NAMI', usdtPrice: '0.02' },
	{ id: 9, name: 'BTC', usdtPrice: '62877.99' },
	{ id: 22, name: 'USDT', usdtPrice: '1' },
	{ id: 36, name: 'ETH', usdtPrice: '3400.5' },
	{ id: 39, name: 'VNST', usdtPrice: '0.00004' },
	{ id: 72, name: 'VNDC', usdtPrice: '0.00004' },
	{ id: 447, name: 'NAO', usdtPrice: '0.116' },
	{ id: 501, name: 'LUNA', usdtPrice: '0.4' },
	{ id: 502, name: 'FRESH', usdtPrice: '1' },
];

const byName = new Map(ASSETS.map((asset) => [asset.name, asset]));

/** The asset of that name; the stand-in's own data never names one that is not listed. */
export function assetNamed(name: string): Asset {
	const asset = byName.get(name);
	if (asset === undefined) throw new Error(`No asset is called ${name}`);
	return asset;
}
