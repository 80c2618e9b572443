import type { IPollFunctions } from 'n8n-workflow';
import type { Connection } from '../../../nodes/NamiSpot/exchange/wire/request';
import { Account } from '../../../nodes/NamiSpot/trigger/account';
import { connectionTo, useStandIn } from '../exchange/api/standIn';

const standIn = useStandIn(() => new Error('nobody is asked'));

function accountOf(id: string, account: string): [Account, Connection] {
	const connection = { ...connectionTo(standIn, 'nami.example'), account };
	const context = { getNode: () => ({ credentials: { namiApi: { id, name: 'Nami' } } }) };
	return [Account.of(context as unknown as IPollFunctions, connection), connection];
}

test('the same key in another credential is the same account; another key there is another one', async () => {
	const [before] = accountOf('1', 'https://nami.example a-key');
	before.note([{ userId: 7 }]);
	const [same, connection] = accountOf('2', 'https://nami.example a-key');
	expect(await same.is(before.toJson(), connection)).toBe(true);
	expect(same.toJson()).toMatchObject({ userId: '7' });
	const [other, elsewhere] = accountOf('2', 'https://nami.example another-key');
	expect(await other.is(before.toJson(), elsewhere)).toBe(false);
});
