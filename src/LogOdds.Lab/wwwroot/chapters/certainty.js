import { button, choice, dataChoice, slider } from '../js/controls.js';
import { figure, percent } from '../js/format.js';
import { adder, editable, mostMovable } from '../js/points.js';

export default {
  id: 'certainty',
  defaults: { data: 'hours12', points: '', level: 0.95, way: 'rows', samples: 100, seed: 1 },
  tries: [{ level: 0.99 }, { data: 'glucose' }, { data: 'hours', way: 'model', samples: 200 }],

  build(view) {
    const { text } = view;
    let answer;
    const isMovable = () => answer && answer.points.rows.length <= mostMovable;
    const bowl = view.plane('bowl', { height: 290 });
    const row = view.row();
    const curves = view.plane('curves', { parent: row, height: 280, onAdd: adder(view, () => (isMovable() ? answer.points.rows : null)) });
    const histogram = view.plane('histogram', { parent: row, height: 280 });
    slider(view, 'level', { min: 0.5, max: 0.999, step: 0.001, write: percent });
    choice(view, 'way', ['rows', 'model']);
    slider(view, 'samples', { min: 10, max: 300, step: 10 });
    slider(view, 'seed', { min: 1, max: 200, step: 1 });
    dataChoice(view, ['hours12', 'hours', 'glucose']);
    button(view, 'draw', () => view.set({ seed: view.state.seed + 1 }));

    return async (state) => {
      let drawn;
      [answer, drawn] = await Promise.all([view.ask('certainty', 'data', 'points', 'level'), view.ask('certainty/samples', 'data', 'points', 'way', 'samples', 'seed')]);
      const { points } = answer;
      const top = Math.max(6, 1.5 * answer.rise);
      const ends = (name, [low, high], height, kind) => low !== null && high !== null && [
        { kind: 'segment', name, from: [low, height], to: [high, height], class: kind },
        { kind: 'segments', name: `${name}-ends`, segments: [[low, 0, low, answer.rise], [high, 0, high, answer.rise]], class: `${kind} misses` },
      ];
      bowl.draw({
        x: [answer.values[0], answer.values.at(-1)], y: [0, top], xTitle: text.axes.weight, yTitle: text.axes.rise,
        layers: [
          { kind: 'rule', name: 'rise', y: answer.rise, class: 'light' },
          { kind: 'words', words: [[answer.w, answer.rise + 0.025 * top, text.riseAt(figure(answer.rise, 3), percent(state.level))]] },
          answer.values[0] < 0 && { kind: 'rule', name: 'zero', x: 0, class: 'light' },
          { kind: 'rule', name: 'estimate', x: answer.w, text: text.estimate, class: 'light' },
          ...(ends('wald', answer.wald, 0.035 * top, 'second') || []), ...(ends('profile', answer.likelihood, 0.075 * top, 'first') || []),
          { kind: 'curve', name: 'parabola', x: answer.values, y: answer.parabola, class: 'second', dash: true },
          { kind: 'curve', name: 'profile', x: answer.values, y: answer.profile, class: 'first' },
        ],
      });
      curves.draw({
        x: answer.range, y: [-0.08, 1.08], xTitle: points.features[0], yTitle: text.axes.probability,
        layers: [
          { kind: 'curves', name: 'drawn', x: drawn.x, ys: drawn.curves }, { kind: 'curve', name: 'fit', x: answer.curve.x, y: answer.curve.p, class: 'model' },
          editable(view, points.rows, isMovable() ? {} : { edit: null }),
        ],
      });
      histogram.draw({
        x: [drawn.normal.x[0], drawn.normal.x.at(-1)], y: [0, 1.1 * drawn.highest], xTitle: text.axes.weight, yTitle: text.axes.samples,
        layers: [{ kind: 'bars', name: 'drawn', bars: drawn.bars }, { kind: 'curve', name: 'normal', x: drawn.normal.x, y: drawn.normal.y, class: 'second', dash: true }],
      });
      const interval = ([low, high]) => text.to(figure(low), figure(high));
      view.numbers([
        ['w', answer.w], ['error', answer.error], ['curvature', answer.curvature], ['wald', interval(answer.wald)], ['likelihood', interval(answer.likelihood)],
        ['spread', drawn.spread], ['finite', `${drawn.finite} / ${drawn.finite + drawn.separated + drawn.ofOneClass}`],
      ]);
      view.say(text.saying({ ...drawn, all: drawn.finite + drawn.separated + drawn.ofOneClass, spread: figure(drawn.spread, 3), error: figure(drawn.error, 3) }));
      view.run({ command: answer.run.command, code: answer.run.code + drawn.run });
    };
  },
};
