import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** A node with these fields of text, which hands its context over to be read from. */
export function readerNode(
	names: readonly string[],
	read: (context: IExecuteFunctions) => void,
): INodeType {
	return {
		description: {
			displayName: 'Reader',
			name: 'reader',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: names.map((name) => ({ displayName: name, name, type: 'string', default: '' })),
		},
		async execute(this: IExecuteFunctions) {
			read(this);
			return [[]];
		},
	};
}
