/* global Plot */
// Recall against the false positive rate; `at` marks the threshold.
export function roc({ roc: points, auc }, { width, at }, text) {
  const size = Math.min(width, 420);
  return Plot.plot({
    width: size, height: size, marginLeft: 48, marginBottom: 40, ariaLabel: text.label(auc[0].toFixed(4)),
    x: { domain: [0, 1], label: text.x, grid: true }, y: { domain: [0, 1], label: text.y, grid: true },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: 'var(--soft)', strokeDasharray: '4 3' }),
      Plot.line(points, { stroke: 'var(--accent)', strokeWidth: 2 }),
      at ? Plot.dot([at], { fill: 'var(--card)', stroke: 'var(--second)', strokeWidth: 3, r: 6 }) : null,
    ],
  });
}
