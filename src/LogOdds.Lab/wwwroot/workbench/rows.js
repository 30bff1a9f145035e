// Rows that are fitted badly, or that the fit hangs on.
import { ask } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { figure } from '../js/format.js';
import { charts, workbench } from '../text/en.js';
import { influence } from '../charts/influence.js';
import { ChartPlace, facts, load, problemPlace } from './parts.js';

const text = workbench.rows;

// More rows than this are looked through when the reader asks.
const Many = 100_000;

export function rowsSection(bench, body) {
  const problem = problemPlace('rows-problem');
  const content = el('div', {});
  fill(body, problem.element, content);

  bench.onFit((fit) => {
    if (!fit) return;
    problem.show(null);
    if (fit.refusals.rows) fill(content, el('p', {}, fit.refusals.rows));
    else load(content, problem, fit.rows > Many, fit.rows, () => ask(`workbench/fits/${fit.id}/rows`), (rows) => bench.fit === fit && show(fit, rows));
  });

  function show(fit, rows) {
    const chart = new ChartPlace(bench, 'influence', text.chart, { isImage: false });
    const panel = el('section', { class: 'panel', id: 'row-panel', tabindex: '0', 'aria-label': text.panel, 'aria-live': 'polite', hidden: true });
    const table = el('div', {});
    let picked;
    let order = { by: 'cook', isFalling: true };

    async function pick(place) {
      picked = place;
      draw();
      try {
        const row = await ask(`workbench/fits/${fit.id}/rows/${place}`);
        if (picked !== place) return;
        panel.hidden = false;
        fill(panel, el('h3', {}, row.figures.where), facts(row.values), facts(Object.keys(text.head).filter((name) => name !== 'where').map((name) => [text.head[name], figure(row.figures[name])])));
      } catch (error) {
        problem.show(error);
      }
    }

    const draw = () => chart.draw((width) => influence(rows, { width, picked, onPick: pick }, charts.influence));

    function list() {
      const sorted = rows.top.slice().sort((a, b) => (order.by === 'where' ? a.place - b.place : Math.abs(a[order.by]) - Math.abs(b[order.by])) * (order.isFalling ? -1 : 1));
      const head = Object.entries(text.head).map(([name, label]) => el('th', { scope: 'col', class: name === 'where' ? null : 'number', 'aria-sort': order.by === name ? (order.isFalling ? 'descending' : 'ascending') : null },
        el('button', { type: 'button', class: 'sort', dataset: { sort: name }, onclick: () => { order = { by: name, isFalling: order.by === name ? !order.isFalling : true }; list(); table.querySelector(`[data-sort="${name}"]`).focus(); } }, `${label}${order.by === name ? (order.isFalling ? ' ↓' : ' ↑') : ''}`)));
      fill(table, el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': text.caption }, el('table', { class: 'data', id: 'influential' }, el('caption', {}, text.caption), el('thead', {}, el('tr', {}, head)),
        el('tbody', {}, sorted.map((row) => el('tr', {}, el('th', { scope: 'row' }, el('button', { type: 'button', class: 'link', 'aria-label': text.show(row.where), onclick: () => pick(row.place) }, row.where)),
          ['response', 'fitted', 'leverage', 'studentized', 'cook'].map((name) => el('td', { class: 'number' }, figure(row[name])))))))));
    }

    fill(content, el('p', { class: 'remark' }, text.help), el('div', { class: 'beside' }, chart.element, panel), table);
    draw();
    list();
  }
}
