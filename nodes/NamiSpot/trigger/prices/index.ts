import type { IDataObject } from 'n8n-workflow';

import { showOnlyFor } from '../../fields/showOnlyFor';
import { lastPriceIn, readTickers } from '../../exchange/api/tickers';
import { isoTime } from '../../exchange/clock';
import { formatDecimal } from '../../exchange/decimal';
import { isRecord } from '../../exchange/guards';
import { toNumber } from '../../exchange/realTypes';
import type { Settings } from '../settings';
import type { Poll, PollResult, Source, TriggerEvent } from '../source';
import { priceAbove, priceBelow } from './crossing';
import { priceMovedBy } from './movedBy';
import type { Price, PriceEvent, SymbolRule } from './priceEvent';

/** A new price event is one file and one line here. */
const priceEvents: readonly PriceEvent[] = [priceAbove, priceBelow, priceMovedBy];

/** A chosen event for one symbol. */
interface Watch extends SymbolRule {
	/** What it is remembered by. */
	readonly key: string;
	readonly event: string;
}

interface PricesMemory extends IDataObject {
	/** By watch. */
	rules: IDataObject;
	/** The symbols that had no price at the last poll, which the log knows. */
	priceless: string[];
}

function isPricesMemory(memory: unknown): memory is PricesMemory {
	return isRecord(memory) && isRecord(memory.rules) && Array.isArray(memory.priceless);
}

/** Each once: a level that is written twice happens once. */
function watchesOf(settings: Settings): Watch[] {
	const watches = priceEvents
		.filter(({ option }) => settings.filters.events.includes(option.value))
		.flatMap(({ option: { value: event }, rules }) =>
			rules(settings).map(({ symbol, rule }) => {
				return { key: [event, symbol, rule.key].join(':'), event, symbol, rule };
			}),
		);
	return [...new Map(watches.map((watch) => [watch.key, watch])).values()];
}

function watchedSymbols(watches: readonly Watch[]): string[] {
	return [...new Set(watches.map(({ symbol }) => symbol))];
}

/** The last prices by symbol, in one call; a symbol that sleeps has none. */
async function readPrices(poll: Poll, symbols: readonly string[]): Promise<Map<string, Price>> {
	const [only, ...others] = symbols;
	const symbol = others.length === 0 ? only : undefined;
	const rows = await readTickers(poll.connection, { symbol, timeout: poll.budget.timeout() });
	const prices = new Map<string, Price>();
	for (const row of rows) {
		const value = lastPriceIn(row);
		if (value !== undefined) prices.set(String(row.s), { at: poll.now, value });
	}
	return prices;
}

async function pollPrices(poll: Poll, saved: unknown): Promise<PollResult> {
	const { rules, priceless } = isPricesMemory(saved) ? saved : begin();
	const watches = watchesOf(poll.settings);
	const prices = await readPrices(poll, watchedSymbols(watches));
	const memory: IDataObject = {};
	const events: TriggerEvent[] = [];
	for (const watch of watches) {
		const { key, rule, symbol } = watch;
		const known = rules[key];
		const price = prices.get(symbol);
		if (price === undefined) {
			if (known !== undefined) memory[key] = known;
			continue;
		}
		if (known !== undefined && !rule.isUsable(known)) {
			poll.log('warn', `The saved state for ${key} is damaged; starting from now`);
		}
		const step = rule.step(rule.startsAnew && poll.isActivation ? undefined : known, price);
		memory[key] = step.memory;
		if (step.changed !== undefined) events.push(eventOf(watch, step.changed, price));
	}
	const silent = watchedSymbols(watches).filter((symbol) => !prices.has(symbol));
	for (const symbol of silent.filter((one) => !priceless.includes(one))) {
		poll.log('warn', `The exchange has no price of ${symbol} from the last week`);
	}
	return { memory: { rules: memory, priceless: silent }, events };
}

function begin(): PricesMemory {
	return { rules: {}, priceless: [] };
}

function eventOf({ event, key, symbol }: Watch, changed: IDataObject, price: Price): TriggerEvent {
	const time = isoTime(price.at);
	const eventId = [key, time].join(':');
	return { event, eventId, time, symbol, changed, price: toNumber(formatDecimal(price.value)) };
}

/** As if each event had happened at the price now. */
async function samplePrices(poll: Poll): Promise<TriggerEvent[]> {
	const watches = watchesOf(poll.settings);
	const prices = await readPrices(poll, watchedSymbols(watches));
	return watches.flatMap((watch) => {
		const price = prices.get(watch.symbol);
		if (price === undefined) return [];
		return [{ ...eventOf(watch, watch.rule.sample(price), price), sample: true }];
	});
}

export const prices: Source = {
	name: 'prices',
	options: priceEvents.map(({ option }) => option),
	subtitles: Object.fromEntries(
		priceEvents.map(({ option, subtitle }) => [option.value, subtitle]),
	),
	fields: priceEvents.flatMap(({ option, fields }) =>
		showOnlyFor(fields, { events: [option.value] }),
	),
	symbolsIn: (settings) => watchedSymbols(watchesOf(settings)),
	isUsable: isPricesMemory,
	begin,
	settledUntil: () => Infinity,
	poll: pollPrices,
	sample: samplePrices,
};
