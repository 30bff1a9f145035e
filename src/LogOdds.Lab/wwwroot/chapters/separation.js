import { button, dataChoice, slider } from '../js/controls.js';
import { figure } from '../js/format.js';
import { adder, editable } from '../js/points.js';

const most = 20000;
/** The sixteen students, with the one of 4.5 hours who passed moved: beyond all who failed, or to where one of them stands. */
const moved = (hours) => `1;0,1.5;0,2;0,2.5;0,3;0,3.5;0,4;0,${hours};1,5;0,5.5;1,6;1,6.5;1,7;1,7.5;1,8;1,9;1`;

export default {
  id: 'separation',
  defaults: { data: 'hours', points: '', step: 200, lambda: 0.01 },
  tries: [{ points: moved(5.2) }, { points: moved(5.2), step: 20000, lambda: 0.0001 }, { points: moved(5), step: 20000 }],

  build(view) {
    const { text } = view;
    let answer;
    const curve = view.plane('curve', { height: 310, onAdd: adder(view, () => answer?.points.rows) });
    const path = view.plane('path', { height: 250 });
    slider(view, 'step', { min: 1, max: most, scale: 'log' });
    slider(view, 'lambda', { min: 0.0001, max: 1, scale: 'log' });
    dataChoice(view, ['hours', 'hours12']);
    button(view, 'part', () => view.set({ data: 'hours', points: moved(5.2) }));
    button(view, 'back', () => view.set({ points: '' }));

    return async (state) => {
      const step = Math.min(most, Math.max(1, Math.round(state.step)));
      let way;
      [answer, way] = await Promise.all([view.engine('separation', { data: state.data, points: state.points, step, lambda: state.lambda }), view.ask('separation/path', 'data', 'points')]);
      const { descent, ridge, firth, likelihood } = answer;
      const line = (name, { curve: { x, p } }, kind, dash) => ({ kind: 'curve', name, x, y: p, class: kind, dash });
      curve.draw({
        x: answer.range, y: [-0.08, 1.08], xTitle: answer.points.features[0], yTitle: text.axes.probability,
        layers: [
          { kind: 'rule', y: 0.5, class: 'light' },
          line('ridge', ridge, 'second', true), line('firth', firth, 'third', true), line('descent', descent, 'model'),
          editable(view, answer.points.rows),
        ],
      });
      const values = [...way.weights, ridge.w, firth.w, 0];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const margin = 0.12 * (high - low);
      const level = (name, w, kind) => ({ kind: 'rule', name, y: w, class: kind });
      const name = (what, w, at) => [at, w + 0.15 * margin, text.lines[what]];
      path.draw({
        x: [1, most], y: [low < 0 ? low - margin : 0, high + margin], xScale: 'log', xTicks: '~s', xTitle: text.axes.steps, yTitle: text.axes.weight,
        layers: [
          level('ridge', ridge.w, 'second'), level('firth', firth.w, 'third'), likelihood.isFinite && level('likelihood', likelihood.w, 'light'),
          { kind: 'words', words: [name('ridge', ridge.w, 3), name('firth', firth.w, 1.1), ...(likelihood.isFinite ? [name('likelihood', likelihood.w, 12)] : [])] },
          { kind: 'curve', name: 'way', x: way.steps, y: way.weights, class: 'model' },
          { kind: 'handle', name: 'step', place: [step, descent.w], along: 'x', label: text.labels.step, low: 1, high: most, text: text.atStep(step), step: Math.max(1, Math.round(step / 10)), onMove: (x) => view.set({ step: Math.min(most, Math.max(1, Math.round(x))) }) },
        ],
      });
      const interval = (model) => (model.low === null ? text.none : text.to(figure(model.low), figure(model.high)));
      view.numbers([
        ['likelihood', likelihood.isFinite ? likelihood.w : text.infinite], ['likelihoodInterval', interval(likelihood)],
        ['descent', descent.w], ['descentCost', descent.cost],
        ['firth', firth.w], ['firthInterval', interval(firth)],
        ['ridge', ridge.w], ['ridgeCost', ridge.cost],
      ]);
      view.say(answer.separation ? text.separated(answer.separation) : text.overlapping(figure(likelihood.w)));
      view.run(answer.run);
    };
  },
};
