import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { RunParameters } from '../../../nodes/NamiSpot/fields/parameters';
import { runWorkflow } from '../../../tools/harness';
import { readerNode } from './readerNode';

const JSON_OF_ITEM = {
	text: 'hello',
	price: 7,
	quantity: '0.5',
	flag: false,
	nothing: null,
	key: 'price',
	deep: { price: '0.00000001', list: [1] },
	list: ['a', 'b'],
	'odd key': 'odd',
	big: 12345678901234567000,
	tiny: 1e-9,
	override: { price: 99, text: 'changed', deep: { price: 1 } },
};

const PATHS = [
	'$json.text',
	'$json.price',
	'$json.quantity',
	'$json.flag',
	'$json.nothing',
	'$json.missing',
	'$json.missing.deeper',
	'$json.deep',
	'$json.deep.price',
	"$json['deep'].price",
	'$json["odd key"]',
	'$json.list',
	'$json.list.length',
	'$json.text.length',
	'$json.big',
	'$json.tiny',
	'$json.override.price',
	'$json.constructor',
	'$json.__proto__',
	'$json.toString',
];

const LITERALS = [
	'0',
	'1',
	'2.50',
	'0.1',
	'1e21',
	'1e-7',
	'12345678901234567890',
	'""',
	'"a"',
	"'it is (1 + 1)'",
	'"7"',
	'true',
	'false',
	'null',
];

/** Changes the item, in engines that let it. */
const CHANGES = "={{ Object['assign']($json, $json.override) && $json.quantity }}";

/** They call, change the item or whatever else others could see, or are no expressions. */
const OTHERS = [
	"Object['assign']($json, $json.override)",
	'Object.assign($json, { price: 55 }).price',
	"$json['list']['push'](1)",
	'$json.list.push("c")',
	'$json.list.reverse()[0]',
	"$json['deep']['list']['pop']()",
	'$json.deep.price = 3',
	'$json.price = 3',
	'$json.price++',
	'delete $json.price',
	'($json.text = "mine", $json.text)',
	'Object.defineProperty($json, "price", { get: function () { return 5 } })',
	"Object['defineProperty']($json, 'text', Object['fromEntries']([['value', 'fixed']]))",
	'({ get price() { return 5 } }).price',
	'$json[$json.key]',
	'$json["pri" + "ce"]',
	"$json.text['toUpperCase']()",
	'$json.text.toUpperCase()',
	'$json.list.map(entry => entry + "!").join()',
	'Math.max($json.price, 2)',
	'Number($json.quantity)',
	'[1, 2][0]',
	'`${$json.price}`',
	'$json?.text',
	'$json.missing ?? 1',
	'typeof $json.missing',
	'$itemIndex',
	'$json.price ** 2',
	'$json.price // why',
	'$json.price) + (1',
	'$json.text; $json.price',
	'$json.price +',
	'"\\u0041"',
	'{}',
	'',
];

const { expression } = fc.letrec<{ expression: string }>((tie) => {
	const part = tie('expression');
	const leaf = fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...PATHS) },
		{ weight: 3, arbitrary: fc.constantFrom(...LITERALS) },
		{ weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
	);
	const binary = fc.constantFrom(
		...['+', '-', '*', '/', '%', '===', '!==', '==', '!=', '<', '<=', '>', '>=', '&&', '||'],
	);
	return {
		expression: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			leaf,
			fc.tuple(part, binary, part).map((parts) => parts.join(' ')),
			fc.tuple(part, part, part).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
			fc.tuple(fc.constantFrom('!', '-', '+', '!!'), part).map((parts) => parts.join('')),
			part.map((inner) => `(${inner})`),
		),
	};
});

const code = fc.oneof(
	{ weight: 3, arbitrary: expression },
	{ weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
);

const field: fc.Arbitrary<INodeParameters[string]> = fc.oneof(
	{ weight: 8, arbitrary: code.map((text) => `={{ ${text} }}`) },
	{ weight: 2, arbitrary: fc.constant(CHANGES) },
	{ weight: 4, arbitrary: fc.constantFrom('={{ $json.price + 0 }}', '={{ $json.text + "" }}') },
	{ weight: 1, arbitrary: code.map((text) => `=${text} {{ ${text} }}`) },
	{
		weight: 1,
		arbitrary: code.map((text) => ({ __rl: true, mode: 'name', value: `={{ ${text} }}` })),
	},
	{ weight: 1, arbitrary: code.map((text) => ({ option: `={{ ${text} }}` })) },
	{ weight: 1, arbitrary: fc.constantFrom('plain', '') },
);

/** The fields of one node, read one after another. */
const group = fc.array(field, { minLength: 3, maxLength: 6 });

type Read = { readonly value: unknown } | { readonly error: string };

/** Node whose fields are read by a function, for each item those of its own group. */
type Reader = (context: IExecuteFunctions) => (name: string, item: number) => unknown;

const oneByOne: Reader = (context) => (name, item) =>
	context.getNodeParameter(name, item, 'not set') ?? null;

/** Each group of fields belongs to a node of its own, which says what it is about to read. */
function asTheNodeReads(groups: ReadonlyArray<readonly string[]>): Reader {
	return (context) => {
		const parameters = groups.map((names) => {
			const ofGroup = new RunParameters(context);
			ofGroup.expect(names);
			return ofGroup;
		});
		return (name, item) => parameters[item]?.value(name, item);
	};
}

const nameOf = (item: number, no: number): string => `g${item}f${no}`;

function attempt(read: () => unknown): Read {
	try {
		const value = read();
		return { value: JSON.parse(JSON.stringify({ value, text: String(value) })) };
	} catch (caught) {
		return { error: caught instanceof Error ? caught.message : String(caught) };
	}
}

async function readAll(groups: ReadonlyArray<INodeParameters[string][]>, reader: Reader) {
	const fields = groups.flatMap((group, item) =>
		group.map((value, no) => ({ item, name: nameOf(item, no), value })),
	);
	const reads: Read[] = [];
	const names = fields.map(({ name }) => name);
	const node = readerNode(names, (context) => {
		const read = reader(context);
		for (const { name, item } of fields) reads.push(attempt(() => read(name, item)));
	});
	const run = await runWorkflow({
		type: 'test.reader',
		parameters: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
		items: groups.map(() => structuredClone(JSON_OF_ITEM) as IDataObject),
		nodeTypes: { 'test.reader': node },
	});
	expect(run.error).toBeUndefined();
	return reads;
}

async function expectTheSame(groups: ReadonlyArray<INodeParameters[string][]>): Promise<void> {
	const alone = await readAll(groups, oneByOne);
	const together = await readAll(
		groups,
		asTheNodeReads(groups.map((group, item) => group.map((_, no) => nameOf(item, no)))),
	);
	const shown = (reads: Read[]) => {
		let next = 0;
		return groups.map((group) => group.map((value) => ({ field: value, ...reads[next++] })));
	};
	expect(shown(together)).toEqual(shown(alone));
}

test('an expression that changes the item changes what n8n reads after it, and nothing else', async () => {
	await expectTheSame([
		[CHANGES, '={{ $json.price + 0 }}'],
		['={{ $json.price + 0 }}', CHANGES, '={{ $json.price + 1 }}', '={{ $json.price }}'],
	]);
});

test('generated expressions have the values and the errors that n8n gives them one by one', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(group, { minLength: 40, maxLength: 40 }), expectTheSame),
		{ numRuns: 8, interruptAfterTimeLimit: 90_000 },
	);
}, 180_000);
