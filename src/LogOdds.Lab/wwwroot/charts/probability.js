/* global Plot */
// The probability along a predictor: [value, probability, low, high], and the row that is asked about.
export function probability({ curve, along, here, value }, { width, height = 280 }, text) {
  const hasBand = curve.some((point) => point[2] !== null);
  return Plot.plot({
    width, height, marginLeft: 48, marginBottom: 40, ariaLabel: text.label(along.name),
    x: { domain: [along.low, along.high], label: along.name, grid: true }, y: { domain: [0, 1], label: text.y, grid: true },
    marks: [
      hasBand ? Plot.areaY(curve, { x: '0', y1: '2', y2: '3', fill: 'var(--accent)', fillOpacity: 0.18 }) : null,
      Plot.line(curve, { x: '0', y: '1', stroke: 'var(--accent)', strokeWidth: 2.5 }),
      value >= along.low && value <= along.high ? Plot.dot([[value, here.probability]], { fill: 'var(--card)', stroke: 'var(--second)', strokeWidth: 3, r: 6 }) : null,
    ],
  });
}
