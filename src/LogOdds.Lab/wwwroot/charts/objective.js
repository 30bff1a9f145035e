/* global Plot */
// The objective after each iteration, as far as the fit has come.
export function objective(records, { width, height = 220 }, text) {
  const last = Math.max(5, records.at(-1)?.iteration ?? 0);
  return Plot.plot({
    width, height, marginLeft: 64, marginBottom: 40, ariaLabel: text.label,
    x: { domain: [0, last], label: text.x, ticks: Math.min(last, 10), tickFormat: 'd' }, y: { label: text.y, grid: true, nice: true },
    marks: [
      Plot.line(records, { x: 'iteration', y: 'objective', stroke: 'var(--accent)', strokeWidth: 2 }),
      records.length > 60 ? null : Plot.dot(records, { x: 'iteration', y: 'objective', fill: 'var(--accent)', r: 3.5 }),
    ],
  });
}
