import { choice, dataChoice, slider } from '../js/controls.js';
import { probability } from '../js/format.js';
import { adder, editable } from '../js/points.js';

export default {
  id: 'loss',
  defaults: { p: 0.7, y: '1', w: 1.7, b: -8, data: 'hours', points: '' },
  tries: [{ p: 0.01, y: '1' }, { p: 0.5, y: '1' }, { w: 4, b: -19 }],

  build(view) {
    let answer;
    const one = view.plane('one', { height: 250 });
    const row = view.row();
    const data = view.plane('data', { parent: row, height: 230, onAdd: adder(view, () => answer?.points.rows) });
    const all = view.plane('all', { parent: row, height: 230 });
    slider(view, 'p', { min: 0.001, max: 0.999, step: 0.001, write: probability });
    choice(view, 'y', ['1', '0']);
    slider(view, 'w', { min: -8, max: 8, step: 0.01 });
    slider(view, 'b', { min: -40, max: 40, step: 0.01 });
    dataChoice(view, ['hours', 'hours12']);

    return async (state) => {
      answer = await view.ask('loss', 'p', 'y', 'w', 'b', 'data', 'points');
      const { text } = view;
      one.draw({
        x: [0, 1], y: [0, 7], xTitle: text.axes.p, yTitle: text.axes.loss,
        layers: [
          { kind: 'curve', name: 'one', x: answer.axis, y: answer.one, class: 'one', dash: state.y !== '1' },
          { kind: 'curve', name: 'zero', x: answer.axis, y: answer.zero, class: 'zero', dash: state.y !== '0' },
          { kind: 'handle', name: 'p', place: [state.p, answer.loss], along: 'x', step: 0.01, label: text.labels.p, text: probability(state.p), onMove: (p) => view.set({ p: Number(Math.min(0.999, Math.max(0.001, p)).toFixed(3)) }) },
        ],
      });
      one.legend([['one', text.curves.one], ['zero', text.curves.zero]]);
      const x = answer.range;
      data.draw({
        x, y: [-0.08, 1.08], xTitle: answer.points.features[0], yTitle: text.axes.passing,
        layers: [{ kind: 'curve', x: answer.curve.x, y: answer.curve.p, class: 'model' }, { kind: 'segments', name: 'misses', segments: answer.misses, class: 'misses' }, editable(view, answer.points.rows)],
      });
      const bars = (name) => answer.bars.filter((bar) => bar.class === name).map((bar) => [bar.x0, bar.x1, bar.loss]);
      all.draw({
        x, y: [0, answer.highest * 1.1], xTitle: answer.points.features[0], yTitle: text.axes.losses,
        layers: [{ kind: 'bars', name: 'zero', bars: bars(0), class: 'zero' }, { kind: 'bars', name: 'one', bars: bars(1), class: 'one' }, { kind: 'rule', y: answer.cost, text: text.mean, class: 'boundary' }],
      });
      view.numbers([['loss', answer.loss], ['other', answer.other], ['cost', answer.cost], ['sum', answer.sum], ['worst', answer.worst.loss], ['where', answer.worst.x]]);
      view.run(answer.run);
    };
  },
};
