/* global Plot */
// Precision against recall; the dashes are the share of class 1, the precision of a guess. `at` marks the threshold.
export function precisionRecall({ precisionRecall: points, averagePrecision, prevalence }, { width, at }, text) {
  const size = Math.min(width, 420);
  return Plot.plot({
    width: size, height: size, marginLeft: 48, marginBottom: 40, ariaLabel: text.label(averagePrecision.toFixed(4)),
    x: { domain: [0, 1], label: text.x, grid: true }, y: { domain: [0, 1], label: text.y, grid: true },
    marks: [
      Plot.ruleY([prevalence], { stroke: 'var(--soft)', strokeDasharray: '4 3' }),
      Plot.line(points, { stroke: 'var(--accent)', strokeWidth: 2, curve: 'step-before' }),
      at ? Plot.dot([at], { fill: 'var(--card)', stroke: 'var(--second)', strokeWidth: 3, r: 6 }) : null,
    ],
  });
}
