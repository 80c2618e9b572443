import type { INodeProperties } from 'n8n-workflow';

import { presentOrderBook, readOrderBook } from '../../exchange/api/orderBook';
import type { Operation } from '../operation';
import { readOptions, timeoutOptionField } from '../../fields/readOptions';
import { symbolField } from '../../fields/symbol';

const DEFAULT_DEPTH = 20;

const depthField: INodeProperties = {
	displayName: 'Depth',
	name: 'depth',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_DEPTH,
	description: 'How many of the best price levels to return for each side',
};

export const getOrderBook: Operation = {
	option: {
		name: 'Get Order Book',
		value: 'getOrderBook',
		action: 'Get order book',
		description:
			'Get the bids and asks of a market, best first, with best bid, best ask and spread',
	},
	fields: [symbolField('The market whose order book to read'), depthField, timeoutOptionField],
	isRead: true,

	async execute(run) {
		const { fields } = run;
		const symbol = fields.symbol();
		const depth = fields.count(depthField, { fallback: DEFAULT_DEPTH });
		const { timeout } = readOptions(fields);
		const book = await readOrderBook(await run.publicConnection(), { symbol, timeout });
		return [presentOrderBook(book, depth)];
	},
};
