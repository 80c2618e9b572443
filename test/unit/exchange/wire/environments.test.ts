import { resolveBaseUrl } from '../../../../nodes/NamiSpot/exchange/wire/environments';

test.each([
	['live', 'https://nami.exchange'],
	['test', 'https://test.nami.exchange'],
])('the environment %s', (environment, url) => {
	expect(resolveBaseUrl({ environment, baseUrl: 'https://ignored.example' })).toEqual({
		ok: true,
		url,
		host: new URL(url).host,
	});
});

test.each([undefined, '', 'Live', 'constructor', '__proto__', 'toString', 1, {}, ['live']])(
	'the environment %p is none',
	(environment) => {
		expect(resolveBaseUrl({ environment, baseUrl: 'https://proxy.example' })).toMatchObject({
			ok: false,
			message: expect.stringMatching(/Environment is not chosen/),
		});
	},
);

const custom = (baseUrl: unknown) => resolveBaseUrl({ environment: 'custom', baseUrl });

test.each([
	['https://proxy.example', 'https://proxy.example'],
	[' https://proxy.example/ ', 'https://proxy.example'],
	['https://proxy.example:8443/nami/', 'https://proxy.example:8443/nami'],
	['http://localhost:8808', 'http://localhost:8808'],
	['http://LOCALHOST:8808', 'http://localhost:8808'],
	['http://127.0.0.1:8808', 'http://127.0.0.1:8808'],
	['http://127.1.2.3', 'http://127.1.2.3'],
	['http://[::1]:8808', 'http://[::1]:8808'],
	['http://127.1', 'http://127.0.0.1'],
])('takes the custom URL %s', (given, url) => {
	expect(custom(given)).toEqual({ ok: true, url, host: new URL(url).host });
});

test.each([
	['', /is empty/],
	[undefined, /is empty/],
	['nami.exchange', /not an address/],
	['http://nami.exchange', /must be https/],
	['http://localhost.evil.example', /must be https/],
	['http://127.0.0.1.evil.example', /must be https/],
	['http://192.168.1.5', /must be https/],
	['http://0.0.0.0:8808', /must be https/],
	['ftp://localhost', /must be https/],
	['file:///etc/passwd', /must be https/],
	['https://user:pass@proxy.example', /user name or password/],
	['http://localhost@evil.example', /user name or password/],
	['https://proxy.example?x=1', /after its path/],
	['https://proxy.example/#x', /after its path/],
])('refuses the custom URL %s', (given, message) => {
	expect(custom(given)).toMatchObject({
		ok: false,
		message: expect.stringMatching(message),
		advice: expect.stringContaining('Open the credential'),
	});
});
