import { player, slider } from '../js/controls.js';

export default {
  id: 'scaling',
  defaults: { data: 'marks', points: '', raw: 0.0008, scaled: 1, steps: 300, step: 300 },
  tries: [{ raw: 0.003, steps: 40, step: 40 }, { raw: 0.0008, scaled: 1 }, { scaled: 0.0008 }],

  build(view) {
    const row = view.row();
    const planes = { raw: view.plane('raw', { parent: row, height: 330 }), scaled: view.plane('scaled', { parent: row, height: 330 }) };
    const costs = view.plane('costs', { height: 190 });
    const keys = player(view, { total: () => view.state.steps });
    slider(view, 'raw', { min: 0.00001, max: 0.01, scale: 'log' });
    slider(view, 'scaled', { min: 0.0001, max: 20, scale: 'log' });
    slider(view, 'steps', { min: 10, max: 400, step: 1 });

    return async (state) => {
      state.steps = Math.round(state.steps);
      state.step = Math.min(state.step, state.steps);
      const [land, paths] = await Promise.all([view.ask('scaling', 'data', 'points'), view.ask('scaling/paths', 'data', 'points', 'raw', 'scaled', 'steps')]);
      const { text } = view;
      for (const side of ['raw', 'scaled']) {
        planes[side].draw({
          x: land[side].windows[0], y: land[side].windows[1], xTitle: text.axes.first[side], yTitle: text.axes.second[side],
          layers: [{ kind: 'heat', grid: land[side].surface }, { kind: 'words', words: [[land[side].best[0], land[side].best[1], '×']], class: 'centre' }, { kind: 'path', places: paths[side].places.slice(0, state.step + 1) }],
        });
      }
      const top = Math.min(3, 1.1 * Math.max(...paths.raw.costs, ...paths.scaled.costs));
      costs.draw({
        x: [0, state.steps], y: [0, top], xTitle: text.axes.step, yTitle: text.axes.cost,
        layers: [
          { kind: 'rule', name: 'best', y: land.scaled.bestCost, text: text.lowest, class: 'light' },
          { kind: 'curve', name: 'raw', x: paths.raw.steps, y: paths.raw.costs, class: 'second' },
          { kind: 'curve', name: 'scaled', x: paths.scaled.steps, y: paths.scaled.costs, class: 'first' },
          { kind: 'rule', name: 'step', x: state.step, class: 'light' },
        ],
      });
      costs.legend([['second', text.curves.raw], ['first', text.curves.scaled]]);
      keys.draw();
      view.say(state.raw > land.raw.fastestRate ? text.tooFast(Number(land.raw.fastestRate.toPrecision(2))) : text.bowls(Math.round(land.raw.condition), Math.round(land.scaled.condition)));
      view.numbers([['rawCondition', land.raw.condition], ['scaledCondition', land.scaled.condition], ['rawRate', land.raw.fastestRate], ['scaledRate', land.scaled.fastestRate], ['rawCost', paths.raw.costs[state.step]], ['scaledCost', paths.scaled.costs[state.step]], ['lowest', land.scaled.bestCost]]);
      view.run(paths.run);
    };
  },
};
