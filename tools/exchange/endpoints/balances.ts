import { ASSETS } from '../data/assets';
import type { Account } from '../engine/account';
import { InvalidRequest } from '../engine/refusals';
import { ok } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { type Big, ZERO } from '../support/decimal';

/** What a wallet holds of an asset in all, and how much of that is locked. */
interface Holding {
	readonly total: Big;
	readonly locked: Big;
}

type WalletReader = (account: Account, asset: string) => Holding;

const WALLETS: Readonly<Record<number, WalletReader>> = {
	0: ({ wallet }, asset) => {
		const locked = wallet.locked.get(asset);
		return { total: wallet.free.get(asset).plus(locked), locked };
	},
	2: ({ futures }, asset) => ({ total: futures.get(asset), locked: ZERO }),
};

/** `value` is all that the account has of the asset, `locked_value` the part of it that orders have locked. */
export const balances: Endpoint = {
	method: 'GET',
	path: '/api/v4/user/balance',
	signed: true,
	handle({ account, params }) {
		const type = params.required('type', params.integer('type', 0));
		const read = WALLETS[type];
		if (read === undefined) throw new InvalidRequest('type must be 0 or 2');
		const currency = params.integer('currency', 0);
		const asked = ASSETS.filter(({ id }) => currency === undefined || id === currency);
		const entries = asked.map(({ id, name }) => [id, holdingView(read(account, name), type)]);
		return ok(Object.fromEntries(entries));
	},
};

function holdingView({ total, locked }: Holding, type: number): object {
	return { value: Number(total), locked_value: Number(locked), type };
}
