import { Refused, type Kind } from './kind';

/** One of a fixed set of values, whether written `STOP_LIMIT`, `stop limit` or `Stop-Limit`. */
export function choiceKind<T extends string>(choices: readonly T[]): Kind<T> {
	return {
		howToFill: `Use one of ${choices.join(', ')}`,
		read(given) {
			const wanted = typeof given === 'string' ? folded(given) : undefined;
			const choice = choices.find((known) => folded(known) === wanted);
			return choice ?? new Refused('which is not one of the options');
		},
	};
}

function folded(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/[\s_-]+/g, '');
}
