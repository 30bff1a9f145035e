// Draws the figures of a report into their places. What is imported stands in the same document.
import { calibration } from 'charts/calibration.js';
import { forest } from 'charts/forest.js';
import { histogram } from 'charts/histogram.js';
import { influence } from 'charts/influence.js';
import { precisionRecall } from 'charts/precisionRecall.js';
import { roc } from 'charts/roc.js';
import { charts as text } from 'text/charts.js';

const figures = JSON.parse(document.getElementById('figures').textContent);
const { performance, positive, negative } = figures;
const draw = {
  forest: (width) => forest(figures.forest, { width }, text.forest),
  roc: (width) => roc(performance, { width }, text.roc),
  precisionRecall: (width) => precisionRecall(performance, { width }, text.precisionRecall),
  calibration: (width) => calibration(performance, { width }, text.calibration),
  histogram: (width) => histogram(performance, { width, positive, negative, height: Math.min(width, 420) }, text.histogram),
  influence: (width) => influence(figures.influence, { width }, text.influence),
};

for (const place of document.querySelectorAll('[data-chart]')) {
  place.closest('figure').hidden = false;
  const made = draw[place.dataset.chart](place.clientWidth);
  const svg = made.matches('svg') ? made : made.querySelector('svg');
  if (svg) {
    place.setAttribute('aria-label', svg.getAttribute('aria-label'));
    svg.setAttribute('aria-hidden', 'true');
  }
  place.append(made);
}
for (const remark of document.querySelectorAll('.noscript')) remark.hidden = true;
