/** Whether n8n evaluates a value that is stored in a node. */
export function isExpression(value: unknown): value is string {
	return typeof value === 'string' && value.startsWith('=');
}

const ONE_EXPRESSION = /^=\{\{([^{}]+)\}\}$/;
const PATH = /^\s*\$json((?:\.[A-Za-z_]\w*|\['[^'\\]+'\]|\["[^"\\]+"\])+)\s*$/;
const KEY = /\.(\w+)|\['([^']+)'\]|\["([^"]+)"\]/g;

/** The keys that lead to a field of the item: `={{ $json.order.price }}` → `order`, `price`. */
export function pathInItem(expression: string): string[] | undefined {
	const keys = PATH.exec(ONE_EXPRESSION.exec(expression)?.[1] ?? '')?.[1];
	if (keys === undefined) return undefined;
	return [...keys.matchAll(KEY)].map(([, name, single, double]) => name ?? single ?? double ?? '');
}

/**
 * Quoted text, names, numbers, brackets, and operators that start neither a comment nor a regex. No
 * text can be taken apart in two ways, or one that does not match would take for ever.
 */
const TOKENS =
	/^(?:\s|'[^'\\\n]*'|"[^"\\\n]*"|[\w$.,+\-*%?:|&()[\]]|(?:={2,3}|[<>]=?|!={0,2})(?!=)|=>|(?<=[\w$)\]]\s*)\/(?![/*]))+$/;
/** Means something else beside another expression than alone, or changes what others see. */
const NOT_BESIDE_OTHERS = [
	/\$(?:parameter|rawParameter|value|self|fromAI)\b/,
	/\b(?:this|await|yield|delete|typeof|instanceof|in|void|new|function|class)\b/,
	/\+\+|--|\.\.\.|<<=|>>=/,
	/\.(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|assign|set\w*|define\w*)\b/,
];

/**
 * The code of a value that is one expression and nothing else, if it is the same expression beside
 * others as alone: undefined for statements, templates, comments, objects, assignments, anything
 * whose brackets do not match, and whatever else is not plain enough to be sure.
 */
export function standaloneCode(expression: string): string | undefined {
	const code = ONE_EXPRESSION.exec(expression)?.[1]?.trim();
	if (code === undefined || !TOKENS.test(code)) return undefined;
	const isAlone = NOT_BESIDE_OTHERS.some((pattern) => pattern.test(code));
	return isAlone || !bracketsMatch(code) ? undefined : code;
}

const STRINGS = /'[^']*'|"[^"]*"/g;
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

function bracketsMatch(code: string): boolean {
	const open: string[] = [];
	for (const character of code.replace(STRINGS, '')) {
		if (character === '(' || character === '[') open.push(character);
		const opening = CLOSES[character];
		if (opening !== undefined && open.pop() !== opening) return false;
	}
	return open.length === 0;
}
