import type { IDataObject } from 'n8n-workflow';
import { runWorkflow, type Run } from '../../../tools/harness';
import { httpRequestNode } from './support/httpRequestNode';
import { startManInTheMiddle, type ManInTheMiddle } from './support/manInTheMiddle';

const API_KEY = 'key-of-the-account';
const WAYS = [
	{ helper: 'request', autodetect: true },
	{ helper: 'request', autodetect: false },
	{ helper: 'httpRequest', autodetect: false },
];

let man: ManInTheMiddle;
beforeEach(async () => {
	man = await startManInTheMiddle();
});
afterEach(async () => await man.close());

/** A workflow's author sends a request with a credential that he may use, but not read. */
async function call(request: IDataObject, way: IDataObject): Promise<Run> {
	return await runWorkflow({
		type: 'n8n.httpRequest',
		nodeTypes: { 'n8n.httpRequest': httpRequestNode },
		credentials: {
			namiApi: {
				apiKey: API_KEY,
				apiSecret: 'secret-of-the-account',
				environment: 'custom',
				baseUrl: man.url,
			},
		},
		parameters: {
			...way,
			request: JSON.stringify({
				method: 'GET',
				uri: `${man.url}/api/v4/user/balance`,
				...request,
			}),
		},
	});
}

/** Ways in which that node lets its author have the man in the middle believed. */
const BELIEVED: Record<string, () => IDataObject> = {
	'Ignore SSL Issues': () => ({ rejectUnauthorized: false }),
	'an SSL certificate with a CA': () => ({ agentOptions: { ca: man.ca } }),
};

describe.each(Object.entries(BELIEVED))('%s', (_, settings) => {
	test('without the credential, the man in the middle reads the request', async () => {
		await call(settings(), { helper: 'unauthenticated' });
		expect(man.read).toHaveLength(1);
	});

	test.each(WAYS)('with it, nothing leaves: $helper, autodetect $autodetect', async (way) => {
		for (const path of [{}, { proxy: man.proxyUrl }]) {
			const { error } = await call({ ...settings(), ...path }, way);
			expect(error?.message).toMatch(/^This Nami credential does not sign/);
			expect({ ...man }).toMatchObject({ asked: [], read: [] });
		}
	});
});

test.each(WAYS)('a man in the middle whom nobody believes reads nothing: %p', async (way) => {
	for (const path of [{}, { proxy: man.proxyUrl }]) {
		const { error } = await call(path, way);
		expect(error?.message).toMatch(/certificate|SSL/i);
		expect(man.read).toEqual([]);
	}
	expect(man.asked).toHaveLength(1);
});

test.each(WAYS)('a Host header of the author’s is not sent along: %p', async (way) => {
	const { error } = await call({ headers: { Host: 'evil.example' } }, way);
	expect(error?.message).toMatch(/Host header/);
	expect(man.read).toEqual([]);
});
