// Predictions for rows that the reader pastes.
import { send } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { workbench } from '../text/en.js';
import { dataTable, field, problemPlace } from './parts.js';

const text = workbench.predict;

export function predictSection(bench, body) {
  const problem = problemPlace('predict-problem');
  const rows = el('textarea', { rows: '5', spellcheck: 'false' });
  const result = el('div', { id: 'predictions', 'aria-live': 'polite' });
  fill(body, field('paste', text.label, rows, { class: 'field wide' }), el('div', { class: 'actions' }, el('button', { type: 'button', id: 'predict', onclick: go }, text.go)), problem.element, result);

  async function go() {
    problem.show(null);
    try {
      const answer = await send(`workbench/fits/${bench.fit.id}/predict`, { text: rows.value, threshold: bench.state.threshold });
      const first = answer.columns.length - answer.added;
      // What the model adds stands first: it is what was asked for.
      const turn = (cells) => [...cells.slice(first), ...cells.slice(0, first)];
      fill(result, dataTable({ id: 'prediction-table', caption: text.caption, head: [text.row, ...turn(answer.columns)], rows: answer.rows.map((row, i) => [String(i + 1), ...turn(row).map((cell, j) => (j < answer.added && cell !== '' && Number.isFinite(Number(cell)) && !Number.isInteger(Number(cell)) ? el('span', { title: cell }, Number(cell).toPrecision(4)) : cell))]) }),
        answer.refusal ? el('p', { class: 'remark' }, answer.refusal) : '');
    } catch (error) {
      fill(result);
      problem.show(error);
    }
  }

  bench.onFit((fit) => {
    if (!fit) return;
    problem.show(null);
    fill(result);
    const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    rows.value = [fit.predictors.map((predictor) => predictor.name), fit.predictors.map((predictor) => predictor.start)].map((line) => line.map(quoted).join(',')).join('\n');
  });
}
