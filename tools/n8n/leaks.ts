import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestRecord } from '../exchange';

/** The signatures that a run put into requests, wherever they were carried. */
export function signaturesIn(requests: readonly RequestRecord[]): string[] {
	const found = requests.flatMap(
		({ url, body }) => `${url}\n${body}`.match(/\b[0-9a-f]{64}\b/g) ?? [],
	);
	return [...new Set(found)];
}

/** Says where any of the texts stands in n8n's data folder (its database and its logs among it). */
export async function findInFolder(folder: string, texts: readonly string[]): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile() && !isInstalledCode(entry.parentPath));
	const found = files.map(async ({ parentPath, name }) => {
		const content = (await readFile(join(parentPath, name))).toString('latin1');
		return findInText(name, content, texts);
	});
	return (await Promise.all(found)).flat();
}

export function findInText(where: string, content: string, texts: readonly string[]): string[] {
	return texts.filter((text) => content.includes(text)).map((text) => `${text} in ${where}`);
}

function isInstalledCode(folder: string): boolean {
	return /[\\/]node_modules[\\/]/.test(folder);
}
