import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Failure, UnsentOutcome } from '../exchange/reply/failure';
import { showOnlyFor } from '../fields/showOnlyFor';
import { toolOutputFields } from '../fields/toolOutput';
import type { Run } from './run';

/** What a user can do: one file an operation. */
export interface Operation {
	/** Its entry in the Operation dropdown. */
	readonly option: INodePropertyOptions;
	/** A JavaScript expression for the node's subtitle, before its symbol; its action without one. */
	readonly subtitle?: string;
	/** Its fields; where they show is added by the resource. */
	readonly fields: INodeProperties[];
	/** For operations on orders: the outcome of a failure that says none, since nothing was sent. */
	readonly outcomeIfUnsent?: UnsentOutcome;
	/** It changes nothing, so that items need not wait for each other's answers. */
	readonly isRead?: true;
	/**
	 * Does it for one item and returns what goes out for that item, a Failure for each part of it
	 * that did not succeed.
	 *
	 * @throws Failure when it does not succeed as a whole
	 */
	execute(run: Run): Promise<Array<IDataObject | Failure>>;
}

export interface Resource {
	readonly option: INodePropertyOptions;
	readonly operations: readonly Operation[];
}

/** The node's parameters for its resources: the dropdowns and every operation's fields. */
export function describeResources(resources: readonly Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ option }) => option),
			default: firstValue(resources),
		},
		...resources.flatMap(describeResource),
		...toolOutputFields,
	];
}

function describeResource({ option, operations }: Resource): INodeProperties[] {
	const show = { resource: [option.value] };
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show },
			options: inAlphabet(operations),
			default: firstValue(operations),
		},
		...operations.flatMap((operation) =>
			showOnlyFor(operation.fields, { ...show, operation: [operation.option.value] }),
		),
	];
}

/** The entries of a dropdown. The first one listed in the code is its default. */
function inAlphabet(listed: ReadonlyArray<{ option: INodePropertyOptions }>) {
	return listed.map(({ option }) => option).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function firstValue(listed: ReadonlyArray<{ option: INodePropertyOptions }>): string {
	return String(listed[0]?.option.value ?? '');
}
