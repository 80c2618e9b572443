import { pathInItem, plainCode } from '../../../nodes/NamiSpot/fields/expression';

describe('paths in the item', () => {
	it.each([
		['={{ $json.price }}', ['price']],
		['={{$json.order.price}}', ['order', 'price']],
		['={{ $json["odd key"].price }}', ['odd key', 'price']],
		["={{ $json['a'] }}", ['a']],
	])('%s', (expression, path) => {
		expect(pathInItem(expression)).toEqual(path);
	});

	it.each([
		'$json.price',
		'={{ $json }}',
		'={{ $json.a }} ',
		'={{ $json.a }}{{ $json.b }}',
		'={{ $json[0] }}',
		'={{ $json.a() }}',
		'={{ $json.a + 1 }}',
		'={{ $json?.a }}',
		'={{ $jsonish.a }}',
	])('not in %s', (expression) => {
		expect(pathInItem(expression)).toBeUndefined();
	});
});

describe('code that is the same beside other code as alone', () => {
	it.each([
		'$json.price * 2',
		'$json.price / 2',
		'$json.price % 2 - -1',
		'$json.a === "x" ? 1 : 2',
		'$json.a ? $json.b ? 1 : 2 : $json.c ? 3 : (4)',
		'$json.a !== "x" && !$json.b',
		'!!$json.a != $json["odd key"]',
		'$json.a <= 2 || $json.a > 3 || null == false',
		'1.5e-7 + 0.1 - 0',
		'$json.a\n+ $json.b',
		"'a \"quoted\" (text' + $json['a']",
		'((($json.a)))',
		'+$json.a',
	])('%s', (code) => {
		expect(plainCode(`={{ ${code} }}`)).toBe(code);
	});

	it.each([
		'',
		'$json',
		'$jsonish.a',
		'$json.a$b',
		'$json.a.b()',
		"$json['a'](1)",
		"Object['assign']($json, $json.override) && $json.quantity",
		'Object.assign($json, a)',
		'$json[$json.key]',
		'$json["a" + "b"]',
		'$json.a[0]',
		'$json?.a',
		'$json.a ?? 1',
		'$json.list.find(entry => entry >= 2)',
		"$('Node').item.json.price",
		'$itemIndex',
		'$now',
		'$parameter.price',
		'$fromAI("price")',
		'Math.PI',
		'undefined',
		'NaN',
		'a',
		'($json.a) , ($json.b)',
		'$json.a, $json.b',
		'$json.a)',
		'($json.a',
		'()',
		'$json.a; $json.b',
		'$json.a // b',
		'$json.a /* b */',
		'/[(]/',
		'$json.a / /x/',
		'`a`',
		'{ a: 1 }',
		'[1]',
		'$json.a = 1',
		'$json.a += 1',
		'$json.a >>= 1',
		'$json.a >> 1',
		'$json.a << 1',
		'$json.a & 1',
		'$json.a | 1',
		'$json.a ** 2',
		'$json.a++',
		'--$json.a',
		'1 <!--$json.a',
		'typeof $json.a',
		'void 0',
		'delete $json.b',
		'new Date()',
		'this.a',
		'...$json.a',
		'$json.a ? 1',
		'$json.a : 1',
		'$json.a ? (1 : 2)',
		'$json.a ? (1) : ',
		'$json.a $json.b',
		'$json.a +',
		'* 2',
		'1n',
		'010',
		'0x10',
		'1_000',
		'1.toFixed',
		'"it\\"s"',
		"'unfinished",
		'"\\u0041"',
	])('not %s', (code) => {
		expect(plainCode(`={{ ${code} }}`)).toBeUndefined();
	});

	it.each([
		['names', ' $json.a', 50_000],
		['keys', '.a', 50_000],
		["keys in brackets that don't end", "['a'", 50_000],
		['digits', '1', 50_000],
		['signs', '!', 50_000],
		['minus signs', '- ', 50_000],
		['===', ' === $json.b', 10_000],
		['parentheses', '(', 50_000],
		['conditions', ' ? 1', 20_000],
		['blanks', ' ', 50_000],
		['quotes', "'", 50_001],
		['braces', '{', 50_000],
	])('takes no time for long text of %s', (_, part, times) => {
		const startedAt = performance.now();
		plainCode(`={{ $json.a${part.repeat(times)} \\ }}`);
		plainCode(`={{ 1 + ${part.repeat(times)} }}`);
		expect(performance.now() - startedAt).toBeLessThan(500);
	});
});
