export interface Column {
	readonly title: string;
	readonly key: string;
}

/** Prints a Markdown table of checks × versions; `problemOf` says what is wrong, if anything. */
export function printTable(
	columns: readonly Column[],
	rows: readonly string[],
	problemOf: (key: string, row: string) => string | undefined,
): void {
	const width = Math.max(...rows.map((row) => row.length));
	const line = (first: string, cells: readonly string[]) =>
		console.log(`| ${[first.padEnd(width), ...cells].join(' | ')} |`);
	const centre = ({ title }: Column, mark: string) => mark.padEnd(title.length);
	console.log('');
	line(
		'',
		columns.map(({ title }) => title),
	);
	line(
		'-'.repeat(width),
		columns.map(({ title }) => '-'.repeat(title.length)),
	);
	for (const row of rows) {
		line(
			row,
			columns.map((column) => centre(column, problemOf(column.key, row) ? '✗' : '✓')),
		);
	}
}
