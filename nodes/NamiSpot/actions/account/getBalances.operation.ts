import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { knownAssetNames, readAssetNames, type AssetNames } from '../../exchange/api/assetNames';
import { formatDecimal, parseDecimal, subtract } from '../../exchange/decimal';
import { isRecord } from '../../exchange/guards';
import { readAs } from '../../exchange/api/read';
import { toNumber, withRealTypes, type FieldTypes } from '../../exchange/realTypes';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import type { ItemFields } from '../../fields/itemFields';
import { quoted } from '../../fields/kind';

const WALLETS = { spot: 0, futures: 2 };
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
	description: 'Which of the account’s wallets to look into. Spot orders use the spot wallet.',
};

const assetField: INodeProperties = {
	displayName: 'Asset',
	name: 'asset',
	type: 'string',
	default: '',
	placeholder: 'e.g. USDT',
	description: 'The name of one asset, or its ID. Leave it empty for all assets.',
};

const hideZeroField: INodeProperties = {
	displayName: 'Hide Zero Balances',
	name: 'hideZero',
	type: 'boolean',
	default: true,
	description:
		'Whether to leave out assets of which the account holds nothing. An asset asked for by name is always shown.',
};

export const getBalances: Operation = {
	option: {
		name: 'Get Balances',
		value: 'getBalances',
		action: 'Get the balances of an account',
		description:
			'Get how much of each asset the account holds, and how much of that is available or locked in orders',
	},
	fields: [walletField, assetField, hideZeroField, timeoutOptionField],
	isRead: true,

	async execute(run, item) {
		const fields = run.fields(item);
		const wallet = fields.choice(walletField, WALLET_NAMES);
		const asset = fields.optionalText(assetField) ?? '';
		const hideZero = fields.boolean(hideZeroField, true);
		const { timeout } = readOptions(fields);

		const connection = await run.connection();
		const isNamed = asset !== '' && !isId(asset);
		const names = isNamed
			? await readAssetNames(connection, timeout)
			: await knownAssetNames(connection);
		const currency = asset === '' ? undefined : idOf(asset, names, fields);
		const parameters = { type: WALLETS[wallet], currency };
		const call = { path: '/api/v4/user/balance', parameters, isSigned: true, timeout };
		const balances = Object.entries(await readAs(connection, call, walletOf))
			.filter(([id]) => currency === undefined || id === currency)
			.map(([id, balance]) => present(id, names.get(id), balance));
		return hideZero && currency === undefined ? balances.filter(isHeld) : balances;
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
		`Asset is ${quoted(asset)}, and no symbol of the exchange has an asset of that name`,
		'Check its spelling, or enter the asset’s ID, which is a number',
	);
}

function walletOf(data: unknown): IDataObject | undefined {
	return isRecord(data) && Object.values(data).every(isRecord) ? data : undefined;
}

const BALANCE_TYPES: FieldTypes = { numbers: ['value', 'locked_value'], dates: [] };

/** The exchange counts what is locked as part of `value`. */
function present(id: string, name: string | undefined, entry: unknown): IDataObject {
	const balance = isRecord(entry) ? withRealTypes(entry, BALANCE_TYPES) : {};
	const value = parseDecimal(balance.value);
	const locked = parseDecimal(balance.locked_value);
	const available =
		value && locked ? { available: toNumber(formatDecimal(subtract(value, locked))) } : {};
	return { asset: name ?? id, assetId: toNumber(id), ...available, ...balance };
}

function isHeld({ value, locked_value: locked }: IDataObject): boolean {
	return [value, locked].some((amount) => parseDecimal(amount)?.units !== 0n);
}
