// Each term against the model without it.
import { ask } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { figure } from '../js/format.js';
import { workbench } from '../text/en.js';
import { dataTable, load, problemPlace, pValue } from './parts.js';

const text = workbench.terms;

const Most = 30;

// Rows times terms beyond this take more than a moment, for each term is left out of a fit once.
const Many = 1_000_000;

export function termsSection(bench, body) {
  const problem = problemPlace('terms-problem');
  const content = el('div', {});
  fill(body, problem.element, content);
  bench.onFit((fit) => {
    if (!fit) return;
    problem.show(null);
    if (fit.refusals.terms) fill(content, el('p', {}, fit.refusals.terms));
    else if (fit.terms > Most) fill(content, el('p', {}, text.many(fit.terms)));
    else load(content, problem, fit.terms * fit.rows > Many, fit.rows, () => ask(`workbench/fits/${fit.id}/terms`), (tests) => bench.fit === fit && fill(content, dataTable({
      id: 'term-tests', caption: text.caption, head: text.head,
      rows: tests.map((test) => [test.name, String(test.degreesOfFreedom), figure(test.likelihoodRatio), pValue(test.likelihoodRatioP), figure(test.score), pValue(test.scoreP), figure(test.wald), pValue(test.waldP), test.aic === null ? '' : test.aic.toFixed(2)]),
    })));
  });
}
