import { choice, slider } from '../js/controls.js';
import { el, fill } from '../js/dom.js';
import { figure, probability } from '../js/format.js';

/** Where a term starts on the page. */
const starts = { age: { unit: 5, at: 20 }, lwt: { unit: 10, at: 110 } };
const startOf = (term) => ({ term, unit: 1, at: 0, ...starts[term] });
const kinds = ['first', 'second'];

export default {
  id: 'meaning',
  defaults: { term: 'lwt', unit: 10, at: 110 },
  tries: [startOf('smoke'), { term: 'lwt', unit: 50, at: 100 }, { term: 'age', unit: 10, at: 20 }],

  build(view) {
    const { text } = view;
    const row = view.row('lead');
    const curves = view.plane('curves', { parent: row, height: 340 });
    const forest = view.plane('forest', { parent: row, height: 340 });
    const table = el('table', { class: 'figures-table' });
    view.places.figures.append(el('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': text.cases }, table));
    choice(view, 'term', ['lwt', 'age', 'smoke', 'ht', 'ui', 'black', 'other'], startOf);
    slider(view, 'unit', { min: 1, max: 50, step: 1 });
    const unit = view.places.controls.querySelector('[data-control="unit"]');

    return async (state) => {
      const answer = await view.ask('meaning', 'term', 'unit', 'at');
      unit.hidden = answer.isSwitch;
      const after = answer.at + answer.by;
      const cases = answer.cases.map((one, k) => ({ ...one, kind: kinds[k], curve: answer.curves[k], name: text.persons[k] }));
      curves.draw({
        x: answer.range, y: [0, 1.08], xTitle: text.terms[state.term], yTitle: text.axes.probability,
        layers: cases.flatMap(({ kind, curve, before, after: moved, name }) => [
          answer.isSwitch
            ? { kind: 'segments', name: `${name}-intervals`, segments: curve.x.map((x, i) => [x, curve.low[i], x, curve.high[i]]), class: kind }
            : { kind: 'band', name, x: curve.x, low: curve.low, high: curve.high, class: kind },
          { kind: 'curve', name, x: curve.x, y: curve.p, class: kind, dash: answer.isSwitch },
          { kind: 'path', name: `${name}-move`, places: [[answer.at, before.probability], [after, before.probability], [after, moved.probability]], class: `${kind} step` },
          { kind: 'words', name: `${name}-name`, words: [[answer.range[0] + 0.02 * (answer.range[1] - answer.range[0]), curve.p[0] + 0.03, name]] },
        ]).concat(answer.isSwitch ? [] : cases.map(({ name, before }) => ({
          kind: 'handle', name, place: [answer.at, before.probability], along: 'x', label: `${name}: ${text.terms[state.term]}`, onMove: (x) => view.set({ at: Number(x.toPrecision(3)) }),
        }))),
      });
      const lines = answer.forest.map((line, k) => ({ ...line, y: answer.forest.length - 1 - k }));
      const ends = lines.flatMap(({ ratio }) => ratio);
      const reach = [Math.min(...ends) / 1.15, Math.max(...ends) * 1.15];
      forest.draw({
        x: reach, y: [-0.6, lines.length - 0.35], xScale: 'log', xTicks: '~g', xTitle: text.axes.ratio, yTitle: text.axes.forest,
        layers: [
          { kind: 'rule', x: 1, class: 'light' },
          { kind: 'segments', name: 'intervals', segments: lines.map(({ ratio: [, low, high], y }) => [low, y, high, y]), class: 'first' },
          { kind: 'points', name: 'ratios', rows: lines.map(({ ratio: [ratio], y }) => [ratio, y, 1]), marked: lines.flatMap((line, k) => (line.isChosen ? [k] : [])), class: 'estimates' },
          { kind: 'words', words: lines.map((line) => [reach[0], line.y + 0.24, line.isSwitch ? text.terms[line.name] : text.per(text.terms[line.name], figure(line.units))]) },
        ],
      });
      fill(table, el('caption', {}, text.cases),
        el('thead', {}, el('tr', {}, el('td'), text.columns(answer.isSwitch ? text.yes : text.more(figure(answer.by))).map((column) => el('th', { scope: 'col' }, column)))),
        el('tbody', {}, cases.map(({ name, before, after: moved, ratio, change }) => el('tr', {}, el('th', { scope: 'row' }, name),
          [figure(before.odds), figure(moved.odds), figure(ratio), probability(before.probability), probability(moved.probability), text.signed(change)].map((value) => el('td', {}, value))))));
      const [ratio, low, high] = answer.oddsRatio;
      view.numbers([['coefficient', answer.estimate], ['error', answer.standardError], ['ratio', ratio], ['interval', text.to(figure(low), figure(high))], ['p', answer.p], ...cases.map(({ change }, k) => [`change${k}`, text.signed(change)])]);
      view.say(`${answer.sentence} ${answer.isSwitch ? '' : text.saying(figure(answer.by), text.terms[state.term], figure(ratio), figure(low), figure(high))}`);
      view.run(answer.run);
    };
  },
};
