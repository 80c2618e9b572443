import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import { RunParameters } from '../../../nodes/NamiSpot/fields/parameters';
import { runWorkflow } from '../../../tools/harness';
import { readerNode } from './readerNode';

/** Values as they may stand in a node's fields; n8n alone says what they mean. */
const VALUES: readonly string[] = [
	'plain',
	'',
	'={{ $json.text }}',
	'={{ $json["text"] }}',
	"={{ $json['odd key'] }}",
	'={{ $json.deep.price }}',
	'={{ $json.deep.missing }}',
	'={{ $json.missing }}',
	'={{ $json.missing.deeper }}',
	'={{ $json.nothing }}',
	'={{ $json.flag }}',
	'={{ $json.list }}',
	'={{ $json.list.length }}',
	'={{ $json.text.length }}',
	'={{ $json.constructor }}',
	'={{ $json.__proto__ }}',
	'={{ $json.deep }}',
	' ={{ $json.text }}',
	'={{ $json.text }} ',
	'={{ $json.text }}{{ $json.price }}',
	'=x{{ $json.price }}',
	'={{ $json.price * 2 }}',
	'={{ $json.price / 3 }}',
	'={{ $json.price / 0 }}',
	'={{ $json.price / $json.missing / 2 }}',
	'={{ $json.price > 1 ? "BUY" : "SELL" }}',
	'={{ $json.missing ?? "else" }}',
	'={{ $json.missing?.deeper ?? 7 }}',
	'={{ $json.text.toUpperCase() }}',
	'={{ $json.text.toTitleCase() }}',
	'={{ $json.list.find(entry => entry === "b") }}',
	'={{ $json.list.map(entry => entry + "!").join("/") }}',
	'={{ $json.text.replace("e", "//") }}',
	'={{ $json.text, $json.price }}',
	'={{ $json.text /* why */ }}',
	'={{ $json.text // why }}',
	'={{ $json.text.replace(/[(]/g, "x") }}',
	'={{ $json.text) , ($json.price }}',
	'={{ $json.text; $json.price }}',
	'={{ $json.text\n}}',
	'={{ $json.text\n$json.price }}',
	'={{ `${$json.text}` }}',
	'={{ { a: 1 } }}',
	'={{ [1, 2] }}',
	'={{ [..."ab"].length }}',
	'={{ "it\'s" }}',
	'={{ "\\u0041" }}',
	'={{ typeof $json.missing }}',
	'={{ $itemIndex }}',
	'={{ $runIndex + $itemIndex }}',
	'={{ $("Trigger").item.json.text }}',
	'={{ $("Nobody").item.json.text }}',
	'={{ $input.item.json.price }}',
	'={{ $parameter["v0"] }}',
	'={{ $now.year > 2000 }}',
	'={{ new Date(0).getTime() }}',
	'={{ Number("1e3") }}',
	'={{ 0.1 + 0.2 }}',
	'={{ 1 / 3 }}',
	'={{ $json.big }}',
	'={{ -$json.price }}',
	'={{ }}',
	'={{ $json.text. }}',
	'={{ 1 +/ 2 }}',
	'={{ null }}',
	'={{ NaN }}',
	'={{ undefined }}',
];

const ITEMS = [
	{
		text: 'hello',
		price: 7,
		flag: false,
		nothing: null,
		deep: { price: '0.00000001' },
		list: ['a', 'b'],
		'odd key': 'odd',
		big: 12345678901234567000,
	},
	{ text: '', price: -1.5, flag: true, deep: { price: 2 }, list: [], 'odd key': 0, big: 1e-9 },
	{ text: '={{ 1 }}', price: '3', deep: 'flat', list: 'no list' },
];

type Read = { value: unknown } | { error: string };

function attempt(read: () => unknown): Read {
	try {
		return { value: read() };
	} catch (caught) {
		return { error: caught instanceof Error ? caught.message : String((caught as Error).message) };
	}
}

/** Fields that are read beside each other. */
type Group = readonly string[];

interface Reading {
	readonly fast: Read;
	readonly alone: Read;
	readonly field: unknown;
}

/** Reads all fields of all items in both ways, and keeps what they gave. */
function reader(parameters: INodeParameters, groups: Group[], readings: Reading[]): INodeType {
	return readerNode(Object.keys(parameters), (context) => {
		for (const group of groups) {
			const fast = new RunParameters(context);
			for (let item = 0; item < ITEMS.length; item += 1) {
				fast.expect(group);
				for (const name of group) {
					readings.push({
						field: parameters[name],
						fast: attempt(() => fast.value(name, item)),
						alone: attempt(() => context.getNodeParameter(name, item, 'fallback') ?? null),
					});
				}
			}
		}
	});
}

async function readBothWays(parameters: INodeParameters, groups: Group[]): Promise<Reading[]> {
	const readings: Reading[] = [];
	const run = await runWorkflow({
		type: 'test.reader',
		parameters,
		items: ITEMS,
		nodeTypes: { 'test.reader': reader(parameters, groups, readings) },
	});
	expect(run.error).toBeUndefined();
	expect(readings).toHaveLength(groups.flat().length * ITEMS.length);
	return readings;
}

function expectTheSame(readings: Reading[]): void {
	for (const { field, fast, alone } of readings) {
		expect({ field, ...fast }).toEqual({ field, ...alone });
	}
}

function named(values: ReadonlyArray<INodeParameters[string]>): INodeParameters {
	return Object.fromEntries(values.map((value, no) => [`v${no}`, value]));
}

function locator(value: string): INodeParameters[string] {
	return { __rl: true, mode: 'name', value };
}

describe('fields that are read as rarely as possible', () => {
	it('have the values, and the errors, that n8n gives them one by one', async () => {
		const parameters = named(VALUES);
		expectTheSame(await readBothWays(parameters, [Object.keys(parameters)]));
	});

	it('have them beside each other field', async () => {
		const others = { sum: '={{ $json.price + 1 }}', text: '={{ $json.text + "!" }}' };
		const parameters = { ...named(VALUES), ...others };
		const groups = Object.keys(named(VALUES)).map((name) => [name, 'sum', 'text']);
		expectTheSame(await readBothWays(parameters, groups));
	});

	it('have them in resource locators', async () => {
		const parameters = named(VALUES.map(locator));
		expectTheSame(await readBothWays(parameters, [Object.keys(parameters)]));
	});

	it('have them in collections', async () => {
		const parameters = named(VALUES.map((value) => ({ one: value, many: [value, 'plain'] })));
		expectTheSame(await readBothWays(parameters, [Object.keys(parameters)]));
	});
});

describe('how often n8n evaluates', () => {
	/** Counts the calls that cost something. */
	async function count(parameters: INodeParameters): Promise<{ evaluated: number; alone: number }> {
		const counts = { evaluated: 0, alone: 0 };
		const names = Object.keys(parameters);
		const node = readerNode(names, (context) => {
			const fast = new RunParameters({
				getNodeParameter: ((name: string, item: number, fallback: unknown, options?: object) => {
					if (options === undefined) counts.alone += 1;
					return context.getNodeParameter(name, item, fallback, options);
				}) as IExecuteFunctions['getNodeParameter'],
				getTimezone: () => context.getTimezone(),
				getWorkflowDataProxy: (item) => context.getWorkflowDataProxy(item),
				evaluateExpression: (expression, item) => {
					counts.evaluated += 1;
					return context.evaluateExpression(expression, item);
				},
			});
			for (let item = 0; item < ITEMS.length; item += 1) {
				fast.expect(names);
				for (const name of names) fast.value(name, item);
			}
		});
		await runWorkflow({
			type: 'test.reader',
			parameters,
			items: ITEMS,
			nodeTypes: { 'test.reader': node },
		});
		return counts;
	}

	it('is never for what holds no expression', async () => {
		expect(await count(named(['BUY', '7']))).toEqual({ evaluated: 0, alone: 0 });
	});

	it('is never for what names a field of the item', async () => {
		expect(await count(named(['={{ $json.text }}', '={{ $json.price }}']))).toEqual({
			evaluated: 0,
			alone: 0,
		});
	});

	it('is once an item for several expressions', async () => {
		const three = ['={{ $json.text + 1 }}', '={{ $json.price + 1 }}', '={{ -$json.price }}'];
		expect(await count(named(three))).toEqual({ evaluated: ITEMS.length, alone: 0 });
	});
});
