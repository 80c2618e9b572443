import type { Account } from '../engine/account';
import type { World } from '../engine/world';
import type { Settings } from '../options';
import type { Params } from './params';
import type { RequestRecord } from './requestLog';

/** A call as an endpoint sees it. */
export interface PublicCall {
	readonly world: World;
	readonly settings: Settings;
	readonly seed: number;
	readonly params: Params;
	readonly record: RequestRecord;
}

/** A call whose signature was good. */
export interface SignedCall extends PublicCall {
	readonly account: Account;
}

interface Route {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
}

/** One method and path of the exchange; `handle` answers the whole body, or throws a refusal. */
export type Endpoint =
	| (Route & { readonly signed: false; handle(call: PublicCall): object })
	| (Route & { readonly signed: true; handle(call: SignedCall): object });
