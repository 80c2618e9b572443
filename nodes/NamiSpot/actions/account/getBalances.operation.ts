import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { knownAssetNames, readAssetNames, type AssetNames } from '../../exchange/api/assets';
import { readBalances, type Balance } from '../../exchange/api/balances';
import { nearestNumber } from '../../exchange/realTypes';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import type { ItemFields } from '../../fields/itemFields';
import { quoted } from '../../fields/kind';

const WALLET_NAMES = ['spot', 'futures'] as const;

const walletField: INodeProperties = {
	displayName: 'Wallet',
	name: 'wallet',
	type: 'options',
	options: [
		{ name: 'Futures', value: 'futures' },
		{ name: 'Spot', value: 'spot' },
	],
	default: 'spot',
	description: 'Which wallet of the account to read. Spot orders use the spot wallet.',
};

const assetField: INodeProperties = {
	displayName: 'Asset',
	name: 'asset',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'One asset. Leave it empty for all assets.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an asset…',
			typeOptions: { searchListMethod: 'searchAssets', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. USDT',
			hint: 'The asset’s ID, a number, is understood too',
		},
	],
};

const hideZeroField: INodeProperties = {
	displayName: 'Hide Zero Balances',
	name: 'hideZero',
	type: 'boolean',
	default: true,
	description:
		'Whether to leave out assets with a zero balance. An asset that you ask for by name is always shown.',
};

export const getBalances: Operation = {
	option: {
		name: 'Get Balances',
		value: 'getBalances',
		action: 'Get balances',
		description: 'Get the balance of each asset: total, available, and locked in orders',
	},
	fields: [walletField, assetField, hideZeroField, timeoutOptionField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const wallet = fields.choice(walletField, WALLET_NAMES);
		const asset = fields.optionalText(assetField) ?? '';
		const hideZero = fields.boolean(hideZeroField, true);
		const { timeout } = readOptions(fields);

		const connection = await run.connection();
		const isNamed = asset !== '' && !isId(asset);
		const names = isNamed
			? await readAssetNames(connection, timeout)
			: await knownAssetNames(connection);
		const assetId = asset === '' ? undefined : idOf(asset, names, fields);
		const balances = await readBalances(connection, { wallet, assetId, timeout });
		const hides = hideZero && assetId === undefined;
		const isHeld = ({ total, locked }: Balance) => total.units !== 0n || locked.units !== 0n;
		const shown = hides ? balances.filter(isHeld) : balances;
		return shown.map((balance) => present(balance, names));
	},
};

function isId(asset: string): boolean {
	return /^\d+$/.test(asset);
}

function idOf(asset: string, names: AssetNames, fields: ItemFields): string {
	const wanted = asset.toUpperCase();
	const named = [...names].find(([, name]) => name.toUpperCase() === wanted);
	if (named !== undefined) return named[0];
	if (isId(asset)) return asset;
	throw fields.invalid(
		assetField,
		`Asset is ${quoted(asset)}, and the exchange has no asset of that name`,
		'Check its spelling, or enter the asset’s ID, which is a number',
	);
}

function present(
	{ assetId, total, locked, available, rest }: Balance,
	names: AssetNames,
): IDataObject {
	return {
		asset: names.get(assetId) ?? assetId,
		assetId,
		total: nearestNumber(total),
		available: nearestNumber(available),
		locked: nearestNumber(locked),
		...rest,
	};
}
