import { dataChoice, slider } from '../js/controls.js';

export default {
  id: 'landscapes',
  defaults: { w: -3, b: 2, rate: 1, momentum: 0, steps: 300, data: 'hours', points: '' },
  tries: [{ w: -5.5, b: 6 }, { w: 8, b: -5, steps: 1000 }, { w: -5.5, b: 6, momentum: 0.9 }],

  build(view) {
    const row = view.row();
    const squared = view.plane('squared', { parent: row, height: 360, square: true });
    const log = view.plane('log', { parent: row, height: 360, square: true });
    const costs = view.plane('costs', { height: 190 });
    slider(view, 'w', { min: -6, max: 10, step: 0.1 });
    slider(view, 'b', { min: -6, max: 10, step: 0.1 });
    slider(view, 'rate', { min: 0.01, max: 20, scale: 'log' });
    slider(view, 'momentum', { min: 0, max: 0.95, step: 0.05 });
    slider(view, 'steps', { min: 10, max: 5000, scale: 'log' });
    dataChoice(view, ['hours', 'hours12']);

    return async (state) => {
      state.steps = Math.round(state.steps);
      const [land, paths] = await Promise.all([view.ask('landscapes', 'data', 'points'), view.ask('landscapes/paths', 'data', 'points', 'w', 'b', 'rate', 'momentum', 'steps')]);
      const { text } = view;
      const round = (v) => Number(v.toFixed(1));
      const show = (plane, grid, path, name) => plane.draw({
        x: land.windows[0], y: land.windows[1], xTitle: text.axes.w, yTitle: text.axes[name],
        layers: [
          { kind: 'heat', grid },
          { kind: 'path', places: path.places },
          { kind: 'handle', name: 'ball', place: [state.w, state.b], label: text.labels.ball, text: `w ${state.w}, b ${state.b}`, onMove: (w, b) => view.set({ w: round(w), b: round(b) }) },
        ],
      });
      show(squared, land.squared, paths.squared, 'squared');
      show(log, land.log, paths.log, 'log');
      const top = Math.max(paths.squared.costs[0], paths.log.costs[0]);
      costs.draw({
        x: [0, state.steps], y: [0, top * 1.05], xTitle: text.axes.step, yTitle: text.axes.cost,
        layers: [
          { kind: 'curve', name: 'squared', x: paths.squared.steps, y: paths.squared.costs, class: 'second' },
          { kind: 'curve', name: 'log', x: paths.log.steps, y: paths.log.costs, class: 'first' },
        ],
      });
      costs.legend([['second', text.curves.squared], ['first', text.curves.log]]);
      const end = paths.squared.costs.at(-1);
      view.say(end > paths.squaredAtOther + 1e-3 ? text.stuck : text.arrived);
      view.numbers([['slope', paths.slope], ['squared', end], ['squaredAtOther', paths.squaredAtOther], ['log', paths.log.costs.at(-1)], ['w', paths.log.places.at(-1)[0]], ['b', paths.log.places.at(-1)[1]]]);
      view.run(paths.run);
    };
  },
};
