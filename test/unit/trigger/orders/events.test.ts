import type { IDataObject } from 'n8n-workflow';
import { eventsIn } from '../../../../nodes/NamiSpot/trigger/orders/events';
import { Scope } from '../../../../nodes/NamiSpot/trigger/scope';
import type { Poll } from '../../../../nodes/NamiSpot/trigger/source';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const scope = Scope.of(
	{ events: ['orderFilled'], symbols: ['BTCUSDT'], sides: ['BUY'], types: ['LIMIT'], assets: [] },
	NOW,
);

const told = (changes: IDataObject) => {
	const order = {
		displayingId: 1,
		symbol: 'BTCUSDT',
		side: 'BUY',
		type: 'LIMIT',
		status: 'FILLED',
		updatedAt: new Date(NOW).toISOString(),
		...changes,
	};
	const change = { id: '1', order, before: undefined, executed: '1', ending: 'filled' } as const;
	return eventsIn({ ...change, isNew: false, hasGrown: true }, { scope } as Poll);
};

test.each<[string, IDataObject]>([
	['as it is', {}],
	['with a slash in its symbol', { symbol: 'BTC/USDT' }],
	['in small letters', { symbol: 'btcusdt', side: 'buy', type: 'limit' }],
])('an order that the filters let through is told: %s', (_, changes) => {
	expect(told(changes)).toMatchObject([{ event: 'orderFilled', symbol: 'BTCUSDT' }]);
});

test.each<IDataObject>([{ symbol: 'ETH/USDT' }, { side: 'SELL' }, { type: 'MARKET' }])(
	'one that they do not is not: %j',
	(changes) => {
		expect(told(changes)).toEqual([]);
	},
);
