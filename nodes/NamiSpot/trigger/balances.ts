import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { knownAssetNames, readAssetNames, type AssetNames } from '../exchange/api/assets';
import { nothingOf, readBalances, type Balance } from '../exchange/api/balances';
import { isoTime } from '../exchange/clock';
import {
	abs,
	compareDecimals,
	formatDecimal,
	parseDecimal,
	subtract,
	ZERO,
	type Decimal,
} from '../exchange/decimal';
import { isRecord, numberOf } from '../exchange/guards';
import { nearestNumber } from '../exchange/realTypes';
import { quoted } from '../fields/kind';
import { namedAmountsKind } from '../fields/namedAmounts';
import { showOnlyFor } from '../fields/showOnlyFor';
import { assetsField, type Settings } from './settings';
import type { Poll, PollResult, Source, TriggerEvent } from './source';

const balanceChanged: INodePropertyOptions & { value: string } = {
	name: 'Balance Changed',
	value: 'balanceChanged',
	description: 'The amount of an asset in the spot wallet changed, for any reason',
};

const smallestChangeField = { displayName: 'Smallest Change', name: 'smallestChange' } as const;
const smallestChangeKind = namedAmountsKind('10, or one per asset: USDT 10, BTC 0.001', {
	orZero: true,
});

interface BalancesMemory extends IDataObject {
	/** When they were read, in Unix milliseconds of the exchange’s clock; undefined before the first time. */
	readAt?: number;
	/** By asset id: the balance that was told last, or that was there first. */
	told: Record<string, string>;
}

function isBalancesMemory(memory: unknown): memory is BalancesMemory {
	if (!isRecord(memory) || !isRecord(memory.told)) return false;
	const isDated = memory.readAt === undefined || numberOf(memory.readAt) !== undefined;
	return isDated && Object.values(memory.told).every((total) => parseDecimal(total) !== undefined);
}

const begin = (): BalancesMemory => ({ told: {} });

/** One call a poll; the names of assets are known from an earlier one. */
async function pollBalances(poll: Poll, saved: unknown): Promise<PollResult> {
	const memory = isBalancesMemory(saved) ? saved : begin();
	const names = await namesFor(poll);
	const smallest = smallestChanges(poll.settings, names);
	const balances = await read(poll);
	const told: Record<string, string> = {};
	const events: TriggerEvent[] = [];
	for (const balance of withoutGaps(balances, memory.told)) {
		const { assetId, total } = balance;
		const from = parseDecimal(memory.told[assetId]) ?? (memory.readAt === undefined ? total : ZERO);
		const change = subtract(total, from);
		const least = smallest.get(assetId) ?? smallest.get(undefined) ?? ZERO;
		const isEnough = change.units !== 0n && compareDecimals(abs(change), least) >= 0;
		if (memory.readAt === undefined || !isWanted(poll, balance, names, memory.readAt)) {
			told[assetId] = formatDecimal(total);
		} else if (isEnough) {
			told[assetId] = formatDecimal(total);
			events.push(eventOf(poll, { balance, names, from }));
		} else {
			told[assetId] = formatDecimal(from);
		}
	}
	const kept = Object.entries(told).filter(([, total]) => total !== '0');
	return { memory: { readAt: poll.now, told: Object.fromEntries(kept) }, events };
}

async function read({ connection, budget }: Poll): Promise<Balance[]> {
	const balances = await readBalances(connection, { wallet: 'spot', timeout: budget.timeout() });
	// What floating-point arithmetic leaves in the last digits is no change.
	return balances.map((balance) => ({
		...balance,
		total: parseDecimal(nearestNumber(balance.total)) ?? balance.total,
	}));
}

/** An asset that was there and is listed no more is gone. */
function withoutGaps(balances: readonly Balance[], told: Record<string, string>): Balance[] {
	const listed = new Set(balances.map(({ assetId }) => assetId));
	const gone = Object.keys(told).filter((assetId) => !listed.has(assetId));
	return [...balances, ...gone.map(nothingOf)];
}

/** Names are needed where a field holds some; elsewhere ids will do for a while. */
async function namesFor({ connection, settings, budget }: Poll): Promise<AssetNames> {
	const named = [...settings.filters.assets, ...settings.fields.textList(smallestChangeField)];
	return named.some((name) => /[a-z]/i.test(name))
		? await readAssetNames(connection, budget.timeout())
		: await knownAssetNames(connection);
}

/** The smallest change to tell, by asset id; under undefined that of all others. */
function smallestChanges(
	{ filters, fields }: Settings,
	names: AssetNames,
): Map<string | undefined, Decimal> {
	const given = fields.given(smallestChangeField) ?? '';
	const amounts = given === '' ? [] : fields.read(smallestChangeField, smallestChangeKind);
	for (const asset of filters.assets) idOf(asset);
	const smallest = new Map<string | undefined, Decimal>();
	for (const { name, amount } of amounts) {
		const id = name === undefined ? undefined : idOf(name);
		if (smallest.has(id)) {
			throw fields.invalid(
				smallestChangeField,
				`${smallestChangeField.displayName} names ${name} more than once`,
				'Enter one amount for each asset',
			);
		}
		smallest.set(id, amount);
	}
	return smallest;

	function idOf(asset: string): string {
		const id = assetIdOf(asset, names);
		if (id !== undefined) return id;
		throw fields.invalid(
			assetsField,
			`The exchange has no asset ${quoted(asset)}`,
			'Check its spelling, or enter the asset’s ID, which is a number',
		);
	}
}

function assetIdOf(asset: string, names: AssetNames): string | undefined {
	const wanted = asset.toUpperCase();
	const [id] = [...names].find(([, name]) => name.toUpperCase() === wanted) ?? [];
	return id ?? (/^\d+$/.test(asset) ? asset : undefined);
}

/** Assets are watched by the names that somebody has entered, which may be ids, too. */
function isWanted(
	{ scope }: Poll,
	{ assetId }: Balance,
	names: AssetNames,
	since: number,
): boolean {
	const events = balanceChanged.value;
	const name = names.get(assetId)?.toUpperCase() ?? assetId;
	return [name, assetId].some((assets) => scope.wants({ events, assets }, since));
}

function eventOf(
	poll: Poll,
	{ balance, names, from }: { balance: Balance; names: AssetNames; from: Decimal },
): TriggerEvent {
	const { assetId, total, locked, available } = balance;
	const time = isoTime(poll.now);
	const asset = names.get(assetId) ?? assetId;
	return {
		event: balanceChanged.value,
		eventId: [balanceChanged.value, asset, time].join(':'),
		time,
		asset,
		changed: {
			total: {
				from: nearestNumber(from),
				to: nearestNumber(total),
				by: nearestNumber(subtract(total, from)),
			},
		},
		balance: {
			asset,
			assetId,
			total: nearestNumber(total),
			available: nearestNumber(available),
			locked: nearestNumber(locked),
		},
	};
}

export const balances: Source = {
	name: 'balances',
	options: [balanceChanged],
	fields: showOnlyFor(
		[
			{
				...assetsField,
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getAssets' },
				default: [],
				description:
					'Only balances of these assets. Empty means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				...smallestChangeField,
				type: 'string',
				default: '',
				placeholder: 'e.g. USDT 10, BTC 0.001',
				description:
					'Smaller changes are added up until they reach this. One number for all assets, or one per asset: USDT 10, BTC 0.001.',
			},
		],
		{ events: [balanceChanged.value] },
	),
	isUsable: isBalancesMemory,
	begin,
	settledUntil: (memory) => (isBalancesMemory(memory) ? (memory.readAt ?? 0) : 0),
	poll: pollBalances,
	async sample(poll) {
		const names = await namesFor(poll);
		smallestChanges(poll.settings, names);
		const held = (await read(poll)).filter(({ total }) => total.units !== 0n);
		const wanted = held.filter((balance) => isWanted(poll, balance, names, poll.now));
		return wanted.slice(0, 1).map((balance) => ({
			...eventOf(poll, { balance, names, from: balance.total }),
			sample: true,
		}));
	},
};
