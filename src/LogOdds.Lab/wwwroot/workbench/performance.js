// How well the rows are told apart. Everything hangs on one threshold, which is dragged in any of the charts.
import { ask } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { figure, percent } from '../js/format.js';
import { charts, workbench } from '../text/en.js';
import { calibration } from '../charts/calibration.js';
import { histogram } from '../charts/histogram.js';
import { precisionRecall } from '../charts/precisionRecall.js';
import { roc } from '../charts/roc.js';
import { ChartPlace, dataTable, field, latest, load, problemPlace } from './parts.js';

const text = workbench.performance;
const { d3 } = globalThis;
const clamp = (value) => Math.max(0, Math.min(1, value));

export function performanceSection(bench, body) {
  const problem = problemPlace('performance-problem');
  const source = el('fieldset', { class: 'source' });
  const flattered = el('p', { class: 'remark' }, text.flattered);
  const setThreshold = (value) => bench.set({ threshold: clamp(value) });
  const slider = el('input', { type: 'range', min: '0', max: '1', step: '0.001', oninput: () => setThreshold(Number(slider.value)) });
  const exact = el('input', { type: 'number', min: '0', max: '1', step: 'any', class: 'exact', id: 'threshold-exact', 'aria-label': text.exact, onchange: () => exact.value !== '' && setThreshold(Number(exact.value)) });
  const cost = (name) => el('input', { type: 'number', min: '0', step: 'any', onchange: (event) => event.target.value !== '' && bench.set({ [name]: Number(event.target.value) }) });
  const [costFp, costFn] = [cost('costFp'), cost('costFn')];
  const best = el('button', { type: 'button', id: 'best-threshold', onclick: takeBest }, text.best);
  const bestSaying = el('p', { class: 'remark', id: 'best-saying', role: 'status' });
  const confusion = el('div', { id: 'confusion' });
  const numbers = el('dl', { class: 'numbers', id: 'performance-numbers' });
  const places = { histogram: new ChartPlace(bench, 'histogram', text.histogram), roc: new ChartPlace(bench, 'roc', text.roc), precisionRecall: new ChartPlace(bench, 'precision-recall', text.precisionRecall), calibration: new ChartPlace(bench, 'calibration', text.calibration) };
  const handle = el('div', { class: 'threshold-handle', role: 'slider', tabindex: '0', 'aria-label': text.threshold, 'aria-valuemin': '0', 'aria-valuemax': '1', id: 'threshold-handle' });
  places.histogram.stage.append(handle);
  const thinned = el('p', { class: 'remark' }, text.thinned);
  const intervals = el('div', { id: 'intervals' });
  const sliderField = field('threshold', text.threshold, slider, { class: 'field slider-field' });
  sliderField.append(exact);
  const content = el('div', {},
    el('div', { class: 'fields' }, sliderField, field('cost-fp', text.falsePositive, costFp), field('cost-fn', text.falseNegative, costFn)),
    el('div', { class: 'actions' }, best), bestSaying,
    places.histogram.element, el('p', { class: 'remark' }, text.drag),
    el('div', { class: 'beside' }, confusion, numbers),
    el('div', { class: 'charts' }, places.roc.element, places.precisionRecall.element, places.calibration.element), thinned,
    el('details', { id: 'intervals-details', ontoggle: (event) => event.target.open && showIntervals() }, el('summary', {}, text.intervals), intervals));
  fill(body, source, flattered, problem.element, content);
  let performance = null;

  const isTest = () => bench.fit.testRows !== null && bench.state.rows === 'test';
  const asks = (path, more) => ask(`workbench/fits/${bench.fit.id}/${path}`, { test: isTest(), ...more });

  const update = latest(async () => {
    const fit = bench.fit;
    if (!fit || !performance) return;
    const { threshold, costFp: fp, costFn: fn } = bench.state;
    try {
      const at = await asks('threshold', { threshold, costFp: fp, costFn: fn });
      if (bench.fit !== fit) return;
      problem.show(null);
      draw(fit, threshold, at);
    } catch (error) {
      problem.show(error);
    }
  });

  function draw(fit, threshold, { confusion: c, cost: total, costPerRow }) {
    const named = { width: 0, threshold, positive: `${fit.response} = ${fit.positive}`, negative: `${fit.response} = ${fit.negative}` };
    places.histogram.draw((width) => { queueMicrotask(placeHandle); return histogram(performance, { ...named, width }, charts.histogram); });
    places.roc.draw((width) => roc(performance, { width, at: [1 - c.specificity, c.recall] }, charts.roc));
    places.precisionRecall.draw((width) => precisionRecall(performance, { width, at: c.precision === null ? null : [c.recall, c.precision] }, charts.precisionRecall));
    places.calibration.draw((width) => calibration(performance, { width, threshold }, charts.calibration));
    const count = (value, kind) => el('span', { dataset: { count: kind } }, value.toLocaleString('en'));
    fill(confusion, dataTable({ caption: text.confusion, head: [text.classes, text.predicted(fit.positive), text.predicted(fit.negative)], rows: [
      [text.is(fit.positive), count(c.truePositives, 'tp'), count(c.falseNegatives, 'fn')], [text.is(fit.negative), count(c.falsePositives, 'fp'), count(c.trueNegatives, 'tn')]] }));
    const shown = { cost: [total, figure], costPerRow: [costPerRow, figure], accuracy: [c.accuracy, percent], precision: [c.precision, percent], recall: [c.recall, percent], specificity: [c.specificity, percent], f1: [c.f1, figure], mcc: [c.mcc, figure],
      auc: [performance.auc[0], figure], averagePrecision: [performance.averagePrecision, figure], logLoss: [performance.logLoss, figure], brier: [performance.brier, figure], slope: [performance.calibrationFit[0], figure], large: [performance.calibrationFit[2], figure] };
    fill(numbers, Object.entries(shown).map(([name, [value, write]]) => el('div', { dataset: { number: name } }, el('dt', {}, text.numbers[name]), el('dd', { title: value === null ? null : String(value) }, write(value)))));
  }

  function placeHandle() {
    const scale = places.histogram.chart?.scale?.('x');
    if (!scale) return;
    handle.style.left = `${scale.apply(bench.state.threshold)}px`;
    handle.setAttribute('aria-valuenow', bench.state.threshold.toFixed(4));
  }

  async function takeBest() {
    try {
      const found = await asks('best-threshold', { costFp: bench.state.costFp, costFn: bench.state.costFn });
      bestSaying.textContent = text.bestIs(found.threshold === null ? text.nobody : figure(found.threshold, 6), figure(found.cost), figure(found.calibrated));
      // All digits: rounded up, the threshold would miss the very row it was found at.
      setThreshold(found.threshold ?? 1);
    } catch (error) {
      problem.show(error);
    }
  }

  const showIntervals = () => load(intervals, problem, false, 0, () => asks('intervals', { threshold: bench.state.threshold }), (answer) => fill(intervals,
    dataTable({ id: 'interval-table', caption: text.intervals, head: text.intervalHead, rows: answer.figures.map((line) => [line.label, figure(line.value), figure(line.low), figure(line.high), line.method]) }),
    el('p', { class: 'remark' }, text.replicates(answer.replicates))));

  /** A chart in which the threshold is dragged: `read` says which threshold lies under the pointer. */
  function draggable(place, read) {
    const move = (event) => {
      const box = place.drawing.getBoundingClientRect();
      const threshold = read(event.clientX - box.left, event.clientY - box.top, place.chart);
      if (threshold !== null) setThreshold(threshold);
    };
    place.stage.classList.add('draggable');
    place.stage.addEventListener('pointerdown', (event) => {
      if (!place.chart) return;
      event.preventDefault();
      if (place === places.histogram) handle.focus();
      place.stage.setPointerCapture(event.pointerId);
      move(event);
      place.stage.onpointermove = move;
      place.stage.onpointerup = place.stage.onpointercancel = () => { place.stage.onpointermove = null; };
    });
  }

  /** The point of a curve that is nearest to the pointer on the screen, and its threshold. */
  const nearest = (points) => (x, y, chart) => {
    const [across, up] = [chart.scale('x'), chart.scale('y')];
    const point = d3.least(points(), (p) => Math.hypot(across.apply(p[0]) - x, up.apply(p[1]) - y));
    return point[2] ?? 1;
  };

  draggable(places.histogram, (x, y, chart) => Math.round(1000 * clamp(chart.scale('x').invert(x))) / 1000);
  draggable(places.roc, nearest(() => performance.roc));
  draggable(places.precisionRecall, nearest(() => performance.precisionRecall));
  handle.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1 }[event.key];
    const end = { Home: 0, End: 1 }[event.key];
    if (step === undefined && end === undefined) return;
    event.preventDefault();
    setThreshold(end ?? Math.round(10000 * (bench.state.threshold + step)) / 10000);
  });

  async function open() {
    const fit = bench.fit;
    performance = null;
    content.hidden = true;
    bestSaying.textContent = '';
    intervals.replaceChildren();
    flattered.hidden = isTest();
    if (fit.refusals.performance) {
      flattered.hidden = false;
      flattered.textContent = fit.refusals.performance;
      return;
    }
    flattered.textContent = text.flattered;
    try {
      const answer = await asks('performance');
      if (bench.fit !== fit) return;
      performance = answer;
      content.hidden = false;
      thinned.hidden = !answer.isThinned;
      body.querySelector('#intervals-details').open = false;
      problem.show(null);
      await update();
    } catch (error) {
      problem.show(error);
    }
  }

  function show({ threshold, costFp: fp, costFn: fn }) {
    slider.value = String(threshold);
    slider.setAttribute('aria-valuetext', figure(threshold));
    for (const [input, value] of [[exact, threshold], [costFp, fp], [costFn, fn]]) if (document.activeElement !== input) input.value = String(Number(value.toPrecision(6)));
  }

  bench.onFit((fit) => {
    if (!fit) return;
    const choice = (value, label) => el('label', {}, el('input', { type: 'radio', name: 'measured-on', value, checked: bench.state.rows === value, onchange: () => { bench.set({ rows: value }); open(); } }), ` ${label}`);
    source.hidden = fit.testRows === null;
    fill(source, el('legend', {}, text.rows), fit.testRows === null ? '' : [choice('test', text.test(fit.testRows)), choice('train', text.train(fit.rows))]);
    show(bench.state);
    open();
  });

  bench.onState((state, changes) => {
    show(state);
    if ('costFp' in changes || 'costFn' in changes) bestSaying.textContent = '';
    if (['threshold', 'costFp', 'costFn'].some((name) => name in changes)) update();
  });
}
