import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';

/** The checkout's root, where package.json and dist lie. */
export const packageRoot = resolve(__dirname, '../..');

interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

/** `require` for what has no types or whose path is known only at run time. */
export const load = createRequire(__filename);

type Constructor<T> = new () => T;

/** The package's manifest, read each time. */
export function manifest(): Manifest {
	return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
}

/** n8n names a class after its file: `NamiSpot.node.js` exports `NamiSpot`. */
function instantiate<T>(file: string): T {
	const exported: Record<string, Constructor<T>> = load(join(packageRoot, file));
	const className = basename(file).split('.')[0] ?? '';
	const Class = exported[className];
	if (!Class) throw new Error(`${file} does not export ${className}`);
	return new Class();
}

type AnyNode = INodeType | IVersionedNodeType;

let nodes: Map<string, AnyNode> | undefined;
let credentials: Map<string, ICredentialType> | undefined;

function loadNodes(): Map<string, AnyNode> {
	const { name, n8n } = manifest();
	const loaded = n8n.nodes.map((file) => instantiate<AnyNode>(file));
	return new Map(loaded.map((node) => [`${name}.${node.description.name}`, node]));
}

function loadCredentials(): Map<string, ICredentialType> {
	const loaded = manifest().n8n.credentials.map((file) => instantiate<ICredentialType>(file));
	return new Map(loaded.map((credential) => [credential.name, credential]));
}

/** The compiled nodes by full name, such as `n8n-nodes-nami.namiSpot`; loaded once, as n8n does. */
export function packageNodes(): Map<string, AnyNode> {
	return (nodes ??= loadNodes());
}

/** The compiled credentials by name, such as `namiApi`; loaded once, as n8n does. */
export function packageCredentials(): Map<string, ICredentialType> {
	return (credentials ??= loadCredentials());
}
