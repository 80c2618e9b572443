/** Lines of a table with aligned columns. */
export function table(
	columns: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string[] {
	const widths = columns.map((name, column) =>
		Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	return [columns, ...rows].map((row) =>
		`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
	);
}
