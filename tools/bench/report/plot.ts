import type { Measurements, OrderTimes } from '../measures';

const WIDTH = 760;
const LABELS = 300;
const BAR = 20;
const GAP = 8;
const TOP = 44;

/** Milliseconds an order as bars with their quartiles. */
export function plot({ orders, names, engine }: Measurements, items: number): string {
	const shown = orders
		.filter((times) => times.items === items)
		.sort((a, b) => a.msPerOrder.median - b.msPerOrder.median);
	const longest = Math.max(...shown.map(({ msPerOrder }) => msPerOrder.high));
	const scale = (WIDTH - LABELS - 70) / longest;
	const height = TOP + shown.length * (BAR + GAP) + GAP;
	const title = `Milliseconds an order, ${items.toLocaleString('en')} items, n8n-core ${engine} (shorter is better)`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">
<title>${title}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="24" font-size="15" fill="#1f2933">${title}</text>
${shown.map((times, row) => bar(times, names[times.contender] ?? times.contender, row, scale)).join('\n')}
</svg>
`;
}

function bar({ contender, msPerOrder }: OrderTimes, name: string, row: number, scale: number) {
	const y = TOP + row * (BAR + GAP);
	const middle = y + BAR / 2;
	const fill = contender.startsWith('nami') ? '#1c9e75' : '#9aa5b1';
	const { low, median, high } = msPerOrder;
	const x = (ms: number) => (LABELS + ms * scale).toFixed(1);
	return [
		`<text x="${LABELS - 8}" y="${middle + 4}" text-anchor="end" fill="#1f2933">${name}</text>`,
		`<rect x="${LABELS}" y="${y}" width="${(median * scale).toFixed(1)}" height="${BAR}" fill="${fill}"/>`,
		`<path d="M${x(low)} ${middle}H${x(high)}" stroke="#1f2933" stroke-width="1.5"/>`,
		`<text x="${Number(x(high)) + 6}" y="${middle + 4}" fill="#1f2933">${median.toFixed(2)}</text>`,
	].join('');
}
