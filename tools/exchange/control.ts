import type { FastifyInstance } from 'fastify';
import type { Filter, SymbolConfig } from './data/symbols';
import { type RefusalStatus, REFUSALS } from './engine/refusals';
import type { Broker } from './engine/world';
import type { Exchange } from './exchange';
import type { Fault } from './faults/fault';
import { faults } from './faults/presets';
import type { Settings } from './options';
import { profileNamed, profileSettings } from './profiles';
import { writeJson } from './support/json';

/** What a person may send; each command takes what it needs. */
interface Input {
	readonly symbol: string;
	readonly price: string | number;
	readonly asset: string;
	readonly free: string | number;
	readonly apiKey?: string;
	readonly banned?: boolean;
	readonly halted?: boolean;
	readonly as?: string;
	readonly profile: string;
	readonly broker?: Broker;
	readonly status?: RefusalStatus;
	readonly filters: readonly Filter[];
	readonly change: Partial<SymbolConfig>;
	readonly displayingId: string;
	readonly quantity?: string;
	readonly fault: keyof typeof faults;
	readonly args?: readonly unknown[];
	readonly method?: string;
	readonly path?: string;
	readonly skip?: number;
	readonly times?: number;
}

interface Command {
	/** An example of what to send. */
	readonly example: object;
	readonly run: (exchange: Exchange, input: Input) => unknown;
}

const COMMANDS: Readonly<Record<string, Command>> = {
	price: {
		example: { symbol: 'BTCUSDT', price: '61000' },
		run: ({ state }, { symbol, price }) => state.setPrice(symbol, price),
	},
	'clear-price': {
		example: { symbol: 'BTCUSDT' },
		run: ({ state }, { symbol }) => state.clearPrice(symbol),
	},
	balance: {
		example: { asset: 'USDT', free: '10' },
		run: ({ state }, { asset, free, apiKey }) => state.setBalance(asset, free, apiKey),
	},
	'fee-asset': {
		example: { asset: 'NAMI' },
		run: ({ state }, { asset, apiKey }) => state.payFeesIn(asset, apiKey),
	},
	ban: {
		example: { banned: true },
		run: ({ state }, { banned, apiKey }) => state.banAccount(banned, apiKey),
	},
	halt: {
		example: { symbol: 'BTCUSDT', halted: true, as: 'MAINTAIN' },
		run: ({ state }, { symbol, halted, as }) => state.haltSymbol(symbol, halted, as),
	},
	symbol: {
		example: { symbol: 'BTCUSDT', change: { orderTypes: ['LIMIT'] } },
		run: ({ state }, { symbol, change }) => state.configure(symbol, change),
	},
	filters: {
		example: { symbol: 'BTCUSDT', filters: [{ filterType: 'LOT_SIZE', stepSize: '1' }] },
		run: ({ state }, { symbol, filters }) => state.setFilters(symbol, filters),
	},
	broker: {
		example: { broker: 'down, places or up' },
		run: ({ state }, { broker }) => state.breakBroker(broker),
	},
	breakdown: {
		example: { status: 'UNKNOWN, or leave it out to repair' },
		run: ({ state }, { status }) => {
			if (status !== undefined && !Object.hasOwn(REFUSALS, status))
				throw new Error('No such status');
			state.breakDown(status);
		},
	},
	fill: {
		example: { displayingId: '435372', quantity: '0.001' },
		run: ({ state }, { displayingId, quantity, price }) =>
			state.fill(displayingId, quantity, price),
	},
	cancel: {
		example: { displayingId: '435372' },
		run: ({ state }, { displayingId }) => state.cancel(displayingId),
	},
	fault: {
		example: { fault: 'stallAfterAccepting', method: 'POST', path: '/api/v4/spot/order', times: 1 },
		run: (exchange, input) => addFault(exchange, input),
	},
	settings: {
		example: { errorsWithHttp200: true },
		run: ({ settings }, input) => Object.assign(settings, known(input, settings)),
	},
	profile: {
		example: { profile: 'url-only' },
		run: ({ settings }, { profile }) =>
			Object.assign(settings, profileSettings(profileNamed(profile))),
	},
	reset: { example: {}, run: (exchange) => exchange.reset() },
};

function known(input: object, settings: Settings): Partial<Settings> {
	return Object.fromEntries(Object.entries(input).filter(([name]) => name in settings));
}

function addFault(exchange: Exchange, input: Input): void {
	if (!Object.hasOwn(faults, input.fault)) {
		throw new Error(`Faults: ${Object.keys(faults).join(', ')}`);
	}
	const make = faults[input.fault] as (...args: readonly unknown[]) => Fault;
	const { method, path, skip, times, args = [] } = input;
	exchange.faults.add({
		match: { ...(method && { method }), ...(path && { path }) },
		...(skip !== undefined && { skip }),
		...(times !== undefined && { times }),
		fault: make(...args),
	});
}

/** Where people with curl move the exchange's state. Its calls are not signed, not logged and never faulty. */
const CONTROL = '/control';

/** Serves `GET /control`, which lists the commands, and `POST /control/<command>`. */
export function addControl(app: FastifyInstance, exchange: () => Exchange): void {
	app.get(CONTROL, (_request, reply) => void reply.send(examples()));
	for (const [name, { run }] of Object.entries(COMMANDS)) {
		app.post(`${CONTROL}/${name}`, (request, reply) => {
			try {
				const input = JSON.parse(String(request.body || '{}')) as Input;
				const result = run(exchange(), input) ?? {};
				void reply.type('application/json').send(writeJson({ done: name, ...result }));
			} catch (error) {
				void reply.code(400).send({ error: String(error), example: COMMANDS[name]?.example });
			}
		});
	}
}

function examples(): object {
	return Object.fromEntries(
		Object.entries(COMMANDS).map(([name, { example }]) => [`POST ${CONTROL}/${name}`, example]),
	);
}
