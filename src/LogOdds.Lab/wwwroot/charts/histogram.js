/* global Plot */
// Rows by probability: those of class 1 upwards, those of class 0 downwards, so that colour is not needed to tell them apart.
export function histogram({ histogram: bars }, { width, threshold, positive, negative, height = 260 }, text) {
  const most = Math.max(1, ...bars.flatMap((bar) => [bar[2], bar[3]]));
  return Plot.plot({
    width, height, marginLeft: 60, marginBottom: 40, ariaLabel: text.label(positive, negative),
    x: { domain: [0, 1], label: text.x }, y: { domain: [-most, most], label: text.y, grid: true, tickFormat: (count) => String(Math.abs(count)) },
    marks: [
      Plot.rect(bars, { x1: '0', x2: '1', y1: 0, y2: '3', fill: 'var(--class-1)', insetLeft: 0.5, insetRight: 0.5 }),
      Plot.rect(bars, { x1: '0', x2: '1', y1: 0, y2: (bar) => -bar[2], fill: 'var(--class-0)', insetLeft: 0.5, insetRight: 0.5 }),
      Plot.ruleY([0], { stroke: 'var(--soft)' }),
      Plot.text([text.up(positive)], { frameAnchor: 'top-right', dy: 2, fontWeight: 600, stroke: 'var(--card)', strokeWidth: 5 }),
      Plot.text([text.down(negative)], { frameAnchor: 'bottom-right', dy: -4, fontWeight: 600, stroke: 'var(--card)', strokeWidth: 5 }),
      threshold === undefined ? null : Plot.ruleX([threshold], { stroke: 'var(--second)', strokeWidth: 2.5 }),
    ],
  });
}
