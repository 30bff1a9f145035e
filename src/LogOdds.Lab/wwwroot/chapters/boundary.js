import { choice, dataChoice, player, slider } from '../js/controls.js';
import { Descent, thin } from '../js/descent.js';
import { exact, percent } from '../js/format.js';
import { adder, editable } from '../js/points.js';

const setting = ['data', 'points', 'rate', 'steps', 'scale'];

export default {
  id: 'boundary',
  defaults: { data: 'exams', points: '', rate: 1 / 3, steps: 5000, scale: 'sample', add: '1', step: 5000 },
  tries: [{ step: 3 }, { step: 5000 }, { data: 'blobs', rate: 0.1, steps: 1000, scale: 'none', step: 1000 }],

  build(view) {
    let setup;
    const plane = view.plane('plane', { height: 430, onAdd: adder(view, () => setup?.points.rows.length <= 200 && setup.points.rows) });
    const costs = view.plane('costs', { height: 160 });
    const descent = new Descent(view, 'boundary/steps', setting);
    const keys = player(view, { total: () => descent.total });
    slider(view, 'rate', { min: 0.001, max: 30, scale: 'log' });
    slider(view, 'steps', { min: 10, max: 20000, scale: 'log' });
    choice(view, 'scale', ['none', 'population', 'sample']);
    dataChoice(view, ['exams', 'blobs', 'moons']);
    choice(view, 'add', ['1', '0']);

    return async (state) => {
      state.steps = Math.round(state.steps);
      state.step = Math.min(state.step, state.steps);
      let run;
      [setup, run] = await Promise.all([view.ask('boundary', 'data', 'points'), view.ask('boundary/run', setting), descent.reach(state.step)]);
      state.step = Math.min(state.step, descent.total);
      const [w1, w2, b, cost] = descent.places[state.step];
      const at = await view.engine('boundary/at', { w1, w2, b, scale: state.scale, data: state.data, points: state.points });
      const { text } = view;
      const { rows, features } = setup.points;
      plane.draw({
        x: setup.ranges[0], y: setup.ranges[1], xTitle: features[0], yTitle: features[1],
        layers: [{ kind: 'heat', grid: at.surface, palette: 'classes' }, rows.length <= 200 ? editable(view, rows) : { kind: 'points', rows }],
      });
      const curve = thin(descent.places.map((place, i) => [i, place[3]]));
      costs.draw({
        x: [0, Math.max(1, descent.total)], y: [0, Math.max(0.75, Math.min(3, Math.max(...curve.map(([, c]) => c ?? 0)) * 1.05))], xTitle: text.axes.step, yTitle: text.axes.cost,
        layers: [
          { kind: 'curve', x: curve.map(([i]) => i), y: curve.map(([, c]) => c), class: 'first' },
          { kind: 'handle', name: 'step', place: [state.step, cost], along: 'x', step: 1, label: text.labels.step, onMove: (x) => { keys.pause(); view.set({ step: Math.max(0, Math.min(descent.total, Math.round(x))) }); } },
        ],
      });
      keys.draw();
      const { counts } = at;
      view.numbers([
        ['b', b, exact], ['w1', w1, exact], ['w2', w2, exact], ['cost', cost, exact], ['accuracy', at.accuracy, percent],
        ['truePositives', counts.truePositives], ['trueNegatives', counts.trueNegatives], ['falsePositives', counts.falsePositives], ['falseNegatives', counts.falseNegatives],
      ]);
      view.run(run);
    };
  },
};
