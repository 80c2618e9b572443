/** Does a part of some work whose waiting the event loop shows. */
export type InSight = <T>(part: () => Promise<T>) => Promise<T>;

const underWay = new Set<{ partsInSight: number }>();

/**
 * Does work that may go on in a thread or wait for a timer, which the event loop does not show until it
 * is over. What it does in sight meanwhile, such as running a node, it hands to `inSight`.
 */
export async function outOfSight<T>(work: (inSight: InSight) => Promise<T>): Promise<T> {
	const mine = { partsInSight: 0 };
	underWay.add(mine);
	try {
		return await work(async (part) => {
			mine.partsInSight += 1;
			try {
				return await part();
			} finally {
				mine.partsInSight -= 1;
			}
		});
	} finally {
		underWay.delete(mine);
	}
}

/** Whether work goes on that the event loop does not show. */
export function isAnythingOutOfSight(): boolean {
	return [...underWay].some(({ partsInSight }) => partsInSight === 0);
}
