// Small things that several sections are made of.
import { el, fill } from '../js/dom.js';
import { figure } from '../js/format.js';
import { workbench as text } from '../text/en.js';

/** A labelled control. */
export const field = (id, label, control, more = {}) => {
  control.id = id;
  return el('div', { class: 'field', ...more }, el('label', { for: id }, label), control);
};

export const options = (pairs) => pairs.map(([value, label]) => el('option', { value: String(value) }, label));

/** A place for what the engine refuses. */
export function problemPlace(id) {
  const element = el('div', { class: 'problem', role: 'alert', id, hidden: true });
  return {
    element,
    show(error) {
      element.hidden = !error;
      fill(element, error ? el('pre', {}, error.message) : '');
    },
  };
}

/** A table. Cells are texts or nodes; all columns but the first are figures unless told otherwise. */
export function dataTable({ id, caption, head, rows, isText = (column) => column === 0 }) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', { id, class: 'data' }, el('caption', {}, caption),
      el('thead', {}, el('tr', {}, head.map((cell, j) => el('th', { scope: 'col', class: isText(j) ? null : 'number' }, cell)))),
      el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell, j) => (j === 0 ? el('th', { scope: 'row' }, cell) : el('td', { class: isText(j) ? null : 'number' }, cell))))))));
}

/** Labels with texts. */
export const facts = (pairs) => el('dl', { class: 'facts' }, pairs.flatMap(([label, value]) => [el('dt', {}, label), el('dd', {}, value)]));

/** p as it is read: few digits, and never 0. */
export const pValue = (p) => (p === null || p === undefined ? '' : p < 1e-300 ? '<1e−300' : p < 1e-4 ? p.toExponential(1).replace('-', '−') : p.toFixed(4));

export const orNothing = (value) => (value === null || value === undefined ? '' : figure(value));

/** A place for a chart, which is drawn anew when its width changes. */
export class ChartPlace {
  constructor(bench, name, title, { isImage = true } = {}) {
    this.drawing = el('div', { class: 'drawing', dataset: { chart: name }, role: isImage ? 'img' : null });
    this.stage = el('div', { class: 'chart-stage' }, this.drawing);
    this.element = el('figure', { class: 'chart' }, title ? el('figcaption', {}, title) : null, this.stage);
    const watch = new ResizeObserver(() => this.render && this.drawing.clientWidth !== this.width && this.draw(this.render));
    watch.observe(this.drawing);
    bench.ended.signal.addEventListener('abort', () => watch.disconnect());
  }

  /** Draws with render(width), now and when the width changes. */
  draw(render) {
    this.render = render;
    this.width = this.drawing.clientWidth;
    if (!this.width) return;
    const focused = this.drawing.contains(document.activeElement) ? document.activeElement.dataset.place : undefined;
    const made = render(this.width);
    const svg = made.matches('svg') ? made : made.querySelector('svg');
    if (svg && this.drawing.getAttribute('role') === 'img') {
      // The drawing is one image with a name; the library's names of its strokes say nothing.
      this.drawing.setAttribute('aria-label', svg.getAttribute('aria-label'));
      svg.setAttribute('aria-hidden', 'true');
    }
    this.chart = made;
    fill(this.drawing, made);
    // What had the focus has it again.
    if (focused !== undefined) this.drawing.querySelector(`[data-place="${focused}"]`)?.focus();
  }
}

/** Runs one question at a time, the newest last: what lies between is never asked. */
export function latest(run) {
  let isBusy = false;
  let isStale = false;
  return async () => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isStale) {
        isStale = false;
        await run();
      }
    } finally {
      isBusy = false;
    }
  };
}

/** What takes long waits for a press; the rest comes by itself. */
export function load(body, problem, isLong, rows, ask, show) {
  const run = async () => {
    problem.show(null);
    fill(body, el('p', { role: 'status' }, text.working));
    try {
      const answer = await ask();
      fill(body);
      show(answer);
    } catch (error) {
      fill(body);
      problem.show(error);
    }
  };
  if (!isLong) return run();
  fill(body, el('button', { type: 'button', class: 'compute', onclick: run }, text.onDemand(rows)));
  return undefined;
}

/** Whether the penalty of a state has a strength to choose. */
export const hasStrength = (state) => !['none', 'firth'].includes(state.penalty);
