import {
	NodeConnectionTypes,
	type ICredentialTestFunctions,
	type ILoadOptionsFunctions,
	type INodeType,
	type IPollFunctions,
} from 'n8n-workflow';
import { loadOptions, poll, searchList, testCredential } from '../../../../tools/harness';
import { PROBE, probeCredential, probeNode, serve } from './probe';

const described = probeNode(async () => []).description;

const listing: INodeType = {
	description: described,
	methods: {
		listSearch: {
			async symbols(this: ILoadOptionsFunctions, filter?: string, token?: string) {
				const { key } = await this.getCredentials('probeApi');
				const name = [filter, token, key, this.getCurrentNodeParameter('text')].join(' ');
				return { results: [{ name, value: name }] };
			},
		},
		loadOptions: {
			async sides(this: ILoadOptionsFunctions) {
				return [{ name: this.getNode().type, value: 'BUY' }];
			},
		},
	},
};

const options = {
	type: PROBE,
	nodeTypes: { [PROBE]: listing },
	credentials: { probeApi: { key: 'k' } },
	credentialTypes: [probeCredential()],
	parameters: { text: 'typed' },
};

test('a list gets its search, its token, the credential and the parameters', async () => {
	expect(await searchList('symbols', 'btc', '2', options)).toEqual({
		results: [{ name: 'btc 2 k typed', value: 'btc 2 k typed' }],
	});
});

test('dynamic options, and a method that is not there', async () => {
	expect(await loadOptions('sides', options)).toEqual([{ name: PROBE, value: 'BUY' }]);
	await expect(loadOptions('nothing', options)).rejects.toThrow('has no such method');
});

const polling: INodeType = {
	description: { ...described, group: ['trigger'], polling: true, inputs: [] },
	async poll(this: IPollFunctions) {
		const memory = this.getWorkflowStaticData('node');
		memory['count'] = Number(memory['count'] ?? 0) + 1;
		this.logger.info(`poll ${String(memory['count'])} in ${this.getMode()}`);
		if (memory['count'] === 1) return null;
		return [[{ json: { count: memory['count'] } }]];
	},
};

test('polls share static data; nothing new is no items', async () => {
	const trigger = { type: PROBE, nodeTypes: { [PROBE]: polling } };
	const first = await poll(trigger);
	const second = await poll({ ...trigger, staticData: first.staticData, mode: 'manual' });
	expect([first.items, second.items]).toEqual([[], [{ json: { count: 2 } }]]);
	expect([...first.logs, ...second.logs].map(({ message }) => message)).toEqual(
		expect.arrayContaining(['poll 1 in trigger', 'poll 2 in manual']),
	);
	expect(described.outputs).toEqual([NodeConnectionTypes.Main]);
});

test('a credential test function sends its own requests, with the form’s defaults filled in', async () => {
	const server = await serve((response) => response.writeHead(418).end('teapot'));
	const tested: INodeType = {
		description: { ...described, credentials: [{ name: 'probeApi', testedBy: 'probeTest' }] },
		methods: {
			credentialTest: {
				async probeTest(this: ICredentialTestFunctions, { data }) {
					const { statusCode } = await this.helpers.request({
						uri: server.url,
						simple: false,
						resolveWithFullResponse: true,
					});
					return { status: 'Error', message: `${String(data?.['key'])}: ${String(statusCode)}` };
				},
			},
		},
	};
	const result = await testCredential(
		'probeApi',
		{},
		{ nodes: [tested], types: [probeCredential()] },
	);
	await server.close();
	expect(result).toEqual({ status: 'Error', message: 'default key: 418' });
});
