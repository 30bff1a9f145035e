import { choice, slider } from '../js/controls.js';
import { el, fill } from '../js/dom.js';
import { figure } from '../js/format.js';

/** The two columns that a data set begins with. */
const pairs = { pima: ['glu', 'bmi'], birthwt: ['ht', 'ptl'], breast_cancer: ['mean texture', 'mean area'] };
const openWith = (data) => ({ data, first: pairs[data][0], second: pairs[data][1], guess: '' });
const xs = (places) => places.map(([x]) => x);
const ys = (places) => places.map(([, y]) => y);

export default {
  id: 'penalties',
  defaults: { ...openWith('pima'), alpha: 1, lambda: 0.05 },
  tries: [{ lambda: 0.18 }, { alpha: 0, lambda: 0.3 }, { ...openWith('breast_cancer'), first: 'mean concavity', second: 'mean concave points', alpha: 0.5, lambda: 0.1 }, { ...openWith('birthwt'), lambda: 0.01 }],

  async build(view) {
    const { text } = view;
    const { sets, weakest, strongest } = await view.engine('penalties/data');
    const columns = (state) => sets.find((set) => set.name === state.data)?.columns ?? [];
    const row = view.row();
    const map = view.plane('map', { parent: row, height: 400, equal: true });
    const path = view.plane('path', { parent: row, height: 400 });
    const table = el('table', { class: 'figures-table' });
    slider(view, 'lambda', { min: weakest, max: strongest, scale: 'log' });
    slider(view, 'alpha', { min: 0, max: 1, step: 0.01 });
    choice(view, 'data', sets.map((set) => set.name), openWith);
    choice(view, 'guess', (state) => ['', ...columns(state)]);
    // Who chooses the other one's column swaps the two.
    choice(view, 'first', columns, (first) => (first === view.state.second ? { first, second: view.state.first } : { first }));
    choice(view, 'second', columns, (second) => (second === view.state.first ? { second, first: view.state.second } : { second }));
    view.places.controls.after(el('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': text.coefficients }, table));

    return async (state) => {
      const [land, way, all, answer] = await Promise.all([
        view.ask('penalties/plane', 'data', 'first', 'second'), view.ask('penalties/plane/path', 'data', 'first', 'second', 'alpha'),
        view.ask('penalties/path', 'data', 'alpha'), view.ask('penalties', 'data', 'first', 'second', 'alpha', 'lambda'),
      ]);
      const { place, shape, level, pulls } = answer.map;
      const kinds = { [state.first]: 'first', [state.second]: 'second' };
      map.draw({
        x: land.windows[0], y: land.windows[1], xTitle: text.axes.of(state.first), yTitle: text.axes.of(state.second),
        layers: [
          { kind: 'heat', grid: land.surface },
          { kind: 'rule', name: 'across', y: 0, class: 'light' }, { kind: 'rule', name: 'up', x: 0, class: 'light' },
          { kind: 'curve', name: 'shape', x: xs(shape), y: ys(shape), class: 'coloured second filled' },
          { kind: 'curve', name: 'level', x: xs(level), y: ys(level), class: 'coloured one' },
          { kind: 'curve', name: 'way', x: xs(way.places), y: ys(way.places), class: 'coloured white' },
          { kind: 'path', name: 'lowest', places: [land.lowest], class: 'coloured white' },
          { kind: 'words', words: [[land.lowest[0], land.lowest[1] + 0.04 * (land.windows[1][1] - land.windows[1][0]), text.lowest, 'middle']] },
          { kind: 'path', name: 'here', places: [place], class: 'coloured one' },
        ],
      });
      map.legend([['coloured one', text.keys.level], ['coloured second', text.keys.shape], ['coloured white', text.keys.way]]);

      // Before a guess, the path is shown as far as the reader has gone.
      const isSeen = (lambda) => state.guess !== '' || lambda <= state.lambda;
      const seen = all.lambdas.findIndex(isSeen);
      const values = all.columns.flatMap((column) => [...column.values, 0]);
      const margin = 0.08 * (Math.max(...values) - Math.min(...values));
      const range = [Math.min(...values) - margin, Math.max(...values) + 1.6 * margin];
      const handle = Math.min(strongest, Math.max(weakest, state.lambda));
      path.draw({
        x: [weakest, strongest], y: range, xScale: 'log', xTicks: '~g', xTitle: text.axes.lambda, yTitle: text.axes.coefficients,
        layers: [
          { kind: 'rule', name: 'zero', y: 0, class: 'light' },
          ...all.columns.map(({ name, values: along }) => ({ kind: 'curve', name, x: all.lambdas.slice(seen), y: along.slice(seen), class: kinds[name] ?? 'other' })),
          { kind: 'rule', name: 'lambda', x: handle, class: 'boundary' },
          { kind: 'words', name: 'names', words: apart(all.columns.map(({ name, values: along }) => [weakest * 1.15, along.at(-1), name]), 0.052 * (range[1] - range[0]), range) },
          state.guess === '' && handle < 0.1 && { kind: 'words', name: 'ask', words: text.ask.map((line, k) => [strongest * 0.85, range[0] + (0.62 - 0.06 * k) * (range[1] - range[0]), line, 'end']) },
          { kind: 'points', name: 'here', rows: answer.coefficients.map(({ value }) => [handle, value, 1]), class: 'estimates' },
          { kind: 'handle', name: 'lambda', place: [handle, range[1] - 0.5 * margin], along: 'x', label: text.labels.lambda, low: weakest, high: strongest, text: figure(state.lambda), step: state.lambda / 20, onMove: (x) => view.set({ lambda: Number(Math.min(strongest, Math.max(weakest, x)).toPrecision(3)) }) },
        ],
      });
      const share = (gone) => (gone === null ? text.never : isSeen(gone) ? figure(gone, 2) : text.unseen);
      fill(table, el('caption', {}, text.caption(figure(answer.limit))),
        el('thead', {}, el('tr', {}, el('td'), text.columns.map((column) => el('th', { scope: 'col' }, column)))),
        el('tbody', {}, answer.coefficients.map(({ name, value, pull }, j) => el('tr', { 'aria-current': name === all.last && state.guess !== '' && state.alpha > 0 ? 'true' : null }, el('th', { scope: 'row' }, name),
          [figure(all.columns[j].likelihood), figure(value), figure(pull), share(all.columns[j].gone)].map((cell) => el('td', {}, cell))))));
      view.numbers([
        ['nonZero', `${answer.nonZero} / ${answer.coefficients.length}`], ['objective', answer.objective], ['loss', answer.loss], ['penalty', answer.penalty], ['gap', answer.gap],
        ['c', answer.c], ['glmnet', `${String(Number(state.lambda.toPrecision(4)))}, ${state.alpha}`], ['first', place[0]], ['second', place[1]],
      ]);
      const zero = place.flatMap((b, k) => (b === 0 ? [k] : []));
      const names = [state.first, state.second];
      const onMap = state.alpha === 0 ? text.round : zero.length === 0 ? text.free : zero.length === 2 ? text.origin(figure(answer.limit)) : text.corner(names[zero[0]], figure(pulls[zero[0]]), figure(answer.limit));
      view.say([onMap, state.guess !== '' && text.guessed(state.guess, all.last, all.largest, state.alpha > 0 ? figure(all.critical) : null)].filter(Boolean).join(' '));
      view.run(answer.run);
    };
  },
};

/** Words at places, moved up or down until each has room. */
function apart(words, room, [low]) {
  const sorted = [...words].sort((a, b) => a[1] - b[1]);
  let last = low - room;
  for (const word of sorted) last = word[1] = Math.max(word[1] + 0.25 * room, last + room);
  return sorted;
}
