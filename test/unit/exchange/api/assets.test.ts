import { knownAssetNames } from '../../../../nodes/NamiSpot/exchange/api/assets';
import { connectionTo, ok, useStandIn } from './standIn';

const standIn = useStandIn(() => ok());

test('names of two base URLs on one host do not mix', async () => {
	standIn.respond = (address) => ok({ id: 1, assetCode: address.includes('/a/') ? 'BTC' : 'ETH' });
	const nameAt = async (path: string) =>
		(await knownAssetNames(connectionTo(standIn, `nami.example/${path}`))).get('1');
	expect([await nameAt('a'), await nameAt('b'), await nameAt('a')]).toEqual(['BTC', 'ETH', 'BTC']);
});

test('a clock that is set back makes names, or that there are none, last no longer', async () => {
	const connection = connectionTo(standIn, 'nami.example');
	standIn.respond = () => new Error('down');
	expect((await knownAssetNames(connection)).size).toBe(0);
	standIn.now -= 24 * 60 * 60_000;
	standIn.respond = () => ok({ id: 1, assetCode: 'GIFT' });
	expect((await knownAssetNames(connection)).get('1')).toBe('GIFT');
});
