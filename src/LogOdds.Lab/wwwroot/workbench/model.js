// What is to be fitted: ticks and a formula that follow each other, and how.
import { send } from '../js/ask.js';
import { el, fill } from '../js/dom.js';
import { workbench } from '../text/en.js';
import { field, hasStrength, options, problemPlace } from './parts.js';

const text = workbench.model;

// Categories beyond this many are not ticked at first: a coefficient for each is seldom what is wanted.
const ManyLevels = 30;

export function modelSection(bench, body) {
  const problem = problemPlace('model-problem');
  const target = el('select', { onchange: () => write() });
  const ticks = el('div', { class: 'ticks', id: 'ticks' });
  const formula = el('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'formula-help formula-note', onchange: () => read(formula.value), onkeydown: (event) => event.key === 'Enter' && read(formula.value) });
  const note = el('p', { id: 'formula-note', class: 'remark', role: 'status' });
  const choose = (name) => el('select', { onchange: (event) => bench.set({ [name]: event.target.value }) });
  const number = (name, more) => el('input', { type: 'number', onchange: (event) => event.target.value !== '' && bench.set({ [name]: Number(event.target.value) }), ...more });
  const positive = choose('positive');
  const penalty = choose('penalty');
  const standardize = choose('standardize');
  const weights = el('select', { onchange: () => { bench.set({ weights: weights.value }); return write(); } });
  const lambda = number('lambda', { min: '0', step: 'any' });
  const ratio = number('ratio', { min: '0', max: '1', step: 'any' });
  const share = el('select', { onchange: () => bench.set({ share: Number(share.value) }) });
  const seed = number('seed', { step: '1' });
  fill(penalty, options(Object.entries(text.penalties)));
  fill(standardize, options(Object.entries(text.scales)));
  fill(share, options(Object.entries(text.shares).sort(([a], [b]) => a - b)));
  const [lambdaField, ratioField, scaleField, seedField] = [field('lambda', text.lambda, lambda), field('ratio', text.ratio, ratio), field('standardize', text.standardize, standardize), field('seed', text.seed, seed)];
  const tick = (isTicked) => () => { for (const box of boxes()) box.checked = isTicked && !box.disabled; write(); };

  fill(body,
    el('div', { class: 'fields' }, field('target', text.target, target), field('positive', text.positive, positive)),
    el('fieldset', {}, el('legend', {}, text.columns), ticks,
      el('div', { class: 'actions' }, el('button', { type: 'button', id: 'tick-all', onclick: tick(true) }, text.all), el('button', { type: 'button', id: 'tick-none', onclick: tick(false) }, text.noneTicked))),
    field('formula', text.formula, formula, { class: 'field wide' }), el('p', { class: 'remark', id: 'formula-help' }, text.formulaHelp), note, problem.element,
    el('div', { class: 'fields' }, field('penalty', text.penalty, penalty), lambdaField, ratioField, scaleField, field('weights', text.weights, weights), field('share', text.share, share), seedField));

  const boxes = () => [...ticks.querySelectorAll('input')];
  let asked = 0;

  /** Asks the engine for the formula of the ticks, or for the ticks of the formula. */
  async function follow(question) {
    const own = ++asked;
    try {
      const answer = await send(`workbench/tables/${bench.table.id}/formula`, { ...question, weights: bench.state.weights });
      if (own !== asked) return;
      problem.show(null);
      formula.value = answer.formula;
      formula.removeAttribute('aria-invalid');
      formula.setCustomValidity('');
      note.textContent = answer.isSum ? '' : text.notSum;
      if ([...target.options].some((option) => option.value === answer.target)) target.value = answer.target;
      for (const box of boxes()) {
        box.checked = answer.columns.includes(box.value);
        box.disabled = box.value === target.value;
      }
      showLabels(target.value);
      bench.set({ formula: answer.formula });
    } catch (error) {
      if (own !== asked) return;
      formula.setAttribute('aria-invalid', 'true');
      // A fit would say the same of it; it must not be of what stood here before.
      if (question.formula) bench.set({ formula: question.formula });
      problem.show(error);
      // The caret goes to the character that the engine points at.
      if (error.position !== undefined && error.position !== null) formula.setSelectionRange(error.position, error.position + 1);
    }
  }

  /** A press of Fit waits for what was written last. */
  const settle = (question) => { bench.settled = follow(question); return bench.settled; };

  const read = (value) => settle({ formula: value });

  const write = () => (target.value ? settle({ target: target.value, columns: boxes().filter((box) => box.checked && box.value !== target.value).map((box) => box.value) }) : problem.show({ message: text.nothing }));

  function showLabels(name) {
    const column = bench.table.columns.find((other) => other.name === name);
    const labels = column && column.distinct === 2 && !column.isMore ? column.values.map((value) => value.value) : [];
    fill(positive, options([['', text.larger], ...labels.map((label) => [label, label])]));
    if (!labels.includes(bench.state.positive)) bench.state.positive = '';
    positive.value = bench.state.positive;
  }

  bench.onTable(async (table) => {
    problem.show(null);
    fill(target, options([['', text.none], ...table.columns.map((column) => [column.name, column.name])]));
    fill(weights, options([['', text.none], ...table.columns.filter((column) => column.isNumeric).map((column) => [column.name, column.name])]));
    fill(ticks, table.columns.map((column, i) => el('label', { for: `tick-${i}` }, el('input', { type: 'checkbox', id: `tick-${i}`, value: column.name, onchange: () => write() }), column.name)));
    if (bench.state.formula) return read(bench.state.formula);
    target.value = table.target ?? '';
    for (const box of boxes()) {
      const column = table.columns.find((other) => other.name === box.value);
      box.checked = column.name !== table.target && !column.isConstant && !column.isAllDifferent && column.distinct > 0 && (column.isNumeric || column.distinct <= ManyLevels);
    }
    formula.value = '';
    showLabels(target.value);
    return table.target ? write() : undefined;
  });

  bench.onState((state) => {
    for (const [name, control] of Object.entries({ penalty, standardize, weights, share })) control.value = String(state[name]);
    if (document.activeElement !== lambda) lambda.value = String(state.lambda);
    if (document.activeElement !== seed) seed.value = String(state.seed);
    if (document.activeElement !== ratio) ratio.value = String(state.ratio);
    lambdaField.hidden = scaleField.hidden = !hasStrength(state);
    ratioField.hidden = state.penalty !== 'elastic-net';
    seedField.hidden = state.share === 0;
  });
}
