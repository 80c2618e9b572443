import { NodeApiError, type INode, type Logger } from 'n8n-workflow';

import { Failure } from './exchange/reply/failure';

/**
 * Whatever was thrown, as a Failure: expressions that do not resolve, and this package's own bugs,
 * should there be any. Of these the log tells where they come from.
 */
export function asFailure(caught: unknown, advice: string, logger: Logger): Failure {
	if (caught instanceof Failure) return caught;
	if (caught instanceof Error && caught.name !== 'ExpressionError') {
		logger.error(`Unexpected error in Nami Spot: ${caught.message}`, {
			stack: caught.stack,
			...(caught.cause !== undefined && { cause: String(caught.cause) }),
		});
	}
	const message = caught instanceof Error ? caught.message : String(caught);
	return new Failure({ reason: 'unexpected' }, message, advice);
}

/** A Failure as n8n shows it when it ends a run; its facts are in `context.data`. */
export function nodeErrorFrom(
	node: INode,
	{ facts, message, advice }: Failure,
	where: { readonly itemIndex?: number } = {},
): NodeApiError {
	const { httpStatus } = facts;
	const error = new NodeApiError(
		node,
		{ message },
		{
			...where,
			message,
			description: advice,
			...(httpStatus !== undefined && { httpCode: String(httpStatus) }),
		},
	);
	error.context.data = facts;
	return error;
}
