import type { IPollFunctions } from 'n8n-workflow';

import { storeOf } from '../exchange/memory';
import { Outages } from './outages';

/** n8n starting up, as opposed to a person activating the workflow. */
const STARTING_UP = ['init', 'leadershipChange'];

export interface Occasion {
	/** A person has activated or published the workflow just now. */
	readonly isActivation: boolean;
	/** n8n has just started: an error would make it give up on the workflow. */
	readonly isStartUp: boolean;
}

/** What this process knows of a trigger node from one poll to the next. */
export class NodeState {
	isPolling = false;

	readonly outages = new Outages();

	private context: IPollFunctions | undefined;

	private isContextUsedAgain = false;

	/** n8n refuses to activate the workflow after this poll. */
	notActivated(): void {
		this.context = undefined;
	}

	/**
	 * Tells the first poll of an activation: n8n uses the same context for all that follow. Where it
	 * does not, as with durable polls, only the first one in this process is such a poll.
	 */
	occasionOf(context: IPollFunctions): Occasion {
		const isFirst =
			context !== this.context && (this.context === undefined || this.isContextUsedAgain);
		this.isContextUsedAgain = context === this.context;
		this.context = context;
		const isStartUp = STARTING_UP.includes(context.getActivationMode());
		return { isActivation: isFirst && !isStartUp, isStartUp: isFirst && isStartUp };
	}
}

const states = storeOf(() => new NodeState());

/** The state of the node that a poll is for; lost in a restart. */
export function nodeStateOf(context: IPollFunctions): NodeState {
	return states(`${context.getWorkflow().id}:${context.getNode().id}`);
}
