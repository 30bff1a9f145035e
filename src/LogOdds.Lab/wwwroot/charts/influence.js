/* global d3 */
// Rows by leverage and residual, as bubbles by Cook's distance: the most influential lie on top. With `onPick` they answer clicks and keys.
export function influence({ points, rows, top }, { width, onPick, picked, height = 380 }, text) {
  const margin = { top: 14, right: 14, bottom: 42, left: 52 };
  const inner = { right: width - margin.right, bottom: height - margin.bottom };
  const x = d3.scaleLinear([0, d3.max(points, (point) => point[1]) * 1.05 || 1], [margin.left, inner.right]).nice();
  const y = d3.scaleLinear(d3.extent(points, (point) => point[2]), [inner.bottom, margin.top]).nice();
  const radius = d3.scaleSqrt([0, d3.max(points, (point) => point[3]) || 1], points.length > 500 ? [1, 9] : [1.5, 22]);
  const where = new Map(top.map((row) => [row.place, row.where]));
  const svg = d3.create('svg').attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`)
    .attr('role', onPick ? 'group' : 'img').attr('aria-label', text.label(points.length));
  const axes = svg.append('g').attr('aria-hidden', 'true');
  axes.append('g').attr('transform', `translate(0,${inner.bottom})`).call(d3.axisBottom(x).ticks(Math.round(width / 90), x.domain()[1] < 1e-3 ? '.1e' : undefined).tickSizeOuter(0));
  axes.append('g').attr('transform', `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(6).tickSizeOuter(0));
  axes.append('line').attr('x1', margin.left).attr('x2', inner.right).attr('y1', y(0)).attr('y2', y(0)).attr('stroke', 'var(--line)');
  axes.append('text').attr('x', inner.right).attr('y', height - 6).attr('text-anchor', 'end').text(text.x);
  axes.append('text').attr('x', 2).attr('y', 9).text(text.y);
  // From the least influential up; those are first in the order of the keys that lie on top.
  const drawn = points.slice().reverse();
  const name = (point) => text.point(where.get(point[0]) ?? String(point[0] + 1), Number(point[3].toPrecision(3)));
  const bubbles = svg.append('g').selectAll('path').data(drawn).join('path')
    .attr('class', (point) => `bubble ${point[4] >= 0.5 ? 'one' : 'zero'}${point[0] === picked ? ' picked' : ''}`)
    .attr('d', (point) => d3.symbol(point[4] >= 0.5 ? d3.symbolCircle : d3.symbolTriangle, Math.PI * radius(point[3]) ** 2)())
    .attr('transform', (point) => `translate(${x(point[1])},${y(point[2])})`);
  if (onPick) listen(svg.node(), bubbles, drawn, name, picked, onPick);
  else bubbles.append('title').text(name);
  const figure = document.createElement('div');
  figure.append(svg.node());
  if (points.length < rows) figure.append(Object.assign(document.createElement('p'), { className: 'remark', textContent: text.sampled(points.length, rows) }));
  return figure;
}

function listen(svg, bubbles, drawn, name, picked, onPick) {
  const nodes = bubbles.nodes();
  const first = Math.max(0, picked === undefined ? nodes.length - 1 : drawn.findIndex((point) => point[0] === picked));
  bubbles.attr('role', 'button').attr('data-place', (point) => point[0]).attr('aria-label', name).attr('tabindex', (point, i) => (i === first ? '0' : '-1'))
    .on('click', (event, point) => onPick(point[0]));
  svg.addEventListener('keydown', (event) => {
    const i = nodes.indexOf(event.target);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (i < 0) return;
    if (event.key === 'Enter' || event.key === ' ') onPick(drawn[i][0]);
    else if (step) {
      const next = nodes[(i + step + nodes.length) % nodes.length];
      event.target.setAttribute('tabindex', '-1');
      next.setAttribute('tabindex', '0');
      next.focus();
    } else return;
    event.preventDefault();
  });
}
