// A figure with two axes. It is told what to show as a list of layers; elements stay while their layer stays, so that what is
// dragged or focused is not taken away under the reader's hand. Everything drawn was computed by the engine.
import { el } from './dom.js';
import { figure } from './format.js';
import { ui } from '../text/en.js';

const { d3 } = globalThis;
const margin = { top: 20, right: 16, bottom: 42, left: 52 };

export class Plane {
  constructor(host, { label, height = 320, square = false, equal = false, onAdd = null } = {}) {
    Object.assign(this, { host, label, height, square, equal, onAdd });
    this.canvas = el('canvas', { class: 'heat', 'aria-hidden': 'true' });
    host.append(this.canvas);
    this.svg = d3.select(host).append('svg').attr('role', 'group').attr('aria-label', label);
    this.grid = this.svg.append('g').attr('class', 'grid').attr('aria-hidden', 'true');
    this.xAxis = this.svg.append('g').attr('class', 'axis').attr('aria-hidden', 'true');
    this.yAxis = this.svg.append('g').attr('class', 'axis').attr('aria-hidden', 'true');
    this.xTitle = this.svg.append('text').attr('class', 'axis-title').attr('text-anchor', 'end').attr('aria-hidden', 'true');
    this.yTitle = this.svg.append('text').attr('class', 'axis-title').attr('text-anchor', 'start').attr('aria-hidden', 'true');
    const clip = `clip-${++planes}`;
    this.clip = this.svg.append('clipPath').attr('id', clip).append('rect');
    this.back = this.svg.append('rect').attr('class', 'back').attr('aria-hidden', 'true');
    this.layers = this.svg.append('g').attr('class', 'layers').attr('clip-path', `url(#${clip})`);
    // What can be taken hold of may stand out over the edge.
    this.tops = this.svg.append('g').attr('class', 'tops');
    if (onAdd) {
      this.back.classed('adds', true).on('click', (event) => {
        const [x, y] = d3.pointer(event, this.svg.node());
        onAdd(this.x.invert(x), this.y.invert(y));
      });
    }
    this.watch = new ResizeObserver(() => this.spec && this.host.clientWidth !== this.width && this.draw(this.spec));
    this.watch.observe(host);
  }

  stop() {
    this.watch.disconnect();
  }

  /** What the colours mean: [class, text]. */
  legend(entries) {
    this.key ??= this.host.appendChild(el('div', { class: 'legend' }));
    this.key.replaceChildren(...entries.map(([name, text]) => el('span', { class: `key ${name}` }, text)));
  }

  /** Shows layers over a range: { x: [low, high], y: [low, high], xTitle, yTitle, xScale, yScale, layers }. */
  draw(spec) {
    this.spec = spec;
    this.width = this.host.clientWidth;
    // For axes of equal length, the frame is a square; a circle is then round.
    const across = this.height - margin.top - margin.bottom + margin.left + margin.right;
    const width = Math.max(this.equal ? Math.min(this.width, across) : this.width, 200);
    const height = this.equal ? width - margin.left - margin.right + margin.top + margin.bottom : this.square ? Math.min(width, this.height) : this.height;
    const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
    this.svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height);
    this.x = scale(spec.xScale).domain(spec.x).range([left, right]);
    this.y = scale(spec.yScale).domain(spec.y).range([bottom, top]);
    this.area = { left, right, top, bottom };
    // What stands still between two drawings of the same frame is not drawn again.
    this.frame = [spec.x, spec.y, spec.xScale, spec.yScale, width, height, document.documentElement.dataset.theme].join();
    for (const rect of [this.clip, this.back]) rect.attr('x', left).attr('y', top).attr('width', right - left).attr('height', bottom - top);

    const [xTicks, yTicks] = [Math.max(2, Math.round((right - left) / 80)), Math.max(2, Math.round((bottom - top) / 55))];
    this.xAxis.attr('transform', `translate(0,${bottom})`).call(axis(d3.axisBottom(this.x), xTicks, spec.xTicks));
    this.yAxis.attr('transform', `translate(${left},0)`).call(axis(d3.axisLeft(this.y), yTicks, spec.yTicks));
    this.grid.selectAll('line').data([...this.y.ticks(yTicks)]).join('line')
      .attr('x1', left).attr('x2', right).attr('y1', (v) => this.y(v)).attr('y2', (v) => this.y(v));
    this.xTitle.attr('x', right).attr('y', height - 6).text(spec.xTitle ?? '');
    this.yTitle.attr('x', 4).attr('y', 10).text(spec.yTitle ?? '');

    const layers = spec.layers.filter(Boolean);
    this.canvas.hidden = !layers.some((layer) => layer.kind === 'heat');
    this.#join(this.layers, layers.filter((layer) => !isTop(layer)));
    this.#join(this.tops, layers.filter(isTop));
  }

  #join(parent, layers) {
    const plane = this;
    parent.selectChildren('g').data(layers, function key(layer, i) { return layer ? `${layer.kind}-${layer.name ?? i}` : this.dataset.key; })
      .join((enter) => enter.append('g').attr('data-key', (layer, i) => `${layer.kind}-${layer.name ?? i}`))
      .order()
      .attr('class', (layer) => `layer ${layer.kind} ${layer.class ?? ''}`)
      .each(function show(layer) { kinds[layer.kind](plane, d3.select(this), layer); });
  }
}

let planes = 0;

const isTop = (layer) => layer.kind === 'handle' || layer.kind === 'points';

const scale = (name) => (name === 'log' ? d3.scaleLog() : name === 'sqrt' ? d3.scaleSqrt() : d3.scaleLinear());

const axis = (made, ticks, format) => (typeof format === 'function' ? made.ticks(ticks).tickFormat(format) : made.ticks(ticks, format)).tickSizeOuter(0).tickPadding(5);

/** Whether a layer already shows these things in this frame. */
function stands(plane, g, ...things) {
  const node = g.node();
  const before = node.shown;
  node.shown = [plane.frame, ...things];
  return before !== undefined && node.shown.every((thing, i) => thing === before[i]);
}

const at = (plane, [x, y]) => [plane.x(x), plane.y(y)];

/** How each kind of layer is drawn. */
const kinds = {
  /** A curve through x and y; with `low` and `high` a band. */
  curve(plane, g, { x, y, dash }) {
    const line = d3.line().defined((i) => y[i] !== null && Number.isFinite(y[i])).x((i) => plane.x(x[i])).y((i) => plane.y(y[i]));
    g.selectAll('path').data([d3.range(x.length)]).join('path').attr('d', line).classed('dash', Boolean(dash));
  },

  band(plane, g, { x, low, high }) {
    const area = d3.area().x((i) => plane.x(x[i])).y0((i) => plane.y(low[i])).y1((i) => plane.y(high[i]));
    g.selectAll('path').data([d3.range(x.length)]).join('path').attr('d', area);
  },

  /** Many curves at once, thin. */
  curves(plane, g, { x, ys }) {
    const line = (y) => d3.line().x((v, i) => plane.x(x[i])).y((v) => plane.y(v))(y);
    g.selectAll('path').data(ys).join('path').attr('d', line);
  },

  /** A path of places. */
  path(plane, g, { places }) {
    g.selectAll('path').data([places]).join('path').attr('d', d3.line().defined((p) => p.every(Number.isFinite)).x((p) => plane.x(p[0])).y((p) => plane.y(p[1])));
    g.selectAll('circle').data(places.slice(-1)).join('circle').attr('r', 5).attr('cx', (p) => plane.x(p[0])).attr('cy', (p) => plane.y(p[1]));
  },

  /** A straight line across, at an x or a y, with a word beside it. */
  rule(plane, g, { x, y, text }) {
    const { left, right, top, bottom } = plane.area;
    const isUp = x !== undefined;
    const value = isUp ? x : y;
    const place = value === null || !Number.isFinite(value) ? [] : [isUp ? plane.x(x) : plane.y(y)];
    g.selectAll('line').data(place).join('line').attr('x1', (p) => (isUp ? p : left)).attr('x2', (p) => (isUp ? p : right)).attr('y1', (p) => (isUp ? top : p)).attr('y2', (p) => (isUp ? bottom : p));
    const isLate = (p) => isUp && p > (left + right) / 2;
    g.selectAll('text').data(text ? place : []).join('text').text(text)
      .attr('x', (p) => (isUp ? p + (isLate(p) ? -5 : 5) : right - 4)).attr('y', (p) => (isUp ? top + 12 : p - 5)).attr('text-anchor', (p) => (!isUp || isLate(p) ? 'end' : 'start'));
  },

  /** A line between two places. */
  segment(plane, g, { from, to, text }) {
    const whole = [from, to].every((p) => p.every(Number.isFinite)) ? [[at(plane, from), at(plane, to)]] : [];
    g.selectAll('line').data(whole).join('line').attr('x1', ([a]) => a[0]).attr('y1', ([a]) => a[1]).attr('x2', ([, b]) => b[0]).attr('y2', ([, b]) => b[1]);
    g.selectAll('text').data(text ? whole : []).join('text').text(text).attr('x', ([, b]) => b[0] + 5).attr('y', ([, b]) => b[1] - 5);
  },

  /** Many line segments: [x1, y1, x2, y2]. */
  segments(plane, g, { segments }) {
    g.selectAll('line').data(segments).join('line').attr('x1', (s) => plane.x(s[0])).attr('y1', (s) => plane.y(s[1])).attr('x2', (s) => plane.x(s[2])).attr('y2', (s) => plane.y(s[3]));
  },

  /** Bars: [x from, x to, height]. */
  bars(plane, g, { bars }) {
    g.selectAll('rect').data(bars).join('rect').attr('x', (b) => plane.x(b[0]) + 0.5).attr('width', (b) => Math.max(0.5, plane.x(b[1]) - plane.x(b[0]) - 1)).attr('y', (b) => plane.y(b[2])).attr('height', (b) => plane.y(plane.y.domain()[0]) - plane.y(b[2]));
  },

  /** Words at places: [x, y, text, anchor]. */
  words(plane, g, { words }) {
    g.selectAll('text').data(words).join('text').attr('x', (w) => plane.x(w[0])).attr('y', (w) => plane.y(w[1])).attr('text-anchor', (w) => w[3] ?? null).text((w) => w[2]);
  },

  /** A surface as colours, and its level lines. Grid: { x, y, values (row by row from low y), levels }. */
  heat(plane, g, { grid, palette }) {
    if (stands(plane, g, grid)) return;
    paint(plane, grid, palette);
    const [columns, rows] = [grid.x.length, grid.y.length];
    const place = (geometry) => ({ ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(([i, j]) => [
      plane.x(grid.x[0] + (i - 0.5) * (grid.x[columns - 1] - grid.x[0]) / (columns - 1)), plane.y(grid.y[0] + (j - 0.5) * (grid.y[rows - 1] - grid.y[0]) / (rows - 1)),
    ]))) });
    const lines = d3.contours().size([columns, rows]).thresholds(grid.levels)(grid.values).map(place);
    g.selectAll('path').data(lines).join('path').attr('d', d3.geoPath()).classed('half', (line) => palette === 'classes' && line.value === 0.5);
  },

  /** Points in two classes: circles and triangles. With `edit` they are dragged, flipped by a press, removed by Delete. */
  points(plane, g, { rows, edit, marked }) {
    if (stands(plane, g, rows, marked)) return;
    const isSmall = rows.length > 60;
    // A triangle needs more area than a circle to look as large.
    const symbol = (isOne) => (isOne ? d3.symbol(d3.symbolCircle, isSmall ? 34 : 90) : d3.symbol(d3.symbolTriangle2, isSmall ? 46 : 100));
    const ringed = new Set(marked);
    const named = (row, i) => `point class-${row.at(-1)}${ringed.has(i) ? ' marked' : ''}`;
    if (!edit) {
      // One stroke for all that look alike: a thousand elements would take long to move.
      const alike = d3.group(d3.range(rows.length), (i) => named(rows[i], i));
      g.selectAll('path').data([...alike]).join('path').attr('aria-hidden', 'true').attr('transform', null).attr('class', ([name]) => name)
        .attr('d', ([, members]) => {
          const path = d3.pathRound(1);
          for (const i of members) symbol(rows[i].at(-1) === 1).context(moved(path, at(plane, rows[i])))();
          return path.toString();
        });
      return;
    }
    const join = g.selectAll('path').data(rows).join('path')
      .attr('d', (row) => symbol(row.at(-1) === 1)()).attr('class', named).attr('transform', (row) => `translate(${at(plane, row)})`);
    const first = g.node().dataset.place ?? '0';
    join.attr('role', 'button').attr('tabindex', (row, i) => (String(i) === first ? '0' : '-1'))
      .attr('aria-label', (row) => `${row.slice(0, -1).map((v) => figure(v)).join(', ')}: ${row.at(-1)}. ${ui.pointKeys}`)
      .each(function listen(row, i) { holdPoint(plane, this, rows, i, edit); });
  },

  /** Something to take hold of, on a place; `along` x, y or both. */
  handle(plane, g, { place, along = 'both', label, text, onMove, step, low, high }) {
    const shown = place.every(Number.isFinite);
    const knob = g.selectAll('circle').data(shown ? [place] : []).join('circle').attr('r', 9)
      .attr('cx', (p) => plane.x(p[0])).attr('cy', (p) => plane.y(p[1])).attr('role', 'slider').attr('tabindex', '0').attr('aria-label', label)
      .attr('aria-orientation', along === 'y' ? 'vertical' : 'horizontal')
      .attr('aria-valuenow', along === 'y' ? place[1] : place[0]).attr('aria-valuetext', text ?? figure(along === 'y' ? place[1] : place[0]))
      .attr('aria-valuemin', low ?? (along === 'y' ? plane.y : plane.x).domain()[0]).attr('aria-valuemax', high ?? (along === 'y' ? plane.y : plane.x).domain()[1]);
    if (shown) holdHandle(plane, knob.node(), place, along, onMove, step);
  },
};

/** A path on which symbols are drawn about another place than the origin. */
const moved = (path, [x, y]) => ({
  moveTo: (a, b) => path.moveTo(a + x, b + y),
  lineTo: (a, b) => path.lineTo(a + x, b + y),
  arc: (a, b, ...more) => path.arc(a + x, b + y, ...more),
  closePath: () => path.closePath(),
});

/** The step of an arrow key: a hundredth of the axis, ten times that with Shift. */
const keyStep = (axisScale, event, step) => (step ?? (axisScale.domain()[1] - axisScale.domain()[0]) / 100) * (event.shiftKey ? 10 : 1);

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function drag(plane, node, move, end) {
  node.onpointerdown = (event) => {
    event.preventDefault();
    node.focus();
    node.setPointerCapture(event.pointerId);
    const start = d3.pointer(event, plane.svg.node());
    let moved = false;
    node.onpointermove = (step) => {
      const [x, y] = d3.pointer(step, plane.svg.node());
      if (!moved && Math.hypot(x - start[0], y - start[1]) < 3) return;
      moved = true;
      const { left, right, top, bottom } = plane.area;
      move(plane.x.invert(Math.max(left, Math.min(right, x))), plane.y.invert(Math.max(top, Math.min(bottom, y))));
    };
    node.onpointerup = node.onpointercancel = () => {
      node.onpointermove = node.onpointerup = node.onpointercancel = null;
      end?.(moved);
    };
  };
}

function holdHandle(plane, node, place, along, onMove, step) {
  drag(plane, node, (x, y) => onMove(along === 'y' ? place[0] : x, along === 'x' ? place[1] : y));
  node.onkeydown = (event) => {
    const way = arrows[event.key];
    if (!way) return;
    event.preventDefault();
    // On one axis both pairs of keys do.
    const n = along === 'both' ? null : way[0] + way[1];
    onMove(
      along === 'y' ? place[0] : place[0] + (n ?? way[0]) * keyStep(plane.x, event, step),
      along === 'x' ? place[1] : place[1] + (n ?? way[1]) * keyStep(plane.y, event, step),
    );
  };
}

function holdPoint(plane, node, rows, i, edit) {
  const replace = (row) => edit(rows.map((other, k) => (k === i ? row : other)));
  const row = rows[i];
  const moveTo = (x, y) => replace(row.length === 2 ? [round(plane.x, x), row[1]] : [round(plane.x, x), round(plane.y, y), row.at(-1)]);
  const flip = () => replace([...row.slice(0, -1), 1 - row.at(-1)]);
  drag(plane, node, moveTo, (moved) => { if (!moved) flip(); });
  node.onkeydown = (event) => {
    const way = arrows[event.key];
    if (way) moveTo(row[0] + way[0] * keyStep(plane.x, event), row.length === 2 ? 0 : row[1] + way[1] * keyStep(plane.y, event));
    else if (event.key === ' ' || event.key === 'Enter') flip();
    else if (event.key === 'Delete' || event.key === 'Backspace') edit(rows.filter((other, k) => k !== i));
    else if (event.key === 'n' || event.key === 'p') focusPoint(node.parentNode, (i + (event.key === 'n' ? 1 : rows.length - 1)) % rows.length);
    else return;
    event.preventDefault();
  };
  node.onfocus = () => { node.parentNode.dataset.place = String(i); };
}

function focusPoint(parent, i) {
  for (const child of parent.children) child.setAttribute('tabindex', '-1');
  parent.children[i].setAttribute('tabindex', '0');
  parent.children[i].focus();
}

/** A place on an axis with as many digits as a pixel tells apart. */
const round = (axisScale, value) => Number(value.toPrecision(Math.abs(axisScale.domain()[1] - axisScale.domain()[0]) > 20 ? 4 : 3));

/** Colours of a surface, smoothly between its grid points. */
function paint(plane, grid, palette) {
  const [columns, rows] = [grid.x.length, grid.y.length];
  const image = new ImageData(columns, rows);
  const color = palettes[palette ?? 'landscape'](grid);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const { r, g, b, opacity } = color(grid.values[j * columns + i]);
      image.data.set([r, g, b, 255 * opacity], 4 * ((rows - 1 - j) * columns + i));
    }
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext('2d').putImageData(image, 0, 0);
  const { left, top } = plane.area;
  // The grid's ends stand on the centres of its outer cells.
  const [x0, x1] = [plane.x(grid.x[0]), plane.x(grid.x[columns - 1])];
  const [y0, y1] = [plane.y(grid.y[0]), plane.y(grid.y[rows - 1])];
  const [width, height] = [plane.area.right - left, plane.area.bottom - top];
  const ratio = devicePixelRatio || 1;
  Object.assign(plane.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  Object.assign(plane.canvas.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  const context = plane.canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0.5, 0.5, columns - 1, rows - 1, x0 - left, y1 - top, x1 - x0, y0 - y1);
}

const palettes = {
  /** From the valley (dark) to the heights, by the level lines. */
  landscape(grid) {
    const levels = d3.scaleLinear().domain(grid.levels).range(grid.levels.map((v, i, all) => i / (all.length - 1))).clamp(true);
    return (value) => d3.rgb(d3.interpolateViridis(0.12 + 0.8 * levels(value ?? grid.levels.at(-1))));
  },

  /** From class 0 to class 1, by the probability. */
  classes() {
    const style = getComputedStyle(document.documentElement);
    const between = d3.interpolateRgb(style.getPropertyValue('--class-0'), style.getPropertyValue('--class-1'));
    return (value) => {
      const color = d3.rgb(between(value));
      color.opacity = 0.08 + 0.5 * Math.abs(value - 0.5);
      return color;
    };
  },
};
