import type { RateLimit, Settings } from './options';
import { settingsOfRecording } from './recorded';
import { Random } from './support/random';

/** One way in which the real exchange may behave. */
export interface Profile {
	/** What shows it, and how sure that is. */
	readonly source: string;
	readonly settings: Partial<Settings>;
}

/** The limiter of the exchange's sibling services. */
const FRAMEWORK_RATE_LIMIT: RateLimit = {
	perMinute: 60,
	banAfter: 5,
	banMs: 3_600_000,
	style: 'framework',
};

/** What the sources contradict each other about, each answer under its name. `documented` has the defaults. */
const TABLE = {
	documented: {
		source: 'the API pages and the answers that they show',
		settings: {},
	},
	'own-markets': {
		source: 'examples of NAMI/VNST and KAI/VNDC: here of every market',
		settings: { ownQuotes: ['VNST', 'VNDC', 'USDT'] },
	},
	'pages-from-zero': {
		source: 'the first API guide, the sibling services and the web client',
		settings: { firstPage: 0 },
	},
	'url-only': {
		source: 'the authentication guide, every client that works, the gateway of a sibling',
		settings: { signedIn: 'url' },
	},
	'body-only': {
		source: 'the pages of the endpoints',
		settings: { signedIn: 'body' },
	},
	'both-carriers': {
		source: 'a client that works sends both',
		settings: { signedIn: 'both' },
	},
	'older-errors': {
		source: 'error tables headed "for spot", and the web client that reads them',
		settings: { errorForm: 'older', errorsWithHttp200: true },
	},
	'error-in-message': {
		source: 'a name that is not in the table, at a sibling service',
		settings: { errorForm: 'error' },
	},
	'nest-envelope': {
		source: 'the newer services',
		settings: { envelope: 'statusCode', errorForm: 'named' },
	},
	'doubly-wrapped': {
		source: 'a client that reads live answers',
		settings: { doublyWrapped: true, envelope: 'status' },
	},
	'errors-under-200': {
		source: 'the helper of the sibling services, which never sets the HTTP status',
		settings: { errorsWithHttp200: true, httpErrorsInBody: true },
	},
	'strict-limiter': {
		source: 'the limiter of the framework that the sibling services share',
		settings: { rateLimit: FRAMEWORK_RATE_LIMIT },
	},
	'candles-1m-1h-1d': {
		source: 'the web client asks for no other resolutions',
		settings: { resolutions: '1m, 1h and 1d' },
	},
	'market-needs-price': {
		source: 'every client that works sends it',
		settings: { marketNeeds: 'priceAndBothAmounts' },
	},
	'slow-lists': {
		source: 'nobody says how late lists are',
		settings: { historyLagMs: 5000, openLagMs: 5000, lagSpreadMs: 5000 },
	},
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof TABLE;

export const PROFILES: Readonly<Record<ProfileName, Profile>> = TABLE;

/**
 * A profile's name; `mixed:<seed>`, which combines profiles that do not contradict each other; or
 * `recorded`, what somebody with a key has found out about the real exchange.
 */
export type ProfileText = ProfileName | `mixed:${number}` | 'recorded';

/** The settings that a profile changes. */
export function profileSettings(profile: ProfileText): Partial<Settings> {
	if (isProfileName(profile)) return PROFILES[profile].settings;
	if (profile === 'recorded') return settingsOfRecording();
	const names = profilesIn(Number(profile.slice('mixed:'.length)));
	return Object.assign({}, ...names.map((name) => PROFILES[name].settings));
}

/** The profile that a text names. Throws if there is none of that name. */
export function profileNamed(text: string): ProfileText {
	if (isProfileName(text) || isMixture(text) || text === 'recorded') return text;
	throw new Error(
		`No profile ${text}: ${[...Object.keys(TABLE), 'mixed:<seed>', 'recorded'].join(', ')}`,
	);
}

function isMixture(text: string): text is `mixed:${number}` {
	return /^mixed:\d+$/.test(text);
}

function isProfileName(text: string): text is ProfileName {
	return Object.hasOwn(TABLE, text);
}

/** The profiles that a mixture is made of, the same for a seed always. */
export function profilesIn(seed: number): ProfileName[] {
	const random = new Random(seed);
	const chosen: ProfileName[] = [];
	const names = Object.keys(TABLE)
		.filter(isProfileName)
		.filter((name) => name !== 'documented');
	for (const name of shuffled(names, random)) {
		const isWanted = random.fraction() < 0.5;
		if (isWanted && chosen.every((other) => agree(PROFILES[name], PROFILES[other]))) {
			chosen.push(name);
		}
	}
	return chosen;
}

/** Whether no setting would have to be two things. */
function agree({ settings: a }: Profile, { settings: b }: Profile): boolean {
	const other = new Map<string, unknown>(Object.entries(b));
	return Object.entries(a).every(([name, value]) => !other.has(name) || other.get(name) === value);
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
	return values
		.map((value) => ({ value, at: random.fraction() }))
		.sort((a, b) => a.at - b.at)
		.map(({ value }) => value);
}
