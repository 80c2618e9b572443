import { storeOf } from '../exchange/memory';

const queues = storeOf(() => new Map<string, Promise<unknown>>());

/** Does work under a name when whatever was begun before under the same name is over. */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
	const underWay = queues('');
	const mine = (underWay.get(name) ?? Promise.resolve()).then(work);
	const settled = mine.catch(() => undefined);
	underWay.set(name, settled);
	try {
		return await mine;
	} finally {
		if (underWay.get(name) === settled) underWay.delete(name);
	}
}
