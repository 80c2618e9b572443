import { orderBookOf, presentOrderBook } from '../../exchange/api/orderBook';
import { readAs } from '../../exchange/api/read';
import { readCount } from '../../fields/list';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import { readSymbol } from '../../fields/readParameter';
import { symbolField } from '../../fields/symbol';

const DEFAULT_DEPTH = 20;

export const getOrderBook: Operation = {
	option: {
		name: 'Get Order Book',
		value: 'getOrderBook',
		action: 'Get the order book of a market',
		description:
			'Get the open bids and asks of a market, the best first, with best bid, best ask and the spread between them',
	},
	fields: [
		symbolField('The market whose order book to read'),
		{
			displayName: 'Depth',
			name: 'depth',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_DEPTH,
			description: 'How many price levels of each side to return, the best ones',
		},
		timeoutOptionField,
	],
	isRead: true,

	async execute(run, item) {
		const symbol = readSymbol(run.parameters, item);
		const field = { name: 'depth', label: 'Depth', fallback: DEFAULT_DEPTH };
		const depth = readCount(run.parameters, item, field);
		const { timeout } = readOptions(run, item);
		const call = { path: '/api/v3/spot/depth', parameters: { symbol }, isSigned: false, timeout };
		const book = await readAs(await run.connection(), call, orderBookOf);
		return [presentOrderBook(symbol, book, depth)];
	},
};
