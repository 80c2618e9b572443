import { account } from './account';
import { market } from './market';
import { order } from './order';
import type { Resource } from './operation';
import { trade } from './trade';

/** What the node offers, in the order of its list. A new resource is one folder and one line here. */
export const resources: readonly Resource[] = [order, trade, account, market];
