import { faults } from '../../../tools/exchange';
import { inDocumentedForm, useExchange } from '../support';
import { answerWith, describeRead, readError, readItems } from '../support/reads';
import { seedOrders } from '../support/seedOrders';

const stand = useExchange();
const BALANCE = '/api/v4/user/balance';
const CONFIG = '/api/v3/spot/config';
const ASSETS = '/api/v3/asset/config';
const BALANCES = { resource: 'account', operation: 'getBalances' };

describe('Account: Get Balances', () => {
	beforeEach(async () => {
		await seedOrders(stand, {});
		// What was read about symbols before is old by now.
		stand.clock.jump(2 * 3_600_000);
	});

	it('names assets and tells what is available', async () => {
		const balances = await readItems(stand, BALANCES);
		expect(balances).toHaveLength(9);
		expect(balances.find(({ asset }) => asset === 'USDT')).toEqual({
			asset: 'USDT',
			assetId: '22',
			total: 1e11,
			available: 99999999939.94,
			locked: 60.06,
			type: 0,
		});
	});

	it.each(['usdt', '22'])('returns one asset, asked for as %s', async (asset) => {
		expect(await readItems(stand, { ...BALANCES, asset })).toMatchObject([{ asset: 'USDT' }]);
		expect(stand.exchange.requests.at(-1)?.url).toContain('currency=22');
	});

	it('hides what the account does not hold, unless it is asked for', async () => {
		stand.exchange.state.setBalance('FRESH', 0);
		const names = async (more: object) =>
			(await readItems(stand, { ...BALANCES, ...more })).map(({ asset }) => asset);
		expect(await names({})).not.toContain('FRESH');
		expect(await names({ hideZero: false })).toContain('FRESH');
		expect(await names({ asset: 'FRESH' })).toEqual(['FRESH']);
	});

	it.each([[{}], [{ 22: { value: 5, locked_value: 0 } }]])(
		'shows an asset that is asked for where the exchange lists %j',
		async (data) => {
			answerWith(stand, BALANCE, data);
			expect(await readItems(stand, { ...BALANCES, asset: 'BTC' })).toMatchObject([
				{ asset: 'BTC', total: 0, available: 0, locked: 0 },
			]);
		},
	);

	it('does not take an empty answer for an empty account', async () => {
		const answer = { kind: 'raw', status: 200, headers: {}, body: '{}' } as const;
		const fault = { name: 'empty answer', accept: 'no', answer } as const;
		stand.exchange.faults.add({ match: { path: BALANCE }, times: 99, fault });
		const { error } = await readError(stand, BALANCES);
		expect(error).toMatchObject({ reason: 'unreadable_answer' });
		stand.exchange.faults.clear();
		answerWith(stand, BALANCE, {});
		expect(await readItems(stand, BALANCES)).toEqual([]);
	});

	it('looks into the futures wallet', async () => {
		const balances = await readItems(stand, { ...BALANCES, wallet: 'futures' });
		expect(balances.map(({ asset, total }) => [asset, total])).toEqual([
			['USDT', 5000],
			['VNDC', 120000000],
		]);
	});

	it('keeps the ids of assets that no symbol names', async () => {
		const data = { 777: { value: '1.5', locked_value: 0, type: 0 } };
		const body = JSON.stringify({ status: 'ok', data });
		const answer = { kind: 'raw', status: 200, headers: {}, body } as const;
		const fault = { name: 'unknown asset', accept: 'no', answer } as const;
		stand.exchange.faults.add({ match: { path: BALANCE }, fault });
		expect(await readItems(stand, BALANCES)).toEqual([
			{ asset: '777', assetId: '777', total: 1.5, available: 1.5, locked: 0, type: 0 },
		]);
	});

	it.each([
		['all of it is locked', { value: 2, locked_value: 2 }, { total: 2, locked: 2, available: 0 }],
		[
			'more is locked than held',
			{ value: 1, locked_value: 2 },
			{ total: 1, locked: 2, available: 0 },
		],
		[
			'amounts are text with many digits',
			{ value: '0.30000000000000004', locked_value: '0.1' },
			{ total: 0.30000000000000004, locked: 0.1, available: 0.20000000000000004 },
		],
	])('tells numbers where %s', async (_, balance, shown) => {
		answerWith(stand, BALANCE, { 22: balance });
		expect(await readItems(stand, BALANCES)).toEqual([{ asset: 'USDT', assetId: '22', ...shown }]);
	});

	it.each([{ 22: 'all' }, { 22: { value: 1 } }, { 22: { value: 'much', locked_value: 0 } }, [1]])(
		'does not take %j for balances',
		async (data) => {
			answerWith(stand, BALANCE, data);
			const { error } = await readError(stand, BALANCES);
			expect(error).toMatchObject({ reason: 'unreadable_answer' });
		},
	);

	it('names assets that have no market', async () => {
		const assets = [{ id: 777, assetCode: 'GIFT', assetDigit: 2 }];
		answerWith(stand, ASSETS, assets);
		answerWith(stand, BALANCE, {
			777: { value: 5, locked_value: 0 },
			9: { value: 1, locked_value: 0 },
		});
		expect(await readItems(stand, BALANCES)).toMatchObject([
			{ asset: '9' },
			{ asset: 'GIFT', total: 5 },
		]);
		expect(await readItems(stand, { ...BALANCES, asset: 'gift' })).toMatchObject([
			{ asset: 'GIFT' },
		]);
		expect(stand.exchange.count({ path: ASSETS })).toBe(1);
		expect(stand.exchange.count({ path: CONFIG })).toBe(0);
	});

	it('shows ids when the symbols cannot be read', async () => {
		const fault = faults.status5xxBefore();
		stand.exchange.faults.add({ match: { path: CONFIG }, times: 99, fault });
		const balances = await readItems(stand, BALANCES);
		expect(balances.map(({ asset }) => asset)).toContain('22');
		const { error } = await readError(stand, { ...BALANCES, asset: 'USDT' });
		expect(error).toMatchObject({
			reason: 'server_trouble',
			...inDocumentedForm({ httpStatus: 503 }),
		});
	});

	it('says that there is no asset of a name', async () => {
		const { error, message } = await readError(stand, { ...BALANCES, asset: 'DOGE' });
		expect(error).toMatchObject({ reason: 'invalid_input', field: 'asset' });
		expect(message).toContain('“DOGE”');
	});

	it('reads symbols once for many items', async () => {
		await readItems(stand, BALANCES, { items: [{}, {}, {}] });
		expect(stand.exchange.count({ path: CONFIG })).toBe(1);
		expect(stand.exchange.count({ path: BALANCE })).toBe(3);
	});

	describeRead(stand, { path: BALANCE, parameters: BALANCES });
});
