import type { Source } from './source';

/** The chosen symbols, from the list and by name. */
const SYMBOLS =
	'[].concat($parameter["symbols"] ?? [], $parameter["symbolNames"] ?? []).filter(Boolean).join(", ")';

/**
 * What the trigger waits for, as n8n writes it below its name on the canvas: `Order filled BTCUSDT`,
 * `Price above 70000 BTCUSDT`. An expression, since it has to follow the fields.
 */
export function subtitleOf(sources: readonly Source[]): string {
	const cases = sources.flatMap(({ options, subtitles }) =>
		options.map(({ name, value }) => {
			const words = subtitles?.[String(value)] ?? JSON.stringify(inSentence(name));
			return `${JSON.stringify(value)}: ${words}`;
		}),
	);
	const events = `[].concat($parameter["events"]).map((event) => ({ ${cases.join(', ')} })[event])`;
	return `={{ (${events}.join(", ") + " " + ${SYMBOLS}).trim() }}`;
}

/** Like a sentence: `Order Filled` is `Order filled`. */
function inSentence(name: string): string {
	return name.charAt(0) + name.slice(1).toLowerCase();
}
