import { button, choice, dataChoice } from '../js/controls.js';
import { el, fill } from '../js/dom.js';
import { figure, percent } from '../js/format.js';
import { adder, editable } from '../js/points.js';

export default {
  id: 'features',
  defaults: { data: 'rings', points: '', terms: 'line', add: 1 },
  tries: [{ terms: 'squares' }, { data: 'corners', terms: 'products' }, { data: 'moons', terms: 'cubes' }],

  build(view) {
    const { text } = view;
    let answer;
    const row = view.row('lead');
    const plane = view.plane('map', { parent: row, height: 460, square: true, onAdd: adder(view, () => answer?.points.rows) });
    const formula = el('code', {});
    const weights = el('table', { class: 'figures-table' });
    row.append(el('div', { class: 'figure' }, el('h3', {}, text.formula), el('p', { class: 'shown-formula' }, formula), weights));
    choice(view, 'terms', ['line', 'squares', 'products', 'both', 'cubes']);
    dataChoice(view, ['rings', 'moons', 'corners', 'exams']);
    choice(view, 'add', ['0', '1'], (add) => ({ add: Number(add) }));
    button(view, 'points', () => view.set({ points: '' }));

    return async (state) => {
      answer = await view.ask('features', 'data', 'points', 'terms');
      const { map, points } = answer;
      plane.draw({
        x: [map.x[0], map.x.at(-1)], y: [map.y[0], map.y.at(-1)], xTitle: points.features[0], yTitle: points.features[1],
        layers: [{ kind: 'heat', name: 'map', grid: map, palette: 'classes' }, editable(view, points.rows, { marked: answer.wrong })],
      });
      fill(formula, answer.formula);
      fill(weights, el('caption', {}, text.weights), el('tbody', {}, answer.coefficients.map((c) => el('tr', {}, el('th', { scope: 'row' }, c.term), el('td', {}, text.limits[c.limit] ?? figure(c.estimate))))));
      view.numbers([['accuracy', answer.accuracy, percent], ['errors', `${answer.errors} / ${points.rows.length}`], ['logLoss', answer.logLoss], ['chance', answer.chance], ['coefficients', answer.coefficients.length]]);
      view.say(answer.separation ? text.separated(answer.separation) : text.saying(text.choices.terms[state.terms], percent(answer.accuracy)));
      view.run(answer.run);
    };
  },
};
