// The coefficients: as a table, as odds ratios, in words.
import { el, fill } from '../js/dom.js';
import { figure } from '../js/format.js';
import { charts, workbench } from '../text/en.js';
import { forest } from '../charts/forest.js';
import { ChartPlace, dataTable, orNothing, pValue } from './parts.js';

const text = workbench.coefficients;

export function coefficientsSection(bench, body) {
  const table = el('div', {});
  const chart = new ChartPlace(bench, 'forest', text.forest);
  const words = el('details', { open: true });
  fill(body, el('div', { class: 'beside table-first' }, table, chart.element), words);
  bench.onFit((fit) => {
    if (!fit) return;
    fill(table, dataTable({ id: 'coefficients', caption: text.caption, head: text.head(fit.level), rows: fit.coefficients.map(line) }), fit.notes.map((note) => el('p', { class: 'remark' }, note)));
    chart.draw((width) => forest(fit.coefficients, { width }, charts.forest));
    fill(words, el('summary', {}, text.words), el('dl', { class: 'facts', id: 'words' }, fit.words.flatMap(({ term, sentence }) => [el('dt', {}, term), el('dd', {}, sentence)])));
  });
}

function line(c) {
  const estimate = c.isLeftOut ? text.leftOut : text.infinite[c.limit] ?? figure(c.estimate);
  return [c.term, estimate, orNothing(c.standardError), orNothing(c.z), pValue(c.p), c.isIntercept ? '' : orNothing(c.oddsRatio), c.isIntercept || c.oddsLow === null || c.oddsHigh === null ? '' : text.interval(figure(c.oddsLow), figure(c.oddsHigh))];
}
