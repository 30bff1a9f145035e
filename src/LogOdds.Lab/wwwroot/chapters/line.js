import { button, dataChoice, slider } from '../js/controls.js';
import { figure, probability } from '../js/format.js';
import { adder, editable, pack } from '../js/points.js';

export default {
  id: 'line',
  defaults: { data: 'hours', points: '', hours: 4.5 },
  tries: [{ hours: 9.5 }, { points: '1;0,1.5;0,2;0,2.5;0,3;0,3.5;0,4;0,4.5;1,5;0,5.5;1,6;1,6.5;1,7;1,7.5;1,8;1,9;1,30;1,28;1', hours: 6 }, { hours: 1 }],

  build(view) {
    let answer;
    const row = view.row('thirds');
    const onAdd = adder(view, () => answer?.points.rows);
    const [step, line, sigmoid] = ['step', 'line', 'sigmoid'].map((name) => view.plane(name, { parent: row, height: 260, onAdd }));
    const counts = view.plane('counts', { height: 150 });
    slider(view, 'hours', { min: 0, max: 30, step: 0.1 });
    dataChoice(view, ['hours', 'hours12']);
    button(view, 'far', () => view.set({ points: pack([...answer.points.rows, [30, 1]]) }));

    return async (state) => {
      answer = await view.ask('line', 'data', 'points', 'hours');
      const { text } = view;
      const x = answer.range;
      const show = (plane, name, own, says) => plane.draw({
        x, y: [-0.35, 1.35], xTitle: answer.points.features[0], yTitle: text.axes[name],
        layers: [
          { kind: 'rule', name: 'zero', y: 0, class: 'light' }, { kind: 'rule', name: 'one', y: 1, class: 'light' },
          ...own,
          editable(view, answer.points.rows),
          { kind: 'rule', name: 'asked', x: state.hours, class: 'second' },
          { kind: 'handle', name: 'asked', place: [state.hours, says], along: 'x', label: text.labels.hours, text: `${figure(state.hours)}: ${figure(says)}`, onMove: (hours) => view.set({ hours: Number(hours.toPrecision(3)) }) },
        ],
      });
      show(step, 'step', [{ kind: 'segments', segments: [[x[0], 0, answer.step.at, 0], [answer.step.at, 0, answer.step.at, 1], [answer.step.at, 1, x[1], 1]], class: 'thick' }], answer.step.says);
      show(line, 'line', [{ kind: 'curve', x, y: answer.line.ends, class: 'model' }, { kind: 'rule', name: 'boundary', x: answer.line.boundary, class: 'boundary' }], answer.line.says);
      show(sigmoid, 'sigmoid', [{ kind: 'curve', x: answer.sigmoid.curve.x, y: answer.sigmoid.curve.p, class: 'model' }, { kind: 'rule', name: 'boundary', x: answer.sigmoid.boundary, class: 'boundary' }], answer.sigmoid.says);
      counts.draw({
        x, y: [0, Math.max(...answer.step.counts) + 1], xTitle: text.axes.where, yTitle: text.axes.mistakes, yTicks: 'd',
        layers: [{ kind: 'curve', x: answer.step.x, y: answer.step.counts, class: 'model' }, { kind: 'rule', x: answer.step.at, class: 'boundary' }],
      });
      view.say(answer.line.outside > 0 ? text.outside(answer.line.outside) : text.inside);
      view.numbers([
        ['stepSays', answer.step.says], ['lineSays', answer.line.says], ['sigmoidSays', answer.sigmoid.says, probability],
        ['stepAt', answer.step.at], ['lineBoundary', answer.line.boundary], ['sigmoidBoundary', answer.sigmoid.boundary],
      ]);
      view.run(answer.run);
    };
  },
};
