import { Refused, type Kind } from './kind';

/** Text, without blanks around it; a number that keeps its digits is text, too. */
export const textKind: Kind<string> = {
	howToFill: 'Enter text, or an expression that gives it',
	read(given) {
		if (typeof given === 'string') return given.trim();
		// Beyond 2^53 the last digits of a number are not those that somebody wrote.
		const isRounded = Number.isInteger(given) && !Number.isSafeInteger(given);
		if (Number.isFinite(given) && !isRounded) return String(given);
		return new Refused('which is not text');
	},
};
