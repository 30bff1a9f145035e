import { button, choice, dataChoice, slider } from '../js/controls.js';
import { el, fill } from '../js/dom.js';
import { figure, percent } from '../js/format.js';
import { adder, editable, mostMovable, pack } from '../js/points.js';

export default {
  id: 'split',
  defaults: { data: 'blobs', points: '', way: 'fixed', share: 0.2, seed: 1, terms: 'line', fit: 'descent', add: 1 },
  tries: [
    { way: 'random', seed: 2 },
    { way: 'random', share: 0.96, terms: 'cubes', fit: 'best', seed: 4 },
    { data: 'moons', way: 'random', share: 0.5, terms: 'cubes', fit: 'best' },
  ],

  build(view) {
    const { text } = view;
    let answer;
    let points;
    const isMovable = () => points && points.rows.length <= mostMovable;
    const row = view.row();
    const names = ['train', 'test'];
    const planes = Object.fromEntries(names.map((name) => [name, view.plane(name, { parent: row, height: 420, square: true, onAdd: adder(view, () => (isMovable() ? points.rows : null)) })]));
    const table = el('table', { class: 'figures-table' });
    view.places.figures.append(el('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': text.comparison }, table));
    choice(view, 'way', ['fixed', 'random'], (way) => (way === 'fixed' ? { way, data: 'blobs', points: '' } : { way }));
    slider(view, 'share', { min: 0.05, max: 0.98, step: 0.01, write: percent });
    slider(view, 'seed', { min: 1, max: 200, step: 1 });
    choice(view, 'terms', ['line', 'both', 'cubes'], (terms) => (terms === 'line' ? { terms } : { terms, fit: 'best' }));
    choice(view, 'fit', ['descent', 'best'], (fit) => (fit === 'descent' ? { fit, terms: 'line' } : { fit }));
    dataChoice(view, ['blobs', 'moons', 'rings', 'exams'], (data) => ({ way: data === 'blobs' ? view.state.way : 'random', fit: data === 'exams' ? 'best' : view.state.fit }));
    choice(view, 'add', ['0', '1'], (add) => ({ add: Number(add) }));
    button(view, 'deal', () => view.set({ way: 'random', seed: view.state.seed + 1 }));

    /** What was done to the rows of one part, done to all. */
    const edited = (part) => (changed) => {
      const all = [...points.rows];
      const { rows } = answer[part];
      if (changed.length === rows.length) rows.forEach((i, k) => { all[i] = changed[k]; });
      else all.splice(rows[rows.findIndex((i, k) => changed[k] !== all[i])], 1);
      if (all.length > 3) view.set({ way: 'random', points: pack(all) });
    };

    return async (state) => {
      [answer, { points }] = await Promise.all([view.ask('split', 'data', 'points', 'way', 'share', 'seed', 'terms', 'fit'), view.ask('split/points', 'data', 'points')]);
      const { map } = answer;
      for (const name of names) {
        const part = answer[name];
        planes[name].draw({
          x: [map.x[0], map.x.at(-1)], y: [map.y[0], map.y.at(-1)], xTitle: points.features[0], yTitle: `${points.features[1]}: ${text.parts[name](part.rows.length)}`,
          layers: [
            { kind: 'heat', name: 'map', grid: map, palette: 'classes' },
            editable(view, part.rows.map((i) => points.rows[i]), { marked: part.wrong, edit: isMovable() ? edited(name) : null }),
          ],
        });
      }
      fill(table, el('caption', {}, text.comparison),
        el('thead', {}, el('tr', {}, el('td'), text.columns.map((column) => el('th', { scope: 'col' }, column)))),
        el('tbody', {}, answer.comparison.map((line) => el('tr', { 'aria-current': line.terms === state.terms ? 'true' : null },
          el('th', { scope: 'row' }, text.choices.terms[line.terms]),
          [line.coefficients, percent(line.train.accuracy), percent(line.test.accuracy), figure(line.train.logLoss), figure(line.test.logLoss)].map((value) => el('td', {}, String(value)))))));
      const { train, test } = answer;
      const counts = (c) => text.counts(c.truePositives, c.falsePositives, c.falseNegatives, c.trueNegatives);
      view.numbers([
        ['trainAccuracy', train.accuracy, percent], ['testAccuracy', test.accuracy, percent], ['testError', test.errorRate, percent],
        ['trainLoss', train.logLoss], ['testLoss', test.logLoss], ['testConfusion', counts(test.confusion)],
      ]);
      view.say(answer.separation ? text.separated(answer.separation) : text.saying(train.rows.length, test.rows.length, percent(test.accuracy), train.logLoss < test.logLoss));
      view.run(answer.run, answer.isFixed ? null : `/api/split/points.csv?${new URLSearchParams({ data: state.data, points: state.points, share: state.share, seed: state.seed })}`);
    };
  },
};
