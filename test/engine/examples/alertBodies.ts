/** What TradingView may send, and what is to come of it. */
export interface AlertBody {
	readonly name: string;
	readonly contentType: string;
	readonly text: string;
	/** How many orders it places. */
	readonly orders: number;
	/** The node that ends the execution red; none if it ends green. */
	readonly red?: 'Unusable Alert' | 'Not Placed';
}

export const SECRET = 'a-secret-of-24-characters';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** Twelve bodies, each for orders of its own. TradingView sends what is no JSON as plain text. */
export function alertBodies(now: Date): AlertBody[] {
	let number = 0;
	const alert = (change: object = {}) => ({
		secret: SECRET,
		id: `body ${(number += 1)}`,
		symbol: 'BTCUSDT',
		side: 'buy',
		quantity: `0.000${400 + number}`,
		time: now.toISOString(),
		...change,
	});
	const unusable = { orders: 0, red: 'Unusable Alert' } as const;
	return [
		{ name: 'JSON', contentType: JSON_TYPE, text: JSON.stringify(alert()), orders: 1 },
		{ name: 'JSON as text', contentType: TEXT_TYPE, text: JSON.stringify(alert()), orders: 1 },
		{
			name: 'commas too many, one inside a text',
			contentType: TEXT_TYPE,
			text: `${JSON.stringify(alert({ id: 'a,}b' })).slice(0, -1)},\n}`,
			orders: 1,
		},
		{
			name: 'a list of two',
			contentType: JSON_TYPE,
			text: JSON.stringify([alert(), alert()]),
			orders: 2,
		},
		{
			name: 'a list as text, with a comma too many',
			contentType: TEXT_TYPE,
			text: `[${JSON.stringify(alert())},]`,
			orders: 1,
		},
		{
			name: 'numbers for id and quantity',
			contentType: JSON_TYPE,
			text: JSON.stringify(alert({ id: 5, quantity: 0.000451 })),
			orders: 1,
		},
		{
			name: 'TradingView’s name of the symbol, and its side in capitals',
			contentType: JSON_TYPE,
			text: JSON.stringify(alert({ symbol: 'BINANCE:BTCUSDT', side: 'BUY' })),
			orders: 1,
		},
		{ name: 'plain words', contentType: TEXT_TYPE, text: 'BTCUSDT crossing 70000', ...unusable },
		{ name: 'nothing', contentType: TEXT_TYPE, text: '', ...unusable },
		{
			name: 'an alert without side',
			contentType: JSON_TYPE,
			text: JSON.stringify(alert({ side: undefined })),
			...unusable,
		},
		{
			name: 'an alert with a wrong secret',
			contentType: JSON_TYPE,
			text: JSON.stringify(alert({ secret: 'another-secret-of-24-char' })),
			...unusable,
		},
		{
			name: 'a usable alert and an unusable one',
			contentType: JSON_TYPE,
			text: JSON.stringify([alert(), 'nonsense']),
			orders: 1,
			red: 'Unusable Alert',
		},
	];
}
