import { inSentence, subtitleExpression } from '../fields/subtitle';
import type { Source } from './source';

/** The chosen symbols, from the list and by name. */
const SYMBOLS =
	'[].concat(field("symbols") ?? [], field("symbolNames") ?? []).filter(Boolean).join(", ")';

/**
 * What the trigger waits for, as n8n writes it below its name on the canvas: `Order filled BTCUSDT`,
 * `Price above 70000 BTCUSDT`. An expression, since it has to follow the fields.
 */
export function triggerSubtitleOf(sources: readonly Source[]): string {
	const cases = sources.flatMap(({ options, subtitles }) =>
		options.map(({ name, value }) => {
			const words = subtitles?.[String(value)] ?? JSON.stringify(inSentence(name));
			return `${JSON.stringify(value)}: ${words}`;
		}),
	);
	const events = `[].concat(field("events") ?? []).map((event) => ({ ${cases.join(', ')} })[event])`;
	return subtitleExpression(`(${events}.join(", ") + " " + ${SYMBOLS}).trim()`);
}
