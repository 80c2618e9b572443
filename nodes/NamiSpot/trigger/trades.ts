import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { isRecord, numberOf } from '../exchange/guards';
import { createdAt, symbolOf, wordIn } from '../exchange/orderRow';
import { toNumber } from '../exchange/realTypes';
import { presentTrade } from '../presentation/trade';
import { timeTold } from './orders/events';
import { historyPages, reportUndated } from './pages';
import type { Poll, PollResult, Source, TriggerEvent } from './source';
import {
	afterPoll,
	isFirstPoll,
	isTimeline,
	readStretches,
	resume,
	unsettledFrom,
	type Timeline,
} from './timeline';
import { findOrderTypes, tradeId, type TypedTrade } from './tradeOrderTypes';

const tradeExecuted: INodePropertyOptions & { value: string } = {
	name: 'Trade Executed',
	value: 'tradeExecuted',
	description: 'Part or all of an order was traded: one event per trade',
};

interface TradesMemory extends Timeline {
	/** The trades that lists may show again, by id, with their times, or when they were seen last. */
	known: Record<string, number>;
	/** Those whose orders no list has shown yet, which the filter Order Types needs. */
	undecided?: Record<string, number>;
}

function isTradesMemory(memory: unknown, now: number): memory is TradesMemory {
	if (!isTimeline(memory, now) || !isRecord(memory.known)) return false;
	if (!isRecord(memory.undecided ?? {})) return false;
	return Object.values(memory.known).every((time) => numberOf(time) !== undefined);
}

const begin = (since: number): TradesMemory => ({ since, polls: [], known: {} });

/** One call a poll; more only if there is something to read, or the type of an order to find. */
async function pollTrades(poll: Poll, saved: unknown): Promise<PollResult> {
	const { now } = poll;
	const memory = resume(poll, isTradesMemory(saved, now) ? saved : begin(now), 'trades');
	const start = unsettledFrom(memory);
	const isSilent = isFirstPoll(memory) && memory.since >= now;
	const known = new Map(Object.entries(memory.known));
	const fresh: IDataObject[] = [];
	const progress = await readStretches(poll, memory, 'trades', createdAt, (trade, isOld) => {
		const time = createdAt(trade);
		if (time === undefined ? isOld : time < start) return;
		const isKnown = known.has(tradeId(trade));
		known.set(tradeId(trade), time ?? now);
		if (isKnown) return;
		const isUndecided = Object.hasOwn(memory.undecided ?? {}, tradeId(trade));
		if (time === undefined && !isUndecided) reportUndated(poll, `Trade ${tradeId(trade)}`, trade);
		if (time === undefined ? !isFirstPoll(memory) : time >= memory.since) fresh.push(trade);
	});
	const wanted = isSilent ? [] : fresh.filter((trade) => isWanted(poll, { trade }));
	const { typed, undecided } = await findOrderTypes(poll, wanted, memory.undecided);
	Object.keys(undecided).forEach((id) => known.delete(id));
	const timeline = afterPoll(memory, now, progress);
	const isRemembered = ([, time]: [string, number]) => time >= timeline.rememberedFrom;
	return {
		memory: {
			...timeline,
			known: Object.fromEntries([...known].filter(isRemembered)),
			undecided: { ...undecided },
		},
		events: eventsIn(typed, poll),
	};
}

/** Whether a trade passes the filters, as far as what is known of it tells. */
function isWanted({ scope }: Poll, { trade, type }: TypedTrade): boolean {
	const subject = { symbols: symbolOf(trade), sides: wordIn(trade.side), types: wordIn(type) };
	return scope.wants({ events: tradeExecuted.value, ...subject }, createdAt(trade));
}

/** Lists show the newest first; events come the oldest first. */
function eventsIn(typed: readonly TypedTrade[], poll: Poll): TriggerEvent[] {
	const wanted = typed.filter((trade) => isWanted(poll, trade)).reverse();
	return wanted.map(({ trade }) => ({
		event: tradeExecuted.value,
		eventId: `${tradeExecuted.value}:${tradeId(trade)}`,
		time: timeTold(createdAt(trade)),
		symbol: String(symbolOf(trade)),
		changed: { executedQty: { by: toNumber(trade.baseQty ?? null) } },
		trade: presentTrade(trade, false),
	}));
}

export const trades: Source = {
	name: 'trades',
	options: [tradeExecuted],
	fields: [],
	isUsable: isTradesMemory,
	begin,
	settledUntil: (memory) => (isTradesMemory(memory, Infinity) ? unsettledFrom(memory) : 0),
	poll: pollTrades,
	async sample(poll) {
		for await (const recent of historyPages(poll, 'trades')) {
			const wanted = recent.filter((trade) => isWanted(poll, { trade }));
			return eventsIn((await findOrderTypes(poll, wanted)).typed, poll);
		}
		return [];
	},
};
