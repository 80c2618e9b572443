import { generate } from 'selfsigned';
import type { CertificateKind } from '../options';

/** A key and its certificate, both PEM. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

const DAY_MS = 86_400_000;

interface CertificateTerms {
	readonly names: readonly string[];
	readonly fromDay: number;
	readonly toDay: number;
}

const VALID: CertificateTerms = { names: ['localhost', '127.0.0.1'], fromDay: -1, toDay: 30 };

const TERMS: Readonly<Record<CertificateKind, CertificateTerms>> = {
	trusted: VALID,
	selfSigned: VALID,
	expired: { ...VALID, fromDay: -30, toDay: -1 },
	wrongHost: { ...VALID, names: ['nami.example'] },
};

/** Makes a certificate of that kind. Its dates follow the real clock, as TLS clients do. */
export async function makeCertificate(kind: CertificateKind): Promise<Certificate> {
	const { names, fromDay, toDay } = TERMS[kind];
	const pems = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(Date.now() + fromDay * DAY_MS),
		notAfterDate: new Date(Date.now() + toDay * DAY_MS),
		extensions: [
			{ name: 'basicConstraints', cA: true },
			{ name: 'subjectAltName', altNames: names.map(altName) },
		],
	});
	return { key: pems.private, cert: pems.cert };
}

function altName(name: string): { type: 7; ip: string } | { type: 2; value: string } {
	return /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}
