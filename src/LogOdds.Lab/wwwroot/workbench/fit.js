// The fit, watched as it converges.
import { listen } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { charts, workbench } from '../text/en.js';
import { objective } from '../charts/objective.js';
import { ChartPlace, facts, hasStrength, problemPlace } from './parts.js';

const text = workbench.fit;

/** What a fit depends on. */
const requestOf = ({ table, state }) => ({
  table: table.id, formula: state.formula, positive: state.positive, penalty: state.penalty, lambda: hasStrength(state) ? state.lambda : null,
  l1Ratio: state.penalty === 'elastic-net' ? state.ratio : null,
  standardize: hasStrength(state) ? state.standardize : 'none', weights: state.weights, testShare: state.share, seed: state.seed,
});

export function fitSection(bench, body) {
  const problem = problemPlace('fit-problem');
  const start = el('button', { type: 'button', class: 'primary', id: 'fit', onclick: run }, text.fit);
  const cancel = el('button', { type: 'button', id: 'cancel', hidden: true, onclick: () => running?.abort() }, text.cancel);
  const saying = el('p', { id: 'fit-status', role: 'status' });
  const stale = el('p', { id: 'stale', class: 'remark stale', role: 'status', hidden: true });
  const chart = new ChartPlace(bench, 'objective');
  const summary = el('div', { id: 'summary' });
  chart.element.hidden = true;
  fill(body, el('div', { class: 'actions' }, start, cancel), saying, problem.element, stale, chart.element, summary);
  bench.ended.signal.addEventListener('abort', () => running?.abort());
  let running;
  let fitted;

  async function run() {
    running?.abort();
    const own = running = new AbortController();
    await bench.settled;
    const request = requestOf(bench);
    const records = [];
    problem.show(null);
    start.disabled = true;
    cancel.hidden = false;
    saying.textContent = text.preparing;
    let frame = 0;
    const draw = () => {
      frame = 0;
      chart.element.hidden = records.length === 0;
      chart.draw((width) => objective(records, { width }, charts.objective));
      if (records.length > 0) saying.textContent = text.at(records.at(-1));
    };
    try {
      const events = listen('/api/workbench/fits', own.signal, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
      for await (const { kind, content } of events) {
        if (kind === 'iteration') {
          records.push(content);
          frame ||= requestAnimationFrame(draw);
        } else {
          fitted = JSON.stringify(request);
          cancelAnimationFrame(frame);
          draw();
          saying.textContent = `${text.done(content.status)} ${text.at(records.at(-1))}`;
          bench.show(content);
          bench.set({ fitted: 1 });
        }
      }
    } catch (error) {
      cancelAnimationFrame(frame);
      saying.textContent = error.name === 'AbortError' ? text.canceled : '';
      if (error.name !== 'AbortError') problem.show(error);
    } finally {
      if (running === own) {
        start.disabled = false;
        cancel.hidden = true;
      }
    }
  }

  bench.onTable((table) => {
    running?.abort();
    problem.show(null);
    saying.textContent = '';
    chart.element.hidden = true;
    // A link to a fit of built-in data is the fit.
    if (table && bench.state.fitted && bench.state.formula) run();
  });

  bench.onFit((fit) => fill(summary, fit ? show(fit) : []));

  bench.onState(() => {
    stale.hidden = !bench.fit || JSON.stringify(requestOf(bench)) === fitted;
    if (bench.fit) stale.textContent = text.stale(bench.fit.formula);
  });
}

function show(fit) {
  return [
    fit.warnings.length > 0 ? el('div', { class: 'warnings', id: 'warnings', role: 'group', 'aria-label': text.warnings }, fit.warnings.map((warning) => el('p', { dataset: { warning: warning.code } }, el('strong', {}, warning.code), ` ${warning.message}`))) : '',
    el('details', { open: true }, el('summary', {}, text.facts), facts(fit.facts)),
    el('details', {}, el('summary', {}, text.statistics), facts(fit.statistics), fit.notes.map((note) => el('p', { class: 'remark' }, note))),
  ];
}
