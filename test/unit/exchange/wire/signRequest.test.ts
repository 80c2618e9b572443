import { Readable } from 'node:stream';

import HmacSHA256 from 'crypto-js/hmac-sha256';

import { publicAddress, signRequest } from '../../../../nodes/NamiSpot/exchange/wire/signRequest';
import type { SignableOptions } from '../../../../nodes/NamiSpot/exchange/wire/signableOptions';
import { notesOf, withNotes } from '../../../../nodes/NamiSpot/exchange/wire/signingNotes';

const SECRET = 'UNCZHD1e4501X1WGO9PqjGJBDqWoNjUlc05YZTy38t9Wd7rHWmrmtfKfb1Vpb5RH';
const KEY = 'N3LbmwMAXcObdVYdP8KTMYjsi94CUpEh8C3F2xhDKdxbkfQn8Bi3FQP7LudeN9Vb';
const AT = 1721284021975;
const ORDER_SIGNATURE = '87455e30b15d4d2fe234eeec92cfc165f8b8647bf583ce09f0bdb6b3c6a09b77';
const ORDER_URL = 'https://nami.exchange/api/v4/spot/order';
const BALANCE_URL = 'https://nami.exchange/api/v4/user/balance';

const inBody = { apiKey: KEY, apiSecret: SECRET, environment: 'live', signedParameters: 'body' };
const inQuery = { ...inBody, signedParameters: 'query' };
const inBoth = { ...inBody, signedParameters: 'both' };
const automatic = { ...inBody, signedParameters: 'auto' };

const order = () => ({
	symbol: 'NAMIVNDC',
	side: 'SELL',
	type: 'LIMIT',
	quantity: 50000,
	price: 600,
});
const ORDER_QUERY =
	'symbol=NAMIVNDC&side=SELL&type=LIMIT&quantity=50000&price=600&timestamp=1721284021975' +
	`&signature=${ORDER_SIGNATURE}`;

type Options = SignableOptions;

const post = (changes: Partial<Options> = {}): Options => ({
	method: 'POST',
	url: ORDER_URL,
	body: order(),
	...changes,
});

const hmac = (text: string) => HmacSHA256(text, SECRET).toString();

test('a JSON body gets timestamp and signature at its end; the address stays', () => {
	const signed = signRequest(inBody, post({ headers: { accept: 'application/json' } }), AT);
	expect(signed.url).toBe(ORDER_URL);
	expect(signed.headers).toEqual({ accept: 'application/json', 'x-api-key': KEY });
	expect(JSON.stringify(signed.body)).toBe(
		JSON.stringify({ ...order(), timestamp: AT, signature: ORDER_SIGNATURE }),
	);
});

test('a JSON body given as text stays text', () => {
	const signed = signRequest(inBody, post({ body: JSON.stringify(order(), null, 2) }), AT);
	expect(signed.body).toBe(
		JSON.stringify({ ...order(), timestamp: AT, signature: ORDER_SIGNATURE }),
	);
});

test.each(['"9007199254740993"', '9007199254740992', '0.0000001', '1.50', '1e3', '"1.0"'])(
	'a JSON body given as text keeps the value %s',
	(value) => {
		const signed = signRequest(inBody, post({ body: `{"value": ${value}}` }), AT);
		expect(JSON.parse(String(signed.body))).toMatchObject({ value: JSON.parse(value) });
	},
);

test('in the query string, everything is in the address and there is no body', () => {
	const signed = signRequest(inQuery, post(), AT);
	expect(signed.url).toBe(`${ORDER_URL}?${ORDER_QUERY}`);
	expect(signed).not.toHaveProperty('body');
	expect(signed).not.toHaveProperty('qs');
});

const ORDERS = [{ displayingId: 435372, symbol: 'BTCUSDT' }];
const cancelMany = (body: Options['body'] = { orders: ORDERS }): Options => ({
	method: 'DELETE',
	url: 'https://nami.exchange/api/v4/spot/all_order',
	body,
});
/** As URLSearchParams writes the list itself, and the JSON of it. */
const LIST_IN_BODY = `orders=${encodeURIComponent('[object Object]').replace('%20', '+')}`;
const LIST_IN_QUERY = `orders=${encodeURIComponent(JSON.stringify(ORDERS))}`;

test.each([
	['body', undefined, LIST_IN_BODY],
	['query', LIST_IN_QUERY, undefined],
	['both', LIST_IN_QUERY, LIST_IN_BODY],
])('a list is its JSON in a query and stays a list in a body: %s', (way, query, body) => {
	const credential = { ...inBody, signedParameters: way };
	const signed = signRequest(credential, cancelMany(), AT);
	const [, asked] = String(signed.url).split('?');
	const dated = (text: string) => `${text}&timestamp=${AT}`;
	expect(asked).toBe(query && `${dated(query)}&signature=${hmac(dated(query))}`);
	expect(signed.body).toEqual(
		body && { orders: ORDERS, timestamp: AT, signature: hmac(dated(body)) },
	);
	const asText = cancelMany(JSON.stringify({ orders: ORDERS }));
	expect(signRequest(credential, asText, AT).url).toBe(signed.url);
});

test('in both, address and body carry the same parameters', () => {
	const signed = signRequest(inBoth, post(), AT);
	expect(signed.url).toBe(`${ORDER_URL}?${ORDER_QUERY}`);
	expect(signed.body).toEqual({ ...order(), timestamp: AT, signature: ORDER_SIGNATURE });
});

test.each([
	['automatic without a note', automatic, {}, inBody],
	['automatic and the note says body', automatic, { carrier: 'body' }, inBody],
	['automatic and the note says query', automatic, { carrier: 'query' }, inQuery],
	['automatic and the note says both', automatic, { carrier: 'both' }, inBoth],
	['a credential that says body', inBody, { carrier: 'query' }, inBody],
	['a credential that says query', inQuery, { carrier: 'body' }, inQuery],
	['a credential from before the field', { ...inBody, signedParameters: undefined }, {}, inBody],
] as const)('what carries the parameters: %s', (_, credential, notes, same) => {
	const signed = signRequest(credential, withNotes(post(), notes), AT);
	expect(signed).toStrictEqual(signRequest(same, post(), AT));
	expect(Object.getOwnPropertySymbols(signed)).toEqual([]);
	const again = signRequest(credential, signed, AT);
	expect(again).toStrictEqual(signRequest(same, post(), AT));
});

test('notes survive a copy by spreading, and no text can make them', () => {
	const noted = withNotes(post(), { carrier: 'query' });
	expect(notesOf({ ...noted })).toEqual({ carrier: 'query' });
	expect(notesOf(JSON.parse(JSON.stringify(noted)))).toEqual({});
});

test.each(['body', 'query', 'both'])('the options that were given stay as they are: %s', (way) => {
	const given = Object.freeze({
		...post({ headers: Object.freeze({ accept: 'application/json' }) }),
		body: Object.freeze(order()),
	});
	const before = structuredClone(given);
	const signed = signRequest({ ...inBody, signedParameters: way }, given, AT);
	expect(given).toEqual(before);
	expect(JSON.stringify(given)).not.toContain(KEY);
	expect(signed).not.toBe(given);
	expect(signed.headers).not.toBe(given.headers);
	expect(signed.body).not.toBe(given.body);
});

test.each(['get', 'post', 'delete', 'Post'])(
	'the method %s is as good as in capitals',
	(method) => {
		const capitals = method.toUpperCase();
		const rest = capitals === 'GET' ? { body: undefined, qs: { type: 0 } } : {};
		const options = { ...post(), ...rest, method: method };
		expect(signRequest(inBody, options, AT)).toStrictEqual(
			signRequest(inBody, { ...options, method: capitals }, AT),
		);
	},
);

test('a key that the request brings along is replaced, however it is spelled', () => {
	const signed = signRequest(inBody, post({ headers: { 'X-API-KEY': 'other' } }), AT);
	expect(signed.headers).toEqual({ 'x-api-key': KEY });
});

test.each([
	['query parameters', { qs: { type: 0 } }, 'type=0'],
	['parameters in the address', { url: `${BALANCE_URL}?type=0` }, 'type=0'],
	['both', { url: `${BALANCE_URL}?type=0#part`, qs: { currency: 9 } }, 'type=0&currency=9'],
	['no parameters', {}, ''],
	['characters that clients encode differently', { qs: { a: 'x y:[],+' } }, 'a=x+y%3A%5B%5D%2C%2B'],
	['an empty body', { qs: { type: 0 }, body: {} }, 'type=0'],
])('a GET is signed in its address: %s', (_, options, parameters) => {
	const toSign = `${parameters}${parameters && '&'}timestamp=${AT}`;
	const signed = signRequest(inBody, { method: 'GET', url: BALANCE_URL, ...options }, AT);
	expect(signed.url).toBe(`${BALANCE_URL}?${toSign}&signature=${hmac(toSign)}`);
	expect(signed).not.toHaveProperty('qs');
});

test.each(['POST', 'DELETE', 'PUT'] as const)(
	'a %s without a body is signed in its address',
	(method) => {
		const toSign = `symbol=BTCUSDT&timestamp=${AT}`;
		const options = { method, url: ORDER_URL, qs: { symbol: 'BTCUSDT' }, body: {} };
		const signed = signRequest(inBody, options, AT);
		expect(signed.url).toBe(`${ORDER_URL}?${toSign}&signature=${hmac(toSign)}`);
	},
);

test('a DELETE carries its parameters in the body, as a POST does', () => {
	const body = { symbol: 'BTCUSDT', displayingId: '1' };
	const signed = signRequest(inBody, { method: 'DELETE', url: ORDER_URL, body }, AT);
	const signature = hmac(`symbol=BTCUSDT&displayingId=1&timestamp=${AT}`);
	expect(signed.body).toEqual({ ...body, timestamp: AT, signature });
});

test.each([
	['a body', inBody, () => post()],
	['a body as text', inBody, () => post({ body: JSON.stringify(order()) })],
	['a body that goes into the query', inQuery, () => post()],
	['a body that goes into both', inBoth, () => post()],
	['a GET', inBody, (): Options => ({ method: 'GET', url: BALANCE_URL, qs: { type: 0 } })],
	['older options with uri', inBody, () => ({ ...post(), uri: ORDER_URL })],
] as const)('signing again gives what signing once gives: %s', (_, credential, options) => {
	const twice = signRequest(credential, signRequest(credential, options(), AT - 5000), AT);
	expect(twice).toEqual(signRequest(credential, options(), AT));
});

test('the options of n8n’s HTTP Request node, which say uri', () => {
	const older = () => {
		const { method, body } = post();
		return { method, body, uri: ORDER_URL } as unknown as Options;
	};
	const body = signRequest(inBody, older(), AT);
	expect(body).toMatchObject({ uri: ORDER_URL, body: { signature: ORDER_SIGNATURE } });
	const query = signRequest(inQuery, older(), AT);
	expect(query).toMatchObject({ uri: `${ORDER_URL}?${ORDER_QUERY}` });
	expect(query).not.toHaveProperty('url');
});

test('options that name the address twice get both', () => {
	const signed = signRequest(inQuery, { ...post(), uri: ORDER_URL } as Options, AT);
	const address = `${ORDER_URL}?${ORDER_QUERY}`;
	expect(signed).toMatchObject({ uri: address, url: address });
});

test('redirects are forbidden in either way of saying it', () => {
	const followed = { ...post(), followRedirect: true, followAllRedirects: true };
	expect(signRequest(inBody, followed, AT)).toMatchObject({
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});

test('a base URL and a path make an address', () => {
	const options = { method: 'GET' as const, baseURL: 'https://nami.exchange/', url: '/api/v4/x' };
	const signed = signRequest(inBody, options, AT);
	expect(signed.url).toBe(
		`https://nami.exchange/api/v4/x?timestamp=${AT}&signature=${hmac(`timestamp=${AT}`)}`,
	);
	expect(signed).not.toHaveProperty('baseURL');
});

test('key and secret are used without the blanks that pasting adds', () => {
	const pasted = { ...inBody, apiKey: ` ${KEY}\n`, apiSecret: `${SECRET} ` };
	const signed = signRequest(pasted, post(), AT);
	expect(signed).toMatchObject({
		headers: { 'x-api-key': KEY },
		body: { signature: ORDER_SIGNATURE },
	});
});

describe('refuses to sign', () => {
	const custom = { ...inBody, environment: 'custom' };
	const read = { method: 'GET', url: BALANCE_URL, body: undefined } as const;

	test.each<[string, Record<string, unknown>, Partial<Options>, RegExp]>([
		[
			'another host',
			inBody,
			{ url: 'https://evil.example/api/v4/spot/order' },
			/only.*nami\.exchange.*evil/,
		],
		[
			'a host that only starts alike',
			inBody,
			{ url: 'https://nami.exchange.evil.example/' },
			/only/,
		],
		['the live host with a test credential', { ...inBody, environment: 'test' }, {}, /test\.nami/],
		['the same host without TLS', inBody, { url: 'http://nami.exchange/api' }, /only/],
		[
			'another path of a host that is shared',
			{ ...custom, baseUrl: 'https://proxy.example/nami' },
			{ url: 'https://proxy.example/nami-other/api/v4/spot/order' },
			/only.*proxy\.example\/nami;/,
		],
		[
			'a path that leads out of the base URL',
			{ ...custom, baseUrl: 'https://proxy.example/nami' },
			{ url: 'https://proxy.example/nami/%2e%2e/api/v4/spot/order' },
			/only/,
		],
		['another port', inBody, { url: 'https://nami.exchange:8443/api' }, /only/],
		[
			'a custom URL that is not safe',
			{ ...custom, baseUrl: 'http://nami.example' },
			{},
			/Custom URL/,
		],
		['no address', inBody, { url: '' }, /not a full URL/],
		['a path alone', inBody, { url: '/api/v4/spot/order' }, /not a full URL/],
		['no key', { ...inBody, apiKey: ' ' }, {}, /no API key or no API secret/],
		['no secret', { ...inBody, apiSecret: undefined }, {}, /no API key or no API secret/],
		['a body that is not JSON', inBody, { body: 'a=1' }, /only JSON objects/],
		['a body that is a list', inBody, { body: '[1]' }, /only JSON objects/],
		[
			'a long id in text',
			inBody,
			{ body: '{"id":9007199254740993}' },
			/too many digits.*in quotes/,
		],
		['a long id for the query', inQuery, { body: '{"id":9007199254740993}' }, /too many digits/],
		['a list', inBody, { body: [1] }, /only JSON objects/],
		['a Buffer', inBody, { body: Buffer.from('{}') }, /only JSON objects/],
		['a URLSearchParams', inBody, { body: new URLSearchParams('a=1') }, /only JSON objects/],
		['multipart', inBody, { body: new FormData() }, /only JSON objects/],
		['a stream', inBody, { body: Readable.from(['{}']) }, /only JSON objects/],
		['a form', inBody, { form: { a: 1 } }, /has a form/],
		['form data', inBody, { body: undefined, formData: { a: 1 } }, /has a form/],
		[
			'a body that is sent as a form',
			inBody,
			{ headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
			/another content type/,
		],
		['a body of a GET', inBody, { method: 'GET' }, /carries no body/],
		['a body of a HEAD', inBody, { method: 'HEAD' }, /carries no body/],
		['a body and query parameters', inBody, { qs: { a: 1 } }, /has both/],
		['a body and parameters in the address', inQuery, { url: `${ORDER_URL}?a=1` }, /has both/],
		[
			'a name twice in the address',
			inBody,
			{ ...read, url: `${BALANCE_URL}?a=1&a=2` },
			/a appears/,
		],
		['a name in both', inBody, { ...read, url: `${BALANCE_URL}?a=1`, qs: { a: 2 } }, /a appears/],
		['a list in the query', inBody, { ...read, qs: { a: [1, 2] } }, /a is a list/],
		['an object in the query', inBody, { ...read, qs: { a: { b: 1 } } }, /a is a list/],
		['a query that is text', inBody, { ...read, qs: 'a=1' }, /not a list/],
		['no environment', { ...inBody, environment: '' }, {}, /Environment is not chosen/],
		['an odd environment', { ...inBody, environment: 'constructor' }, {}, /Environment/],
		[
			'an odd carrier',
			{ ...inBody, signedParameters: 'constructor' },
			{},
			/not one of the options/,
		],
		['ignored certificates', inBody, { skipSslCertificateValidation: true }, /not checked/],
		['ignored certificates in older words', inBody, { rejectUnauthorized: false }, /not checked/],
		[
			'ignored certificates of the agent',
			inBody,
			{ agentOptions: { rejectUnauthorized: false } },
			/TLS settings/,
		],
		['a CA of its own', inBody, { agentOptions: { ca: 'PEM' } }, /TLS settings/],
		[
			'a check of its own',
			inBody,
			{ agentOptions: { checkServerIdentity: () => undefined } },
			/TLS settings/,
		],
		['another name', inBody, { agentOptions: { servername: 'evil.example' } }, /TLS settings/],
		['another host', inBody, { agentOptions: { host: 'evil.example' } }, /TLS settings/],
		['a Host header', inBody, { headers: { hOST: 'evil.example' } }, /Host header/],
		[
			'another method in a header',
			inBody,
			{ ...read, headers: { 'X-HTTP-Method-Override': 'POST' } },
			/another method/,
		],
		[
			'another authentication',
			inBody,
			{ auth: { username: 'a', password: 'b' } },
			/authentication/,
		],
		[
			'plain http through a proxy',
			{ ...custom, baseUrl: 'http://localhost:1' },
			{ url: 'http://localhost:1/x', proxy: 'http://evil.example:1' },
			/through a proxy/,
		],
		['a long decimal', inBody, { body: '{"a":[{"b":0.12345678901234567891}]}' }, /too many digits/],
	])('%s', (_, credential, options, message) => {
		const given = Object.freeze(post(options));
		const before = { ...given };
		expect(() => signRequest(credential, given, AT)).toThrow(message);
		expect(given).toEqual(before);
	});
});

test('reads without a signature get their parameters in the address', () => {
	expect(publicAddress('https://x/depth', { symbol: 'BTCUSDT' })).toBe(
		'https://x/depth?symbol=BTCUSDT',
	);
	expect(publicAddress('https://x/config', { symbol: undefined })).toBe('https://x/config');
});

test.each<Partial<Options>>([
	{ baseURL: 'https://nami.exchange', url: '//evil.example/x' },
	{ url: ORDER_URL, uri: 'https://evil.example/x' },
	{ baseURL: 'https://nami.exchange', url: '', uri: 'https://evil.example/x' },
	{ baseURL: 'https://nami.exchange', url: 'git+ssh://evil.example/x' },
])('what was checked is what is used: %p', (addresses) => {
	for (const credential of [inBody, inQuery]) {
		const { url, uri, baseURL }: Options = signRequest(credential, post(addresses), AT);
		expect(baseURL).toBeUndefined();
		for (const used of [url, uri ?? url]) expect(used).toMatch(/^https:\/\/nami\.exchange\//);
	}
});

test.each([
	['a client certificate', { agentOptions: { cert: 'PEM', key: 'PEM', passphrase: 'x' } }],
	['checks that are on', { agentOptions: { rejectUnauthorized: true }, rejectUnauthorized: true }],
	['https through a proxy', { proxy: 'http://proxy.example:8080' }],
])('signs with %s', (_, options) => {
	expect(signRequest(inBody, post(options as Partial<Options>), AT)).toMatchObject(options);
});

test('numbers in a query have no exponents, and are signed as they stand there', () => {
	const body = { symbol: 'PEPEBTC', quantity: 1e21, price: 1e-7 };
	const plain = `symbol=PEPEBTC&quantity=1000000000000000000000&price=0.0000001&timestamp=${AT}`;
	for (const credential of [inQuery, inBoth]) {
		const { url } = signRequest(credential, post({ body }), AT);
		expect(url).toBe(`${ORDER_URL}?${plain}&signature=${hmac(plain)}`);
	}
});

test('numbers in a body are signed as JavaScript reads and writes them', () => {
	const signature = hmac(`price=1e-7&timestamp=${AT}`);
	for (const credential of [inBody, inBoth]) {
		const signed = signRequest(credential, post({ body: { price: 1e-7 } }), AT);
		expect(signed.body).toMatchObject({ price: 1e-7, signature });
	}
});
