/* global Plot */
// Odds ratios with their intervals. What is infinite or was left out says so in its line.
const Most = 100;

export function forest(lines, { width }, text) {
  const all = lines.filter((line) => !line.isIntercept);
  if (all.length === 0) return Object.assign(document.createElement('p'), { textContent: text.none });
  const terms = all.slice(0, Most);
  const inside = (value) => value !== null && value > 1e-6 && value < 1e6;
  const ends = terms.flatMap((line) => [line.oddsRatio, line.oddsLow, line.oddsHigh]).filter(inside);
  const [low, high] = [Math.min(0.8, ...ends) / 1.15, Math.max(1.25, ...ends) * 1.15];
  const clamp = (value) => Math.max(low, Math.min(high, value));
  const room = Math.min(0.42 * width, 14 + 6.6 * Math.max(...terms.map((line) => line.term.length)));
  const short = (term) => (term.length * 6.6 + 14 > room ? `${term.slice(0, Math.max(3, Math.floor(room / 6.6) - 3))}…` : term);
  const estimated = terms.filter((line) => line.oddsRatio !== null);
  const ranged = estimated.filter((line) => line.oddsLow !== null && line.oddsHigh !== null);
  const said = terms.filter((line) => line.oddsRatio === null);
  const words = (line) => (line.isLeftOut ? text.leftOut : line.limit === 'plusInfinity' ? text.plus : text.minus);
  const end = (line) => (line.limit === 'plusInfinity' ? high : line.limit === 'minusInfinity' ? low : 1);
  const svg = Plot.plot({
    width, height: 70 + 24 * terms.length, marginLeft: room, marginRight: 20, marginBottom: 40, ariaLabel: text.label(terms.length),
    x: { type: 'log', domain: [low, high], label: text.axis, grid: true, ticks: Math.max(2, Math.round((width - room) / 70)), tickFormat: (value) => String(Number(value.toPrecision(3))) },
    y: { domain: terms.map((line) => line.term), label: null, tickFormat: short, tickSize: 0 },
    marks: [
      Plot.ruleX([1], { stroke: 'var(--soft)', strokeDasharray: '4 3' }),
      Plot.link(ranged, { x1: (line) => clamp(line.oddsLow), x2: (line) => clamp(line.oddsHigh), y1: 'term', y2: 'term', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(estimated, { x: (line) => clamp(line.oddsRatio), y: 'term', fill: 'var(--accent)', r: 4.5, title: (line) => `${line.term}: ${Number(line.oddsRatio.toPrecision(4))}` }),
      Plot.text(said.filter((line) => end(line) !== low), { x: end, y: 'term', text: words, textAnchor: 'end', dx: -2 }),
      Plot.text(said.filter((line) => end(line) === low), { x: end, y: 'term', text: words, textAnchor: 'start', dx: 2 }),
    ],
  });
  if (all.length <= Most) return svg;
  const figure = document.createElement('div');
  figure.append(svg, Object.assign(document.createElement('p'), { textContent: text.more(Most, all.length) }));
  return figure;
}
