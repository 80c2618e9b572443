import { pathInItem, standaloneCode } from '../../../nodes/NamiSpot/fields/expression';

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

describe('code that is the same beside other code', () => {
	it.each([
		'$json.price * 2',
		'$json.price / 2',
		'$json.a === "x" ? 1 : 2',
		'$json.a !== "x" && !$json.b',
		'!!$json.a != $json.b',
		'$json.a <= 2 || $json.a > 3',
		'$json.list.find(entry => entry >= 2)',
		"$('Node').item.json.price",
		'Math.max($json.a, $json.b)',
	])('%s', (code) => {
		expect(standaloneCode(`={{ ${code} }}`)).toBe(code);
	});

	it.each([
		'a) , (b',
		'a]',
		'(a',
		'a; b',
		'a // b',
		'a /* b */',
		'/[(]/.test(a)',
		'`a`',
		'{ a: 1 }',
		'a = 1',
		'a += 1',
		'a >>= 1',
		'a++',
		'typeof /(/',
		'$json.list.sort()',
		'$json.list.push(1)',
		'Object.assign($json, a)',
		'$parameter.price',
		'$fromAI("price")',
		'"it\\"s"',
		"'unfinished",
		'...a',
		'delete a.b',
		'this.a',
	])('not %s', (code) => {
		expect(standaloneCode(`={{ ${code} }}`)).toBeUndefined();
	});

	it.each([
		['names', ' a', 50_000],
		['!==', 'a !== b && ', 5_000],
		['===', 'a === b && ', 5_000],
		['>=', 'a >= b && ', 5_000],
		['!', '!', 50_000],
		['=', '=', 50_000],
		['<===', '<===', 5_000],
		['===>', '===>', 5_000],
	])('takes no time for long text of %s that does not match', (_, part, times) => {
		const startedAt = performance.now();
		standaloneCode(`={{ a ${part.repeat(times)} \\ }}`);
		expect(performance.now() - startedAt).toBeLessThan(500);
	});
});
