import type { IDataObject } from 'n8n-workflow';

import { showOnlyFor } from '../../fields/showOnlyFor';
import { formatDecimal, isPositive, parseDecimal } from '../../exchange/decimal';
import { isRecord } from '../../exchange/guards';
import { readTickers } from '../../exchange/api/tickers';
import { TIMEOUT_MS } from '../pages';
import { symbolsField } from '../settings';
import type { Happening, Look, Sighting, Source } from '../source';
import { priceAbove, priceBelow } from './crossing';
import { priceMovedBy } from './movedBy';
import type { Price, PriceEvent, Rule, Step } from './priceEvent';

const HOUR_MS = 60 * 60_000;

/** A new price event is one file and one line here. */
const priceEvents: readonly PriceEvent[] = [priceAbove, priceBelow, priceMovedBy];

/** A chosen event for one symbol. */
interface Watch {
	/** What it is remembered by. */
	readonly key: string;
	readonly event: string;
	readonly symbol: string;
	readonly rule: Rule;
}

function watchesOf({ settings }: Look): Watch[] {
	if (settings.symbols.length === 0) {
		throw settings.fields.invalid(
			symbolsField,
			'Symbols is empty',
			'Price events need symbols, e.g. BTCUSDT',
		);
	}
	return priceEvents
		.filter(({ option }) => settings.events.has(option.value))
		.flatMap(({ option: { value: event }, rule: readRule }) => {
			const rule = readRule(settings);
			return settings.symbols.map((symbol) => ({
				key: [event, symbol, rule.key].join(':'),
				event,
				symbol,
				rule,
			}));
		});
}

/** One call: for the only symbol, once it is known to exist, else for all. */
async function tickersFor(look: Look, areKnown: boolean): Promise<Map<string, IDataObject>> {
	const [only, ...others] = look.settings.symbols;
	const symbol = areKnown && others.length === 0 ? only : undefined;
	const rows = await readTickers(look.connection, { symbol, timeout: TIMEOUT_MS });
	return new Map(rows.map((ticker) => [String(ticker.s), ticker]));
}

function priceOf(value: unknown, at: number): Price[] {
	const price = parseDecimal(value);
	return price !== undefined && isPositive(price) ? [{ at, value: price }] : [];
}

async function lookAtPrices(look: Look, saved: unknown): Promise<Sighting> {
	const before = isRecord(saved) ? saved : {};
	const watches = watchesOf(look);
	const tickers = await tickersFor(
		look,
		watches.every(({ key }) => before[key] !== undefined),
	);
	const memory: IDataObject = {};
	const happenings: Happening[] = [];
	for (const watch of watches) {
		const ticker = tickers.get(watch.symbol);
		const known = before[watch.key];
		if (ticker === undefined) reportUnknownSymbol(look, watch, known !== undefined);
		const [price] = priceOf(ticker?.p, look.now);
		if (price === undefined) {
			if (known !== undefined) memory[watch.key] = known;
			continue;
		}
		if (known !== undefined && !watch.rule.isUsable(known)) {
			look.log('warn', `What was remembered of ${watch.key} is damaged: it starts from now`);
		}
		const step = watch.rule.step(known, price);
		memory[watch.key] = step.memory;
		happenings.push(...happeningOf(watch, step, price));
	}
	return { memory, happenings };
}

function reportUnknownSymbol(look: Look, { symbol }: Watch, wasKnown: boolean): void {
	if (wasKnown) return look.log('warn', `The exchange shows no price of ${symbol} any more`);
	throw look.settings.fields.invalid(
		symbolsField,
		`The exchange has no symbol ${symbol}`,
		'Check its spelling',
	);
}

function happeningOf({ event, symbol }: Watch, { changed }: Step, price: Price): Happening[] {
	if (changed === undefined) return [];
	const time = new Date(price.at).toISOString();
	return [
		{
			event,
			eventId: [event, symbol, time].join(':'),
			time,
			symbol,
			changed,
			price: formatDecimal(price.value),
		},
	];
}

/** Events between yesterday’s price, that of an hour ago, and the price now. */
async function samplePrices(look: Look): Promise<Happening[]> {
	const watches = watchesOf(look);
	const tickers = await tickersFor(look, false);
	return watches.flatMap((watch) => {
		const ticker = tickers.get(watch.symbol);
		if (ticker === undefined) reportUnknownSymbol(look, watch, false);
		let memory: unknown;
		return [
			...priceOf(ticker?.ld, look.now - 24 * HOUR_MS),
			...priceOf(ticker?.ph, look.now - HOUR_MS),
			...priceOf(ticker?.p, look.now),
		].flatMap((price) => {
			const step = watch.rule.step(memory, price);
			({ memory } = step);
			return happeningOf(watch, step, price);
		});
	});
}

/** Last prices, as of each poll. */
export const prices: Source = {
	name: 'prices',
	events: priceEvents.map(({ option }) => option),
	fields: priceEvents.flatMap(({ option, fields }) =>
		showOnlyFor(fields, { events: [option.value] }),
	),
	isUsable: isRecord,
	begin: () => ({}),
	look: lookAtPrices,
	sample: samplePrices,
};
