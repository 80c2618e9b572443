import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { bundle, packageRoot } from './bundle';

export { packageRoot } from './bundle';

interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

/** `require` for what has no types or whose path is known only at run time. */
export const load = createRequire(__filename);

type Constructor<T> = new () => T;

/** The package's manifest, read each time. */
function manifest(): Manifest {
	return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
}

/** n8n names a class after its file: `NamiSpot.node.js` exports `NamiSpot`. */
function instantiate<T>(file: string): T {
	const className = basename(file).split('.')[0] ?? '';
	const Class = bundle()[className];
	if (typeof Class !== 'function') throw new Error(`The bundle does not export ${className}`);
	return new (Class as Constructor<T>)();
}

type AnyNode = INodeType | IVersionedNodeType;

function loadNodes(): Map<string, AnyNode> {
	const { name, n8n } = manifest();
	const loaded = n8n.nodes.map((file) => instantiate<AnyNode>(file));
	return new Map(loaded.map((node) => [`${name}.${node.description.name}`, node]));
}

function loadCredentials(): Map<string, ICredentialType> {
	const loaded = manifest().n8n.credentials.map((file) => instantiate<ICredentialType>(file));
	return new Map(loaded.map((credential) => [credential.name, credential]));
}

/** Makes it once for each evaluation of the bundle. */
function oncePerBundle<T>(make: () => T): () => T {
	const made = new WeakMap<object, T>();
	return () => {
		const known = made.get(bundle()) ?? make();
		made.set(bundle(), known);
		return known;
	};
}

/** The compiled nodes by full name, such as `n8n-nodes-nami.namiSpot`; made once until a restart, as n8n does. */
export const packageNodes = oncePerBundle(loadNodes);

/** The compiled credentials by name, such as `namiApi`; made once until a restart, as n8n does. */
export const packageCredentials = oncePerBundle(loadCredentials);
