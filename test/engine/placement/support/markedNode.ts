import type { IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';
import { packageNodes } from '../../../../tools/harness/package';

const NAME = 'n8n-nodes-nami.namiSpot';

/** The header in which a marked request says what it is for. */
export const MARK = 'x-test-mark';

/** The package's node, as node types of a run; each signed request bears the mark that is made for it. */
export function markedNode(
	markFor: (request: IHttpRequestOptions) => string,
): Record<string, INodeType> {
	const node = packageNodes().get(NAME);
	if (node === undefined || 'nodeVersions' in node) throw new Error(`${NAME} is not one node`);
	const marked: INodeType = Object.create(node);
	marked.execute = async function (this: IExecuteFunctions) {
		markRequests(this, markFor);
		return (await node.execute?.call(this)) ?? [];
	};
	return { [NAME]: marked };
}

function markRequests(
	{ helpers }: IExecuteFunctions,
	markFor: (request: IHttpRequestOptions) => string,
): void {
	const send = helpers.httpRequestWithAuthentication;
	helpers.httpRequestWithAuthentication = async function (type, request, more) {
		const headers = { ...request.headers, [MARK]: markFor(request) };
		return await send.call(this, type, { ...request, headers }, more);
	};
}
