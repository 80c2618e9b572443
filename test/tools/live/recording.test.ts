import {
	profileNamed,
	startExchange,
	type Exchange,
	type ExchangeOptions,
} from '../../../tools/exchange';
import { recordedSettings, type Recording } from '../../../tools/exchange/recorded';
import { checkLive } from '../../../tools/live/checkLive';
import { sanitized } from '../../../tools/live/sanitize';
import { LIMIT, ORDER, sendBoth } from '../exchange/testClient';
import { SharedTime } from './sharedTime';

let exchange: Exchange;

afterEach(() => exchange.close());

async function record(options: ExchangeOptions, placeOrder = true): Promise<Recording> {
	const time = new SharedTime();
	exchange = await startExchange({ ...options, clock: time });
	for (const order of [LIMIT, LIMIT, { ...LIMIT, type: 'OCO', ...STOP }]) {
		const call = { exchange, now: time.now(), address: '192.0.2.1' };
		await sendBoth(call, 'POST', ORDER, { ...order, quoteOrderQty: 60 });
	}
	exchange.state.setPrice('BTCUSDT', '59000');
	exchange.state.setPrice('BTCUSDT', '62877.99');
	time.sleep(60_000);
	const { url: baseUrl, apiKey, apiSecret } = exchange;
	const recordings: Recording[] = [];
	await checkLive({
		...{ baseUrl, apiKey, apiSecret, symbol: 'BTCUSDT', placeOrder, time },
		say: () => {},
		record: (recording) => recordings.push(recording),
	});
	const [recording] = recordings;
	if (recording === undefined) throw new Error('Nothing was recorded');
	return recording;
}

const STOP = { stopPrice: 64000, limitPrice: 64100 };

it.each([
	'documented',
	'own-markets',
	'pages-from-zero',
	'url-only',
	'body-only',
	'both-carriers',
	'older-errors',
	'error-in-message',
	'nest-envelope',
	'doubly-wrapped',
	'errors-under-200',
	'candles-1m-1h-1d',
	'market-needs-price',
	'mixed:5',
])(
	'under %s it records how the exchange behaves, and places nothing but its one order',
	async (name) => {
		const { settings, answers } = await record({ profile: profileNamed(name) });
		const { ownQuotes, timestampWindowMs } = settings;
		const found = Object.fromEntries(
			Object.entries(settings).filter(([name]) => !/Ms$|ownQuotes/.test(name)),
		);
		expect(exchange.settings).toMatchObject(found);
		expect(Object.keys(found).sort()).toEqual(
			[
				...['candlesShape', 'depthShape', 'doublyWrapped', 'envelope', 'errorsWithHttp200'],
				...['firstPage', 'httpErrorsInBody', 'marketNeeds', 'ocoLegs', 'openShape', 'resolutions'],
				...['signedIn', ...(settings.errorForm === undefined ? [] : ['errorForm'])],
			].sort(),
		);
		expect(timestampWindowMs).toBe(4000);
		expect(ownQuotes).toEqual(exchange.settings.ownQuotes.includes('USDT') ? ['USDT'] : []);
		expect(answers.length).toBeGreaterThan(5);
		expect(exchange.placed.filter(({ type }) => type === 'MARKET')).toEqual([]);
		expect(exchange.orders).toHaveLength(4);
	},
);

it('without --place-order it asks what reading can tell, and sends no order', async () => {
	const { settings } = await record({ profile: 'url-only' }, false);
	expect(settings).toMatchObject({ firstPage: 1, envelope: 'status' });
	expect(settings).not.toHaveProperty('signedIn');
	expect(exchange.countOrderPosts()).toBe(3);
});

it('records how late lists are', async () => {
	const { settings } = await record({ profile: 'slow-lists' });
	expect(settings.historyLagMs).toBeGreaterThan(4000);
	expect(settings.openLagMs).toBeGreaterThan(4000);
});

it('records no key, id, amount or time', async () => {
	const recording = await record({});
	const text = JSON.stringify(recording);
	for (const secret of [exchange.apiKey, exchange.apiSecret, '43537', '62877', '31438', '60.06']) {
		expect(text).not.toContain(secret);
	}
	expect(text).not.toMatch(/[0-9a-f]{16}/);
	expect(recording.day).toMatch(/^\d{4}-\d\d-\d\d$/);
});

it('can be played: an exchange with its settings answers alike', async () => {
	const recording = await record({ profile: 'both-carriers' });
	await exchange.close();
	exchange = await startExchange(recordedSettings(recording));
	expect((await sendBoth({ exchange }, 'POST', ORDER, LIMIT)).status).toBe(200);
	expect(exchange.settings.signedIn).toBe('both');
});

it('says nothing that is no setting', async () => {
	exchange = await startExchange();
	const settings = (value: object) => () => recordedSettings({ settings: value });
	expect(settings({ signedIn: 'url', firstPage: 0 })).not.toThrow();
	expect(settings({ signedIn: 'header' })).toThrow('A recording cannot say signedIn: "header"');
	expect(settings({ nonsense: 1 })).toThrow('A recording cannot say nonsense');
	expect(settings({ historyLagMs: -1 })).toThrow('historyLagMs');
	expect(() => profileNamed('recorded')).not.toThrow();
});

it('keeps the form of an answer and nothing of its content', () => {
	const order = {
		_id: '6123abc0123abc0123abc012',
		displayingId: 435372,
		symbol: 'BTCUSDT',
		price: '60000.5',
		executedPrice: 0,
		stopPrice: null,
		useQuoteQty: null,
		createdAt: '2025-02-01T12:00:00.345Z',
	};
	expect(sanitized({ status: 'ok', data: [order, order, order] })).toEqual({
		status: 'ok',
		data: Array.from({ length: 2 }, () => ({
			_id: '…',
			displayingId: 1,
			symbol: 'BTCUSDT',
			price: '1',
			executedPrice: 0,
			stopPrice: null,
			useQuoteQty: null,
			createdAt: '2025-01-01T00:00:00.000Z',
		})),
	});
	expect(sanitized({ 9: { value: 0 }, 22: { value: 5 }, 36: {} })).toEqual({
		1: { value: 0 },
		2: { value: 1 },
	});
});
