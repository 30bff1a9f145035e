// A row that the reader makes up, and what the model says of it.
import { send } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { figure, probability as written } from '../js/format.js';
import { charts, workbench } from '../text/en.js';
import { probability } from '../charts/probability.js';
import { ChartPlace, dataTable, field, latest, options, problemPlace } from './parts.js';

const text = workbench.whatif;

export function whatifSection(bench, body) {
  const problem = problemPlace('whatif-problem');
  const controls = el('div', { class: 'whatif-controls', id: 'whatif-controls' });
  const answer = el('dl', { class: 'numbers' });
  const refusal = el('p', { class: 'remark', id: 'whatif-refusal' });
  const along = el('select', { onchange: () => bench.set({ along: along.value }) });
  const chart = new ChartPlace(bench, 'probability');
  const numbers = el('div', {});
  let values = {};

  fill(body, el('p', {}, text.lead), problem.element, el('div', { class: 'beside' }, controls,
    el('div', {}, el('div', { id: 'whatif-answer', 'aria-live': 'polite' }, answer, refusal), field('along', text.along, along), chart.element, el('details', {}, el('summary', {}, text.table), numbers))));

  const update = latest(async () => {
    const fit = bench.fit;
    if (!fit) return;
    try {
      const said = await send(`workbench/fits/${fit.id}/what-if`, { values, along: along.value });
      if (bench.fit !== fit) return;
      problem.show(null);
      const { here } = said;
      fill(answer, el('div', { dataset: { number: 'probability' } }, el('dt', {}, text.answer(fit.response, fit.positive)), el('dd', { title: String(here.probability) }, written(here.probability))),
        here.low === null ? '' : el('div', { dataset: { number: 'interval' } }, el('dt', {}, ''), el('dd', {}, text.interval(fit.level, written(here.low), written(here.high)))));
      refusal.textContent = said.refusal ?? '';
      chart.element.hidden = !said.along;
      if (!said.along) return;
      chart.draw((width) => probability({ ...said, value: Number(values[said.along.name]) }, { width }, charts.probability));
      fill(numbers, dataTable({ caption: text.table, head: [said.along.name, ...text.curve], rows: said.curve.filter((point, i) => i % 10 === 0).map((point) => point.map((value, j) => (j === 0 ? figure(value) : written(value)))), isText: () => false }));
    } catch (error) {
      problem.show(error);
    }
  });

  bench.onFit((fit) => {
    if (!fit) return;
    values = Object.fromEntries(fit.predictors.map((predictor) => [predictor.name, predictor.start]));
    const numeric = fit.predictors.filter((predictor) => predictor.levels === null);
    fill(along, options(numeric.length ? numeric.map((predictor) => [predictor.name, predictor.name]) : [['', text.nowhere]]));
    along.value = numeric.some((predictor) => predictor.name === bench.state.along) ? bench.state.along : numeric[0]?.name ?? '';
    fill(controls, fit.predictors.map((predictor, i) => control(predictor, i, (value) => { values[predictor.name] = value; update(); })));
    update();
  });

  bench.onState((state, changes) => {
    if (!('along' in changes) || !bench.fit) return;
    along.value = state.along || along.value;
    update();
  });
}

function control(predictor, i, onChange) {
  const id = `whatif-${i}`;
  if (predictor.levels) {
    const select = el('select', { dataset: { predictor: predictor.name }, onchange: () => onChange(select.value) }, options(predictor.levels.map((level) => [level, level])));
    select.value = predictor.start;
    return field(id, predictor.name, select, { class: 'field slider-field' });
  }
  const step = predictor.isWhole ? '1' : 'any';
  const range = el('input', { type: 'range', min: String(predictor.low), max: String(predictor.high), step, value: predictor.start, dataset: { predictor: predictor.name }, oninput: () => { exact.value = String(Number(Number(range.value).toPrecision(5))); onChange(exact.value); } });
  const exact = el('input', { type: 'number', step: 'any', class: 'exact', value: predictor.start, 'aria-label': text.exact(predictor.name), onchange: () => { if (exact.value !== '') { range.value = exact.value; onChange(exact.value); } } });
  const made = field(id, predictor.name, range, { class: 'field slider-field' });
  made.append(exact);
  return made;
}
