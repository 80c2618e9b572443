import { enterBook } from '../matching';
import type { OrderTypeRules } from './orderTypeRules';

/** Fills at the last price if that is as good as its own, else rests. */
export const limit: OrderTypeRules = {
	needs: ['price'],
	check: () => undefined,
	restsAt: ({ price }) => [price],
	worstPrice: ({ price }) => price,
	start: enterBook,
};
