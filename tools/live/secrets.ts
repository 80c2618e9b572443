import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** From the environment, or typed in without being shown. */
export async function secretFrom(variable: string, label: string): Promise<string> {
	const given = process.env[variable]?.trim();
	if (given) return given;
	if (!process.stdin.isTTY) throw new Error(`Set ${variable}, or run this in a terminal`);
	process.stdout.write(`${label} (not shown): `);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
	const typed = (await prompt.question('')).trim();
	prompt.close();
	process.stdout.write('\n');
	if (typed === '') throw new Error(`${label} is empty`);
	return typed;
}
