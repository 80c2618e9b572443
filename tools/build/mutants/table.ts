import { EXCHANGE_MUTANTS } from './exchange';
import type { Mutant } from './mutant';
import { PLACEMENT_MUTANTS } from './placement';
import { RAIL_MUTANTS } from './rails';
import { STATE_MUTANTS } from './state';

export const MUTANTS: readonly Mutant[] = [
	...PLACEMENT_MUTANTS,
	...EXCHANGE_MUTANTS,
	...RAIL_MUTANTS,
	...STATE_MUTANTS,
];
