import { normalizeSymbol } from '../../../nodes/NamiSpot/fields/symbol';
import { fieldsOf } from './fieldsOf';

const symbol = (value: unknown) => fieldsOf({ symbol: value }).symbol();

test.each([
	'BTCUSDT',
	'btcusdt',
	'BTC/USDT',
	'btc-usdt',
	'BTC_USDT',
	' BTC USDT ',
	'\u200bBTC\u200dUSDT\ufeff',
	'BTC\u00a0USDT',
	'BINANCE:BTCUSDT',
	'binance:btcusdt',
	'NAMI:BTC/USDT',
	'CRYPTO_COM:BTC_USDT',
	'BTCUSDT.SPOT',
	'BTC-USDT-SPOT',
	'OKX:BTCUSDT.spot',
])('the symbol form %p', (form) => {
	expect(normalizeSymbol(form)).toBe('BTCUSDT');
	expect(symbol(form)).toBe('BTCUSDT');
	expect(symbol({ __rl: true, mode: 'name', value: form })).toBe('BTCUSDT');
});

test.each([
	['NAMI:BTCVNST', 'BTCVNST'],
	['PERPUSDT', 'PERPUSDT'],
	['PERP/USDT', 'PERPUSDT'],
	['SWAPUSDT', 'SWAPUSDT'],
	['BINANCE:1INCHUSDT', '1INCHUSDT'],
	['PUSDT', 'PUSDT'],
])('%p can only mean the spot symbol %p', (form, read) => {
	expect(symbol(form)).toBe(read);
});

test.each([
	'BTCUSDT.P',
	'btcusdt.p',
	'BYBIT:BTCUSDT.P',
	'BINANCE:BTCUSDTPERP',
	'BTCUSDTPERP',
	'BTCUSDT_PERP',
	'BTC-PERP',
	'DERIBIT:BTC-PERPETUAL',
	'BTC-USDT-SWAP',
	'BTC/USDT:USDT',
	'btc/usd:btc',
	'BTC/USDT:USDT-250328',
	'BTCUSDT_250328',
	'BTC-28032025',
	'CME:BTC1!',
])('%p is a future, and says so', (form) => {
	expect(normalizeSymbol(form)).toBeUndefined();
	expect(() => symbol(form)).toThrow(/which is a future; this node trades on the spot market/);
	expect(() => fieldsOf({ symbols: `ETHUSDT, ${form}` }).symbols(SYMBOLS)).toThrow(/is a future/);
});

const SYMBOLS = { name: 'symbols', displayName: 'Symbols' };

test.each<[unknown, RegExp]>([
	['', /^Symbol is empty/],
	[undefined, /^Symbol is empty/],
	['\u200b \u00a0', /^Symbol is empty/],
	[{ __rl: true, mode: 'name', value: '' }, /^Symbol is empty/],
	['BTC', /not a valid symbol/],
	['BTC:USDT', /not a valid symbol/],
	['A:B:BTCUSDT', /not a valid symbol/],
	[':BTCUSDT', /not a valid symbol/],
	['BTCUSDT:', /not a valid symbol/],
	['BTCUSDT&side=SELL', /not a valid symbol/],
	['₿TCUSDT', /not a valid symbol/],
	['BTC\u0000USDT', /“BTC\\u0000USDT”, which is not a valid symbol/],
	['A'.repeat(31), /not a valid symbol/],
	[42, /not a valid symbol/],
	[['BTCUSDT'], /not a valid symbol/],
	[{ value: { a: 1 } }, /not a valid symbol/],
])('refuses the symbol %p', (value, message) => {
	expect(() => symbol(value)).toThrow(message);
	expect(() => symbol(value)).toThrow(/^Symbol is /);
});
