import { Refused, type Kind } from './kind';

const MEANINGS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/** True or false, also as sheets, forms and webhooks write them: `TRUE`, `"false"`, `1`, `0`. */
export const booleanKind: Kind<boolean> = {
	howToFill: 'Use true or false',
	read(given) {
		const isScalar = ['boolean', 'number', 'string'].includes(typeof given);
		const meaning = isScalar ? MEANINGS.get(String(given).trim().toLowerCase()) : undefined;
		return meaning ?? new Refused('which is neither true nor false');
	},
};
