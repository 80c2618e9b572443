import { formatDecimal } from '../../../nodes/NamiSpot/exchange/decimal';
import { Refused } from '../../../nodes/NamiSpot/fields/kind';
import { namedAmountsKind } from '../../../nodes/NamiSpot/fields/namedAmounts';

const kind = namedAmountsKind('70000, or BTCUSDT 70000, ETHUSDT 4000');

function read(given: unknown): unknown {
	const amounts = kind.read(given);
	if (amounts instanceof Refused) return 'refused';
	return amounts.map(({ name, amount }) => [name, formatDecimal(amount)]);
}

test.each([
	['70000', [[undefined, '70000']]],
	[0.5, [[undefined, '0.5']]],
	['BTCUSDT 70000', [['BTCUSDT', '70000']]],
	[
		' BTC/USDT: 70000;eth-usdt = 4000.50 \n',
		[
			['BTC/USDT', '70000'],
			['eth-usdt', '4000.5'],
		],
	],
	[
		['BTCUSDT 1', 'BTC USDT 2'],
		[
			['BTCUSDT', '1'],
			['BTC USDT', '2'],
		],
	],
])('%p', (given, amounts) => {
	expect(read(given)).toEqual(amounts);
});

test.each(['70,000', 'BTCUSDT 70,000', 'BTCUSDT', 'BTCUSDT -1', '0', 'BTCUSDT 1 2e', '1, 2', {}])(
	'%p is refused, rather than read in part',
	(given) => {
		expect(read(given)).toBe('refused');
	},
);
