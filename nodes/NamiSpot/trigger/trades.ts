import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { isRecord, numberOf } from '../exchange/guards';
import { timeOf } from '../exchange/orderRow';
import { sortByOrderType } from './orderTypeFilter';
import { entryId, readPages } from './pages';
import type { Happening, Look, Sighting, Source } from './source';
import {
	afterLook,
	isFirstLook,
	isTimeline,
	readStretches,
	resume,
	unsettledFrom,
	type Timeline,
} from './timeline';

const TRADES_PATH = '/api/v4/spot/trade';

const tradeExecuted: INodePropertyOptions & { value: string } = {
	name: 'Trade Executed',
	value: 'tradeExecuted',
	description: 'A part or all of an order was traded: one event for each trade',
};

interface TradesMemory extends Timeline {
	/** The trades that lists may show again, by id, with their times. */
	known: Record<string, number>;
	/** Those whose orders no list has shown yet, which the filter Order Types needs. */
	undecided?: Record<string, number>;
}

function isTradesMemory(memory: unknown, now: number): memory is TradesMemory {
	if (!isTimeline(memory, now) || !isRecord(memory.known)) return false;
	if (!isRecord(memory.undecided ?? {})) return false;
	return Object.values(memory.known).every((time) => numberOf(time) !== undefined);
}

const begin = (since: number): TradesMemory => ({ since, looks: [], known: {} });

/** One call a poll; more only if there is something to read, or the type of an order to find. */
async function lookAtTrades(look: Look, saved: unknown): Promise<Sighting> {
	const { now } = look;
	const memory = resume(look, isTradesMemory(saved, now) ? saved : begin(now), 'trades');
	const start = unsettledFrom(memory);
	const isSilent = isFirstLook(memory) && memory.since >= now;
	const known = new Map(Object.entries(memory.known));
	const fresh: IDataObject[] = [];
	const until = await readStretches(look, start, async (stretch) => {
		for await (const trades of readPages(look.connection, TRADES_PATH, stretch)) {
			for (const trade of trades) {
				if (madeAt(trade) < start || known.has(entryId(trade))) continue;
				known.set(entryId(trade), madeAt(trade));
				if (madeAt(trade) >= memory.since) fresh.push(trade);
			}
			if (trades.every((trade) => madeAt(trade) < Date.parse(stretch.timeFrom))) return;
		}
	});
	const matching = isSilent ? [] : fresh.filter(look.settings.matches);
	const { passing, undecided } = await sortByOrderType(look, matching, memory.undecided);
	Object.keys(undecided).forEach((id) => known.delete(id));
	const timeline = afterLook(memory, now, until);
	const isRemembered = ([, time]: [string, number]) => time >= timeline.rememberedFrom;
	return {
		memory: {
			...timeline,
			known: Object.fromEntries([...known].filter(isRemembered)),
			undecided: { ...undecided },
		},
		happenings: happeningsOf(passing),
	};
}

function madeAt({ createdAt }: IDataObject): number {
	return timeOf(createdAt) ?? 0;
}

/** Lists show the newest first; events come the oldest first. */
function happeningsOf(trades: readonly IDataObject[]): Happening[] {
	return [...trades].reverse().map((trade) => ({
		event: tradeExecuted.value,
		eventId: `${tradeExecuted.value}:${entryId(trade)}`,
		time: new Date(madeAt(trade)).toISOString(),
		symbol: String(trade.symbol),
		changed: { executedQty: { by: trade.baseQty ?? null } },
		trade,
	}));
}

/** The account’s trades. */
export const trades: Source = {
	name: 'trades',
	events: [tradeExecuted],
	fields: [],
	isUsable: isTradesMemory,
	begin,
	look: lookAtTrades,
	async sample(look) {
		for await (const recent of readPages(look.connection, TRADES_PATH, {})) {
			const { passing } = await sortByOrderType(look, recent.filter(look.settings.matches));
			return happeningsOf(passing);
		}
		return [];
	},
};
