import { clock } from '../../../nodes/NamiSpot/exchange/clock';
import { Failure } from '../../../nodes/NamiSpot/exchange/reply/failure';
import { Outages } from '../../../nodes/NamiSpot/trigger/outages';

const MINUTE = 60_000;
const DOWN = new Failure({ reason: 'unreachable' }, 'The exchange could not be reached', 'Wait');

test('a person is told after a quarter of an hour, also if this machine’s clock was set back', () => {
	const now = jest.spyOn(clock, 'now').mockReturnValue(100 * MINUTE);
	const monotonic = jest.spyOn(clock, 'monotonic').mockReturnValue(0);
	const outages = new Outages();
	outages.note('orders', DOWN);
	now.mockReturnValue(40 * MINUTE);
	monotonic.mockReturnValue(14 * MINUTE);
	expect(outages.due(15 * MINUTE)).toBeUndefined();
	now.mockReturnValue(41 * MINUTE);
	monotonic.mockReturnValue(15 * MINUTE);
	expect(outages.due(15 * MINUTE)?.message).toContain('15 minutes');
	jest.restoreAllMocks();
});
