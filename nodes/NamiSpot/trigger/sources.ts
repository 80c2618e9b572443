import { orders } from './orders';
import { prices } from './prices';
import type { Source } from './source';
import { trades } from './trades';

/** What the trigger watches. */
export const sources: readonly Source[] = [orders, trades, prices];
