import { parseArgs } from 'node:util';
import { startExchange } from './exchange';
import type { CertificateKind, ExchangeOptions } from './options';
import { profileNamed } from './profiles';

const HELP = `npm run exchange -- [options]

  --port <n>             default 8808; 0 takes any free one
  --host <address>       default 127.0.0.1
  --seed <n>             default 1
  --first-id <n>         id of the first order; may lie beyond 2^53
  --profile <name>       behaves as a profile of profiles.ts: url-only, mixed:7 …
  --history-lag <ms>     closed orders and trades show so much later
  --errors-http-200      errors come with HTTP 200
  --doubly-wrapped       answers are wrapped once more
  --tls <kind>           trusted, selfSigned, expired or wrongHost
  --help`;

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8808' },
		host: { type: 'string', default: '127.0.0.1' },
		seed: { type: 'string', default: '1' },
		'first-id': { type: 'string' },
		profile: { type: 'string' },
		'history-lag': { type: 'string' },
		'errors-http-200': { type: 'boolean' },
		'doubly-wrapped': { type: 'boolean' },
		tls: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

function optionsFromArguments(): ExchangeOptions {
	return {
		port: Number(values.port),
		host: values.host,
		seed: Number(values.seed),
		...(values.profile && { profile: profileNamed(values.profile) }),
		...(values['history-lag'] && { historyLagMs: Number(values['history-lag']) }),
		...(values['errors-http-200'] && { errorsWithHttp200: true }),
		...(values['doubly-wrapped'] && { doublyWrapped: true }),
		...(values['first-id'] && { firstDisplayingId: BigInt(values['first-id']) }),
		...(values.tls && { tls: values.tls as CertificateKind }),
		log: 1000,
		control: true,
	};
}

async function serve(): Promise<void> {
	const exchange = await startExchange(optionsFromArguments());
	const { url, apiKey, apiSecret, symbols } = exchange;
	process.stdout.write(`Stand-in Nami exchange on ${url}

  symbols  ${symbols.join(' ')}

Paste this to be its customer:

  URL=${url} KEY=${apiKey} SECRET=${apiSecret}
  nami() { # nami METHOD PATH PARAMETERS
    local p="$3\${3:+&}timestamp=$(date +%s)000"
    local s=$(printf %s "$p" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/^.* //')
    curl -sk -X "$1" -H "x-api-key: $KEY" "$URL$2?$p&signature=$s"; echo
  }
  nami POST /api/v4/spot/order 'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.001&price=60000'
  nami GET /api/v4/spot/open

And this to move its state:

  curl -sk $URL/control
  curl -sk $URL/control/price -d '{"symbol":"BTCUSDT","price":"59000"}'

Ctrl+C ends it.
`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void exchange.close());
	}
}

if (values.help) process.stdout.write(`${HELP}\n`);
else void serve();
