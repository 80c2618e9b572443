/** A clock that an exchange and the check share: waiting takes no time. */
export class SharedTime {
	private ahead = 0;

	readonly now = () => Date.now() + this.ahead;

	readonly sleep = async (ms: number) => void (this.ahead += ms);
}
