import Big from 'big.js';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	floorToStep,
	formatDecimal,
	parseDecimal,
	ZERO,
} from '../../../nodes/NamiSpot/exchange/decimal';
import { boughtBy } from '../../../nodes/NamiSpot/exchange/orderFill';

Big.DP = 40;

const ASSETS = { base: ['BTC', 9], quote: ['USDT', 22], other: ['NAMI', 1] } as const;

/** A buy as it stands after some fills: late, partial, with what was taken for each of them. */
const fills = fc.record({
	parts: fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 6 }),
	places: fc.integer({ min: 0, max: 8 }),
	feeIn: fc.constantFrom('base' as const, 'quote' as const, 'other' as const),
	feeUnits: fc.integer({ min: 0, max: 100 }),
	isFilled: fc.boolean(),
	isByName: fc.boolean(),
	isBinary: fc.boolean(),
	step: fc.constantFrom('1', '0.1', '0.001', '0.00001', '0.00000001', '0.25'),
});

test('10,000 random fills: what is protected is what was filled, less a fee in the base asset, down to the step', () => {
	fc.assert(
		fc.property(fills, ({ parts, places, feeIn, feeUnits, isFilled, isByName, isBinary, step }) => {
			const unit = new Big(10).pow(-places);
			const executed = parts.reduce((sum, part) => sum.plus(unit.times(part)), new Big(0));
			const fee = executed.times(feeUnits).div(10_000).round(8, Big.roundDown);
			const [asset, assetId] = ASSETS[feeIn];
			// The exchange adds up in doubles: 0.1 + 0.2.
			const summed = parts.reduce((sum, part) => sum + Number(unit.times(part)), 0);
			const row: IDataObject = {
				status: isFilled ? 'FILLED' : 'CANCELED',
				executedQty: isBinary ? summed : executed.toFixed(),
				baseAsset: 'BTC',
				baseAssetId: 9,
				feeMetadata: {
					assetId,
					...(isByName && { asset }),
					...(isFilled && feeUnits % 2 === 0
						? { value: Number(fee) }
						: { executed: Number(fee), value: 1_000 }),
				},
			};
			const expected = (feeIn === 'base' ? executed.minus(fee) : executed)
				.div(step)
				.round(0, Big.roundDown)
				.times(step);
			const got = floorToStep(boughtBy(row) ?? ZERO, parseDecimal(step) ?? ZERO);
			expect(formatDecimal(got)).toBe(expected.toFixed());
		}),
		{ numRuns: 10_000 },
	);
});

test.each<[string, IDataObject, string | undefined]>([
	['no word of a fee: 0.1 % may be missing', {}, '0.999'],
	[
		'a fee in the base asset of which nobody says how much',
		{ feeMetadata: { assetId: 9 } },
		'0.999',
	],
	['null in all of it', { feeMetadata: { assetId: null, value: null } }, '0.999'],
	['another asset, named or not', { feeMetadata: { assetId: 1 } }, '1'],
])('%s', (_, row, expected) => {
	const bought = boughtBy({ status: 'CANCELED', executedQty: 1, baseAssetId: 9, ...row });
	expect(bought && formatDecimal(bought)).toBe(expected);
});

test('nothing is made up of a row that does not say what was executed', () => {
	expect(boughtBy({ status: 'FILLED', quantity: 1 })).toBeUndefined();
});
