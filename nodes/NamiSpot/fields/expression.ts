/** Whether n8n evaluates a value that is stored in a node. */
export function isExpression(value: unknown): value is string {
	return typeof value === 'string' && value.startsWith('=');
}

const ONE_EXPRESSION = /^=\{\{([^{}]+)\}\}$/;
const PATH_SOURCE = String.raw`\$json((?:\.[A-Za-z_]\w*|\['[^'\\\r\n]+'\]|\["[^"\\\r\n]+"\])+)`;
const PATH = new RegExp(`^${PATH_SOURCE}$`);
const KEY = /\.(\w+)|\['([^']+)'\]|\["([^"]+)"\]/g;

/** What stands between the braces of a value that is one expression and nothing else. */
function codeOf(expression: string): string | undefined {
	return ONE_EXPRESSION.exec(expression)?.[1]?.trim();
}

/** The keys that lead to a field of the item: `={{ $json.order.price }}` → `order`, `price`. */
export function pathInItem(expression: string): string[] | undefined {
	const keys = PATH.exec(codeOf(expression) ?? '')?.[1];
	if (keys === undefined) return undefined;
	return [...keys.matchAll(KEY)].map(([, name, single, double]) => name ?? single ?? double ?? '');
}

/**
 * What plain code consists of. Each starts where the one before it ended, and no text can be taken
 * for two of them, so that reading takes time in proportion to the length.
 */
const BLANK = /[ \t\r\n]+/y;
const OPERAND = new RegExp(
	[
		`${PATH_SOURCE}(?![\\w$])`,
		String.raw`'[^'\\\r\n]*'`,
		String.raw`"[^"\\\r\n]*"`,
		String.raw`(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.])`,
		String.raw`(?:true|false|null)(?![\w$])`,
	].join('|'),
	'y',
);
/** A sign of two characters that stands for something else is none of these: `--`, `**`, `??`. */
const BEFORE_OPERAND = /\((?!\))|!(?!=)|-(?!-)|\+(?!\+)/y;
const AFTER_OPERAND =
	/===?|!==?|<=?(?![<!])|>=?(?![>=])|&&|\|\||\*(?!\*)|\/(?![/*])|%|-(?!-)|\+(?!\+)|\?(?![?.])|:|\)/y;

/**
 * The code of a value that is one expression and nothing else, if it provably has the same value
 * beside others as alone, and changes nothing: paths into the item, literals, arithmetic,
 * comparison, `&&`, `||`, `?:` and parentheses. Undefined for everything else, above all for calls,
 * assignments and computed keys, and for what is no valid expression.
 */
export function plainCode(expression: string): string | undefined {
	const code = codeOf(expression);
	return code !== undefined && isPlainCode(code) ? code : undefined;
}

function isPlainCode(code: string): boolean {
	const open: string[] = [];
	let expectsOperand = true;
	let at = 0;
	const take = (pattern: RegExp): string => {
		pattern.lastIndex = at;
		const token = pattern.exec(code)?.[0] ?? '';
		at += token.length;
		return token;
	};
	while (at < code.length) {
		if (take(BLANK) !== '') continue;
		if (expectsOperand && take(OPERAND) !== '') {
			expectsOperand = false;
			continue;
		}
		const token = take(expectsOperand ? BEFORE_OPERAND : AFTER_OPERAND);
		if (token === '' || !isBalanced(token, open)) return false;
		if (!expectsOperand) expectsOperand = token !== ')';
	}
	return !expectsOperand && open.length === 0;
}

const OPENED_BY: ReadonlyMap<string, string> = new Map([
	[')', '('],
	[':', '?'],
]);

/** Whether what a token closes was opened, and nothing else since. */
function isBalanced(token: string, open: string[]): boolean {
	if (token === '(' || token === '?') open.push(token);
	const opening = OPENED_BY.get(token);
	return opening === undefined || open.pop() === opening;
}
