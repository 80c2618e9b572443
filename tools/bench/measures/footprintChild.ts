import { stopEngine } from '../../harness';
import { leaveFootprint, type FootprintTask } from './footprint';

process.once('message', (task: FootprintTask) => {
	void leaveFootprint(task)
		.then((footprint) => process.send?.(footprint))
		.then(stopEngine);
});
process.once('disconnect', () => process.exit());
