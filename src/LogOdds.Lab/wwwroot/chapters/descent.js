import { choice, dataChoice, player, slider } from '../js/controls.js';
import { Descent, thin } from '../js/descent.js';
import { exact } from '../js/format.js';
import { adder, editable } from '../js/points.js';

const setting = ['data', 'points', 'w', 'b', 'rate', 'momentum', 'batch', 'steps', 'seed', 'scale'];

export default {
  id: 'descent',
  defaults: { data: 'hours', points: '', rate: 0.1, momentum: 0, batch: 0, scale: 'none', w: 0, b: 0, steps: 3000, seed: 1, step: 60 },
  tries: [{ rate: 0.001, step: 3000 }, { rate: 0.1, step: 3000 }, { rate: 0.8, steps: 100, step: 12 }, { rate: 2, steps: 200, step: 200 }, { rate: 0.1, momentum: 0.9, step: 300 }, { batch: 1, step: 40, steps: 300 }],

  build(view) {
    let land;
    const row = view.row();
    const map = view.plane('map', { parent: row, height: 340 });
    const data = view.plane('data', { parent: row, height: 340, onAdd: adder(view, () => land?.points.rows) });
    const costs = view.plane('costs', { height: 180 });
    const descent = new Descent(view, 'descent/steps', setting);
    const keys = player(view, { total: () => descent.total });
    slider(view, 'rate', { min: 0.0001, max: 10, scale: 'log' });
    slider(view, 'momentum', { min: 0, max: 0.95, step: 0.05 });
    slider(view, 'steps', { min: 10, max: 20000, scale: 'log' });
    slider(view, 'batch', { min: 0, max: 16, step: 1 });
    choice(view, 'scale', ['none', 'population']);
    dataChoice(view, ['hours', 'hours12']);

    return async (state) => {
      state.steps = Math.round(state.steps);
      state.step = Math.min(state.step, state.steps);
      let run;
      [land, run] = await Promise.all([view.ask('descent', 'w', 'b', 'scale', 'data', 'points'), view.ask('descent/run', setting), descent.reach(state.step)]);
      state.step = Math.min(state.step, descent.total);
      const [w, b, cost] = descent.places[state.step];
      const at = await view.engine('descent/at', { w, b, scale: state.scale, data: state.data, points: state.points });
      const { text } = view;
      map.draw({
        x: land.windows[0], y: land.windows[1], xTitle: text.axes.w, yTitle: text.axes.b,
        layers: [
          { kind: 'heat', grid: land.surface },
          { kind: 'words', name: 'best', words: [[land.best[0], land.best[1], '×']], class: 'centre' },
          { kind: 'path', places: thin(descent.places.slice(0, state.step + 1)) },
          { kind: 'handle', name: 'start', place: [state.w, state.b], label: text.labels.start, onMove: (x, y) => view.set({ w: Number(x.toPrecision(2)), b: Number(y.toPrecision(2)) }) },
        ],
      });
      data.draw({
        x: land.range, y: [-0.08, 1.08], xTitle: land.points.features[0], yTitle: text.axes.p,
        layers: [{ kind: 'rule', x: at.boundary, class: 'boundary' }, { kind: 'curve', x: at.curve.x, y: at.curve.p, class: 'model' }, editable(view, land.points.rows)],
      });
      const curve = thin(descent.places.map((place, i) => [i, place[2]]));
      const seen = curve.filter(([, c]) => c !== null);
      const top = Math.min(Math.max(...seen.map(([, c]) => c)), 12 * seen[0][1]);
      costs.draw({
        x: [0, Math.max(1, descent.total)], y: [0, top * 1.05], xTitle: text.axes.step, yTitle: text.axes.cost,
        layers: [
          { kind: 'rule', name: 'best', y: land.bestCost, text: text.lowest, class: 'light' },
          { kind: 'curve', x: curve.map(([i]) => i), y: curve.map(([, c]) => c), class: 'first' },
          { kind: 'handle', name: 'step', place: [state.step, Math.min(cost, top)], along: 'x', step: 1, label: text.labels.step, onMove: (x) => { keys.pause(); view.set({ step: Math.max(0, Math.min(descent.total, Math.round(x))) }); } },
        ],
      });
      keys.draw();
      view.say(state.rate > land.fastestRate && !(state.batch > 0 && state.batch < land.points.rows.length) && state.momentum === 0 ? text.tooFast(Number(land.fastestRate.toPrecision(3))) : descent.end?.status === 'diverged' ? text.diverged : '');
      view.numbers([['w', at.w], ['b', at.b], ['cost', cost, exact], ['lowest', land.bestCost, exact], ['boundary', at.boundary], ['fastest', land.fastestRate], ['fastestAtStart', land.fastestAtStart]]);
      view.run(run);
    };
  },
};
