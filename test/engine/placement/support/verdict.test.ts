import { INNOCENT, judge, type Post, type Report } from './verdict';

const EQUAL = 'LIMIT 0.5';

const placed = (item: string, displayingId: string): Report => ({
	...reportOf(item, 'placed'),
	displayingId,
});
const unknown = (item: string) => reportOf(item, 'unknown');
const notPlaced = (item: string) => reportOf(item, 'not_placed');

function reportOf(item: string, outcome: string): Report {
	return { item, terms: EQUAL, isUnique: false, outcome, displayingId: undefined };
}

/** A POST that became an order, or none without an id, and whose answer got lost. */
function lost(item: string, ...created: string[]): Post {
	return { item, leavesDoubt: true, created };
}

function judgeEquals(reports: Report[], posts: Post[]) {
	const ids = posts.flatMap(({ created }) => created);
	return judge({
		reports,
		posts,
		orders: ids.map((displayingId) => ({ displayingId, terms: EQUAL })),
	});
}

test('items that were told the truth, or that nobody knows, are no complaint', () => {
	const reports = [placed('a', '1'), notPlaced('b'), unknown('c'), unknown('d')];
	const posts = [lost('a', '1'), lost('b'), lost('c', '3'), lost('d')];
	expect(judgeEquals(reports, posts)).toEqual(INNOCENT);
});

test('equal orders that are concealed do not hide behind others that are unknown', () => {
	const reports = [
		...['1', '2', '3'].map((id) => placed(`placed ${id}`, id)),
		...['4', '5'].map((id) => notPlaced(`concealed ${id}`)),
		...['6', '7'].map((id) => unknown(`absent ${id}`)),
	];
	const posts = [
		...['1', '2', '3'].map((id) => lost(`placed ${id}`, id)),
		...['4', '5'].map((id) => lost(`concealed ${id}`, id)),
		...['6', '7'].map((id) => lost(`absent ${id}`)),
	];
	const verdict = judgeEquals(reports, posts);
	expect(verdict).toEqual({ ...INNOCENT, placedReportedAsNotPlaced: 2 });
});

test('equal orders may be taken for one another', () => {
	const swapped = [placed('a', '2'), placed('b', '1')];
	expect(judgeEquals(swapped, [lost('a', '1'), lost('b', '2')])).toEqual(INNOCENT);
	const givenAway = [notPlaced('a'), placed('b', '1')];
	expect(judgeEquals(givenAway, [lost('a', '1'), lost('b')])).toEqual(INNOCENT);
	const handedOn = [placed('a', '2'), placed('b', '3'), unknown('c')];
	const three = [lost('a', '1'), lost('b', '2'), lost('c', '3')];
	expect(judgeEquals(handedOn, three)).toEqual(INNOCENT);
});

test('a mix-up conceals an order if at its end somebody is told of none', () => {
	const reports = [placed('a', '2'), placed('b', '3'), notPlaced('c'), unknown('d')];
	const posts = [lost('a', '1'), lost('b', '2'), lost('c', '3'), lost('d')];
	const verdict = judgeEquals(reports, posts);
	expect(verdict).toEqual({ ...INNOCENT, placedReportedAsNotPlaced: 1 });
});

test('a duplicate among equals does not hide behind one that is unknown', () => {
	const reports = [placed('a', '1'), unknown('b')];
	const twice = judgeEquals(reports, [lost('a', '1'), lost('a', '2'), lost('b')]);
	expect(twice).toEqual({ ...INNOCENT, duplicates: 1, sentAgainInDoubt: 1 });
	const inOnePost = judgeEquals(reports, [lost('a', '1', '2'), lost('b')]);
	expect(inOnePost).toEqual({ ...INNOCENT, duplicates: 1 });
});

test('sending again is a complaint only after a POST that left doubt', () => {
	const refused: Post = { item: 'a', leavesDoubt: false, created: [] };
	const reports = [placed('a', '1')];
	expect(judgeEquals(reports, [refused, refused, lost('a', '1')])).toEqual(INNOCENT);
	const again = judgeEquals(reports, [lost('a'), lost('a', '1')]);
	expect(again).toEqual({ ...INNOCENT, sentAgainInDoubt: 1 });
});

test('what is said to be placed exists, has these terms, and is nobody else’s', () => {
	const twice = judgeEquals([placed('a', '1'), placed('b', '1')], [lost('a', '1'), lost('b')]);
	expect(twice).toEqual({ ...INNOCENT, claimedTwice: 1 });
	const invented = judgeEquals([placed('a', '9'), reportOf('b', 'placed')], [lost('a'), lost('b')]);
	expect(invented).toEqual({ ...INNOCENT, reportedAsPlacedThatAreNot: 2 });
	const other = { ...placed('a', '1'), terms: 'MARKET 0.5' };
	const foreign = judgeEquals([other], [lost('a', '1')]);
	expect(foreign).toEqual({ ...INNOCENT, reportedAsPlacedThatAreNot: 1 });
});

test('a unique order is found, and every order has a sender', () => {
	const unique = { ...unknown('a'), isUnique: true };
	const verdict = judgeEquals([unique], [lost('a', '1'), lost('nobody', '2')]);
	expect(verdict).toEqual({ ...INNOCENT, uniqueAndNotResolved: 1, ordersOfNobody: 1 });
});
