/**
 * An expression for a node's subtitle, of JavaScript that reads fields as `field("name")`. Before the
 * node has run, a field whose own expression needs data cannot be read: it is undefined there, since
 * without that n8n would show no subtitle at all.
 */
export function subtitleExpression(code: string): string {
	const field =
		'(name) => { try { return $parameter[name]; } catch (unreadable) { return undefined; } }';
	return `={{ ((field) => (${code}))(${field}) }}`;
}

/** Like a sentence: `Order Filled` is `Order filled`; abbreviations stay. */
export function inSentence(name: string): string {
	return name === name.toUpperCase() ? name : name.charAt(0) + name.slice(1).toLowerCase();
}
