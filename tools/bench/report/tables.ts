import { markdownTable } from 'markdown-table';
import type { Measurements, OrderTimes } from '../measures';
import type { Quartiles } from '../statistics';
import { ratio } from '../statistics';
import { find, targetsOf, type Target } from '../targets';

/** The results as Markdown, which is also what the terminal shows. */
export function tables(measured: Measurements): string {
	const sizes = [...new Set(measured.orders.map(({ items }) => items))];
	return [
		`n8n-core ${measured.engine}, Node ${measured.node}, ${measured.machine}.`,
		...sizes.map((items) => ordersTable(measured, items)),
		footprintTable(measured),
		signingTable(measured),
		targetTable(targetsOf(measured)),
	].join('\n\n');
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	return markdownTable([head, ...rows], {
		align: head.map((_, column) => (column === 0 ? 'l' : 'r')),
	});
}

function ordersTable({ orders, names }: Measurements, items: number): string {
	const raw = find(orders, 'http', items);
	const rows = orders
		.filter((times) => times.items === items)
		.map((times) => ordersRow(times, names[times.contender] ?? times.contender, raw));
	const head = ['what', 'ms an order', '× raw', 'CPU ms an order', 'orders/s', 'first request, ms'];
	return `**${items.toLocaleString('en')} items**\n\n${table(head, rows)}`;
}

function ordersRow(times: OrderTimes, name: string, raw: OrderTimes | undefined): string[] {
	const all = ({ samples }: OrderTimes) => samples.map(({ ms }) => ms);
	return [
		name,
		spread(times.msPerOrder),
		raw === undefined ? '' : ratio(all(times), all(raw)).toFixed(1),
		spread(times.cpuMsPerOrder),
		(1000 / times.msPerOrder.median).toFixed(0),
		spread(times.firstRequestMs),
	];
}

function spread({ low, median, high }: Quartiles): string {
	return `${digits(median)} (${digits(low)}–${digits(high)})`;
}

function digits(value: number): string {
	if (value >= 100) return value.toFixed(0);
	return value.toFixed(value >= 10 ? 1 : 2);
}

function footprintTable({ footprints }: Measurements): string {
	const rows = footprints.map(({ node, items, peakMemory, contextData, runData, calls }) => [
		node,
		items.toLocaleString('en'),
		(peakMemory / 1e6).toFixed(0),
		(contextData / items).toFixed(0),
		(runData / items).toFixed(0),
		String(calls),
	]);
	const head = [
		'node',
		'items',
		'peak memory, MB',
		'ledger, bytes an item',
		'output, bytes an item',
		'calls',
	];
	return table(head, rows);
}

function signingTable({ signing, loading }: Measurements): string {
	return table(
		['what', 'median (quartiles)'],
		[
			['a signature with node:crypto, µs', spread(signing['node:crypto'])],
			['a signature with crypto-js, µs', spread(signing['crypto-js'])],
			['what the package adds to n8n’s start, ms', spread(loading.atStart)],
			['loading the nodes at their first use, ms', spread(loading.atFirstUse)],
		],
	);
}

function targetTable(targets: readonly Target[]): string {
	const rows = targets.map(({ what, most, measured }) => [
		what,
		`≤ ${digits(most)}`,
		digits(measured),
		measured <= most ? 'yes' : 'no',
	]);
	return table(['target', 'at most', 'measured', 'reached'], rows);
}
