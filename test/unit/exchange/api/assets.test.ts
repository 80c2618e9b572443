import { knownAssetNames } from '../../../../nodes/NamiSpot/exchange/api/assets';
import { connectionTo, ok, useStandIn } from './standIn';

const standIn = useStandIn(() => ok());

test('names of two base URLs on one host do not mix', async () => {
	standIn.respond = (address) => ok({ id: 1, assetCode: address.includes('/a/') ? 'BTC' : 'ETH' });
	const nameAt = async (path: string) =>
		(await knownAssetNames(connectionTo(standIn, `nami.example/${path}`))).get('1');
	expect([await nameAt('a'), await nameAt('b'), await nameAt('a')]).toEqual(['BTC', 'ETH', 'BTC']);
});
