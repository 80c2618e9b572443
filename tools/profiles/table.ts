/** What one check came to under one profile. */
export interface Cell {
	readonly profile: string;
	readonly check: string;
	readonly passed: number;
	readonly skipped: number;
	/** Names of the tests that failed. */
	readonly failed: readonly string[];
}

/** Profile × check: how many tests passed, or how many did not. */
export function tableOf(cells: readonly Cell[]): string {
	const profiles = [...new Set(cells.map(({ profile }) => profile))];
	const checks = [...new Set(cells.map(({ check }) => check))];
	const rows = profiles.map((profile) => [
		profile,
		...checks.map((check) =>
			wordsFor(cells.find((cell) => cell.profile === profile && cell.check === check)),
		),
	]);
	return aligned([['profile', ...checks], ...rows]);
}

function wordsFor(cell: Cell | undefined): string {
	if (cell === undefined) return '';
	const skipped = cell.skipped > 0 ? ` (${cell.skipped} skipped)` : '';
	return `${cell.failed.length > 0 ? `${cell.failed.length} FAILED` : `✓ ${cell.passed}`}${skipped}`;
}

function aligned(rows: readonly string[][]): string {
	const widths = (rows[0] ?? []).map((_, at) =>
		Math.max(...rows.map((row) => row[at]?.length ?? 0)),
	);
	return rows
		.map((row) => row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  '))
		.map((line) => line.trimEnd())
		.join('\n');
}
