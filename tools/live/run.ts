// `npm run check:live`: what the live exchange does where its documents leave doubt.
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ENVIRONMENT_URLS, resolveBaseUrl } from '../../nodes/NamiSpot/exchange/wire/environments';
import { RECORDED_FILE, type Recording } from '../exchange/recorded';
import { checkLive } from './checkLive';
import { secretFrom } from './secrets';

const HELP = `npm run check:live -- [options]

Reads key and secret from NAMI_API_KEY and NAMI_API_SECRET, or asks for them. Neither is printed.
Only reads, about one call in 1.3 seconds, unless told otherwise.

  --url <address>     default ${ENVIRONMENT_URLS.get('live')}
  --symbol <name>     default BTCUSDT
  --place-order       also sends requests that change something: cancels an order that does not
                      exist, then places one small LIMIT order at half the price, and cancels it
  --record            writes what was found, without keys, ids and amounts, where the tests take it
                      as the profile "recorded": tools/exchange/recorded.json
  --help`;

const { values } = parseArgs({
	options: {
		url: { type: 'string' },
		symbol: { type: 'string', default: 'BTCUSDT' },
		'place-order': { type: 'boolean', default: false },
		record: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

async function main(): Promise<boolean> {
	const custom =
		values.url === undefined
			? { environment: 'live' }
			: { environment: 'custom', baseUrl: values.url };
	const base = resolveBaseUrl(custom);
	if (!base.ok) throw new Error(base.message);
	const apiKey = await secretFrom('NAMI_API_KEY', 'API key');
	const apiSecret = await secretFrom('NAMI_API_SECRET', 'API secret');
	return await checkLive({
		baseUrl: base.url,
		apiKey,
		apiSecret,
		symbol: values.symbol,
		placeOrder: values['place-order'],
		time: { now: () => Date.now(), sleep: async (ms) => void (await pause(ms)) },
		say: (line) => console.log(`- ${line}`),
		...(values.record && { record: save }),
	});
}

function save(recording: Recording): void {
	writeFileSync(RECORDED_FILE, `${JSON.stringify(recording, null, '\t')}\n`);
	console.log(`- Recorded in ${RECORDED_FILE}: NAMI_PROFILE=recorded runs the tests under it`);
}

if (values.help) {
	console.log(HELP);
} else {
	main().then(
		(isWell) => (process.exitCode = isWell ? 0 : 1),
		(failed: unknown) => {
			console.error(failed instanceof Error ? failed.message : failed);
			process.exitCode = 1;
		},
	);
}
