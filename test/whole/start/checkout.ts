import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
/** Large, or made by the build or by tests. */
const LEFT_OUT = ['.git', '.cache', '.stage', 'node_modules', 'dist', 'coverage', 'screenshots'];

/** A copy of the checkout whose sources may be changed. */
export class CheckoutCopy {
	private constructor(readonly folder: string) {}

	static async make(): Promise<CheckoutCopy> {
		const folder = await mkdtemp(join(tmpdir(), 'nami-checkout-'));
		const filter = (source: string) => !LEFT_OUT.includes(basename(source));
		await cp(root, folder, { recursive: true, filter });
		await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
		return new CheckoutCopy(folder);
	}

	/** Puts one text in the place of another in one of its files. */
	async replace(file: string, from: string, to: string): Promise<void> {
		const path = join(this.folder, file);
		const before = await readFile(path, 'utf8');
		if (!before.includes(from)) throw new Error(`“${from}” does not stand in ${file}`);
		await writeFile(path, before.replace(from, to));
	}

	async remove(): Promise<void> {
		await rm(this.folder, { recursive: true, force: true });
	}
}
