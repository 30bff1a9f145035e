import { choice, dataChoice, player, slider } from '../js/controls.js';
import { thin } from '../js/descent.js';

const classes = { newton: 'one', lbfgs: 'third', 'gradient-descent': 'first', sgd: 'second' };

export default {
  id: 'race',
  defaults: { data: 'hours', points: '', w: 0, b: 0, rate: 0.15, momentum: 0, batch: 4, steps: 400, seed: 1, scale: 'none', by: 'passes', step: 400 },
  tries: [{ by: 'iterations' }, { momentum: 0.9 }, { scale: 'population', rate: 4 }],

  build(view) {
    const map = view.plane('map', { height: 360 });
    const gaps = view.plane('gaps', { height: 260 });
    const keys = player(view, { total: () => view.state.steps });
    choice(view, 'by', ['passes', 'iterations']);
    slider(view, 'rate', { min: 0.001, max: 20, scale: 'log' });
    slider(view, 'momentum', { min: 0, max: 0.95, step: 0.05 });
    slider(view, 'batch', { min: 1, max: 15, step: 1 });
    slider(view, 'steps', { min: 10, max: 2000, scale: 'log' });
    slider(view, 'seed', { min: 1, max: 20, step: 1 });
    choice(view, 'scale', ['none', 'population']);
    dataChoice(view, ['hours', 'hours12']);

    return async (state) => {
      state.steps = Math.round(state.steps);
      state.step = Math.min(state.step, state.steps);
      const [land, answer] = await Promise.all([view.ask('race', 'data', 'points', 'w', 'b', 'scale'), view.ask('race/run', 'data', 'points', 'w', 'b', 'rate', 'momentum', 'batch', 'steps', 'seed', 'scale')]);
      const { text } = view;
      const seen = answer.solvers.map((solver) => {
        const clock = state.by === 'passes' ? solver.passes : solver.passes.map((pass, i) => i);
        const end = clock.findLastIndex((time) => time <= state.step);
        return { ...solver, clock, end: Math.max(0, end) };
      });
      map.draw({
        x: land.windows[0], y: land.windows[1], xTitle: text.axes.w, yTitle: text.axes.b,
        layers: [
          { kind: 'heat', grid: land.surface },
          ...seen.map((solver) => ({ kind: 'path', name: solver.name, places: thin(solver.places.slice(0, solver.end + 1)), class: `coloured ${classes[solver.name]}` })),
          { kind: 'handle', name: 'start', place: [state.w, state.b], label: text.labels.start, onMove: (x, y) => view.set({ w: Number(x.toPrecision(2)), b: Number(y.toPrecision(2)) }) },
        ],
      });
      gaps.draw({
        x: [1, state.steps + 1], y: [1e-17, 10], xScale: 'log', yScale: 'log', xTitle: text.axes[state.by], yTitle: text.axes.gap, xTicks: '~s', yTicks: '.0e',
        layers: [
          ...seen.map((solver) => {
            const shown = thin(solver.clock.map((time, i) => [time + 1, solver.gaps[i]]));
            return { kind: 'curve', name: solver.name, x: shown.map(([time]) => time), y: shown.map(([, gap]) => gap), class: classes[solver.name] };
          }),
          { kind: 'rule', name: 'step', x: state.step + 1, class: 'light' },
        ],
      });
      gaps.legend(seen.map((solver) => [classes[solver.name], text.numbers[solver.name]]));
      keys.draw();
      view.numbers(seen.map((solver) => [solver.name, solver.gaps[solver.end]]));
      view.run(answer.run);
    };
  },
};
