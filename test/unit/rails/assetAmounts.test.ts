import { formatAssetAmounts, parseAssetAmounts } from '../../../nodes/NamiSpot/rails/assetAmounts';

test.each([
	['USDT 250, VNST 6000000', 'USDT 250, VNST 6000000'],
	[' usdt: 250.50 ;\nVNST=6000000\n', 'USDT 250.5, VNST 6000000'],
	['USDT 1e3', 'USDT 1000'],
	['1INCH 5', '1INCH 5'],
])('%j', (given, read) => {
	const amounts = parseAssetAmounts(given);
	expect(amounts && formatAssetAmounts(amounts)).toBe(read);
});

test.each([
	'',
	' , ',
	'250',
	'250 USDT',
	'USDT',
	'USDT -1',
	'USDT 0',
	'USDT 6,000,000',
	'USDT 250, usdt 300',
	'USDT 250 VNST 6000000',
	'USDT NaN',
	'USDT Infinity',
	'US$ 5',
	250,
	null,
	undefined,
	{ USDT: 250 },
])('%j cannot be used', (given) => {
	expect(parseAssetAmounts(given)).toBeUndefined();
});
