import { slider } from '../js/controls.js';
import { figure, probability } from '../js/format.js';

export default {
  id: 'odds',
  defaults: { p: 0.8, w: 0.7 },
  tries: [{ p: 0.5, w: 0.7 }, { p: 0.9, w: 1.1 }, { p: 0.2, w: -0.7 }],

  build(view) {
    const scales = view.plane('scales', { height: 300 });
    const moves = view.plane('moves', { height: 220 });
    slider(view, 'p', { min: 0.001, max: 0.999, step: 0.001, write: probability });
    slider(view, 'w', { min: -3, max: 3, step: 0.01 });

    return async (state) => {
      const answer = await view.ask('odds', 'p', 'w');
      const { text } = view;
      scales.draw({
        x: [0, 1], y: [-7, 7], xTitle: text.axes.p, yTitle: text.axes.logOdds,
        layers: [
          { kind: 'rule', name: 'even', y: 0, class: 'light' },
          { kind: 'curve', x: answer.curve.x, y: answer.curve.y, class: 'model' },
          { kind: 'segment', name: 'across', from: [0, answer.logOdds], to: [answer.p, answer.logOdds], class: 'second' },
          { kind: 'segment', name: 'up', from: [answer.p, -7], to: [answer.p, answer.logOdds], class: 'second' },
          { kind: 'handle', name: 'p', place: [answer.p, answer.logOdds], along: 'x', step: 0.01, label: text.labels.p, text: probability(answer.p), low: 0.001, high: 0.999, onMove: (p) => view.set({ p: Number(Math.min(0.999, Math.max(0.001, p)).toFixed(3)) }) },
          { kind: 'handle', name: 'logOdds', place: [0, answer.logOdds], along: 'y', step: 0.1, label: text.labels.logOdds, text: figure(answer.logOdds), onMove: async (x, logOdds) => view.set(await view.engine('odds/back', { logOdds })) },
        ],
      });
      moves.draw({
        x: [0, 1], y: [0, answer.moves.length + 1], xTitle: text.axes.moved, yTitle: text.axes.starts, yTicks: () => '',
        layers: [
          { kind: 'segments', segments: answer.moves.map((move, i) => [move.from, i + 1, move.to, i + 1]), class: 'thick first' },
          { kind: 'words', class: 'middle', words: answer.moves.map((move, i) => {
            const isLeft = move.from < 0.5;
            return [isLeft ? Math.max(move.from, move.to) + 0.02 : Math.min(move.from, move.to) - 0.02, i + 1, `${move.from} → ${move.to.toFixed(3)}`, isLeft ? 'start' : 'end'];
          }) },
          { kind: 'points', rows: answer.moves.map((move, i) => [move.to, i + 1, 1]) },
        ],
      });
      view.say(text.says(probability(answer.p), figure(answer.odds), figure(answer.factor)));
      view.numbers([['p', answer.p, probability], ['odds', answer.odds], ['logOdds', answer.logOdds], ['factor', answer.factor], ['after', answer.after, probability]]);
      view.run(answer.run);
    };
  },
};
