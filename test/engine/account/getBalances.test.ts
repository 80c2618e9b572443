import { faults } from '../../../tools/exchange';
import { useExchange } from '../support';
import { describeRead, readError, readItems } from '../support/reads';
import { seedOrders } from '../support/seedOrders';

const stand = useExchange();
const BALANCE = '/api/v4/user/balance';
const CONFIG = '/api/v3/spot/config';
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
			assetId: 22,
			available: 99999999939.94,
			value: 1e11,
			locked_value: 60.06,
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

	it('looks into the futures wallet', async () => {
		const balances = await readItems(stand, { ...BALANCES, wallet: 'futures' });
		expect(balances.map(({ asset, value }) => [asset, value])).toEqual([
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
			{ asset: '777', assetId: 777, available: 1.5, value: 1.5, locked_value: 0, type: 0 },
		]);
	});

	it('shows ids when the symbols cannot be read', async () => {
		const fault = faults.status5xxBefore();
		stand.exchange.faults.add({ match: { path: CONFIG }, times: 99, fault });
		const balances = await readItems(stand, BALANCES);
		expect(balances.map(({ asset }) => asset)).toContain('22');
		const { error } = await readError(stand, { ...BALANCES, asset: 'USDT' });
		expect(error).toMatchObject({ reason: 'server_trouble', httpStatus: 503 });
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
