import { button, dataChoice, slider } from '../js/controls.js';
import { probability } from '../js/format.js';
import { adder, editable } from '../js/points.js';

export default {
  id: 'sigmoid',
  defaults: { data: 'hours', points: '', w: 1, b: -3, at: 5 },
  tries: [{ w: 1, b: -7 }, { w: 8, b: -37 }, { w: -1, b: 5 }],

  build(view) {
    let answer;
    const line = view.plane('line', { height: 200 });
    const curve = view.plane('curve', { height: 320, onAdd: adder(view, () => answer?.points.rows) });
    slider(view, 'w', { min: -8, max: 8, step: 0.01 });
    slider(view, 'b', { min: -40, max: 40, step: 0.01 });
    slider(view, 'at', { min: 0, max: 10, step: 0.1 });
    dataChoice(view, ['hours', 'hours12']);
    button(view, 'best', async () => {
      const best = await view.ask('sigmoid/best', 'data', 'points');
      await view.set({ w: best.w, b: best.b });
    });

    return async (state) => {
      answer = await view.ask('sigmoid', 'data', 'points', 'w', 'b', 'at');
      const { text } = view;
      const [low, high] = answer.range;
      line.draw({
        x: answer.range, y: [-12, 12], xTitle: answer.points.features[0], yTitle: text.axes.logOdds,
        layers: [
          { kind: 'rule', y: 0, class: 'light' },
          { kind: 'curve', x: [low, high], y: answer.ends, class: 'model' },
          { kind: 'handle', name: 'at', place: [state.at, answer.z], along: 'x', label: text.labels.at, onMove: (at) => view.set({ at: Number(at.toPrecision(3)) }) },
        ],
      });
      curve.draw({
        x: answer.range, y: [-0.08, 1.08], xTitle: answer.points.features[0], yTitle: text.axes.probability,
        layers: [
          { kind: 'rule', y: 0.5, class: 'light' },
          { kind: 'rule', x: answer.boundary, text: text.boundary, class: 'boundary' },
          { kind: 'curve', ...{ x: answer.curve.x, y: answer.curve.p }, class: 'model' },
          { kind: 'segments', name: 'misses', segments: answer.misses, class: 'misses' },
          editable(view, answer.points.rows),
          // Carrying the boundary along x moves b and leaves w as it is.
          { kind: 'handle', name: 'boundary', place: [answer.boundary, 0.5], along: 'x', label: text.labels.boundary, onMove: async (x) => view.set(await view.engine('sigmoid/through', { w: state.w, x })) },
        ],
      });
      view.numbers([['boundary', answer.boundary], ['steepness', answer.steepness], ['z', answer.z], ['p', answer.p, probability], ['cost', answer.cost], ['right', `${answer.right} / ${answer.points.rows.length}`]]);
      view.run(answer.run);
    };
  },
};
