/* global Plot */
// What happened against what was predicted, in groups of rising probability.
export function calibration({ calibration: groups }, { width, threshold }, text) {
  const size = Math.min(width, 420);
  return Plot.plot({
    width: size, height: size, marginLeft: 48, marginBottom: 40, ariaLabel: text.label(groups.length),
    x: { domain: [0, 1], label: text.x, grid: true }, y: { domain: [0, 1], label: text.y, grid: true },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: 'var(--soft)', strokeDasharray: '4 3' }),
      threshold === undefined ? null : Plot.ruleX([threshold], { stroke: 'var(--second)', strokeWidth: 2 }),
      Plot.ruleX(groups, { x: '0', y1: '2', y2: '3', stroke: 'var(--accent)', strokeWidth: 1.5 }),
      Plot.line(groups, { x: '0', y: '1', stroke: 'var(--accent)', strokeOpacity: 0.4 }),
      Plot.dot(groups, { x: '0', y: '1', fill: 'var(--accent)', r: 4.5, title: (group) => `${(100 * group[0]).toFixed(1)} % → ${(100 * group[1]).toFixed(1)} % (${group[4]})` }),
    ],
  });
}
