import { button, choice, slider } from '../js/controls.js';

export default {
  id: 'gradient',
  defaults: { w: -1, b: 0.5, x: 1.5, y: '1', rate: 1 },
  tries: [{ w: -3 }, { w: 3 }, { w: 1, x: -1.5 }],

  build(view) {
    const row = view.row();
    const step = view.plane('step', { parent: row, height: 270 });
    const slope = view.plane('slope', { parent: row, height: 270 });
    slider(view, 'w', { min: -4, max: 4, step: 0.01 });
    slider(view, 'x', { min: -3, max: 3, step: 0.01 });
    slider(view, 'b', { min: -4, max: 4, step: 0.01 });
    choice(view, 'y', ['1', '0']);
    slider(view, 'rate', { min: 0.01, max: 10, scale: 'log' });
    let next;
    button(view, 'step', () => next !== undefined && view.set({ w: Number(next.toPrecision(6)) }));

    return async (state) => {
      const answer = await view.ask('gradient', 'w', 'b', 'x', 'y', 'rate');
      const { text } = view;
      next = answer.next;
      const handle = (at) => ({ kind: 'handle', name: 'w', place: [state.w, at], along: 'x', step: 0.05, label: text.labels.w, onMove: (w) => view.set({ w: Number(w.toFixed(2)) }) });
      step.draw({
        x: answer.window, y: [-0.15, 1.3], xTitle: 'w', yTitle: text.axes.mistake,
        layers: [{ kind: 'curve', x: answer.w, y: answer.step, class: 'model' }, handle(answer.stepHere)],
      });
      slope.draw({
        x: answer.window, y: [-0.1 * answer.highest, answer.highest * 1.05], xTitle: 'w', yTitle: text.axes.loss,
        layers: [
          { kind: 'curve', x: answer.w, y: answer.loss, class: 'model' },
          { kind: 'segment', name: 'tangent', from: answer.tangent.slice(0, 2), to: answer.tangent.slice(2), class: 'second thick' },
          { kind: 'path', name: 'next', places: [[state.w, answer.here], [answer.next, answer.nextLoss]], class: 'first' },
          handle(answer.here),
        ],
      });
      view.numbers([['p', answer.p], ['outer', answer.outer], ['inner', answer.inner], ['x', answer.x], ['product', answer.product], ['slope', answer.slope], ['loss', answer.here], ['next', answer.next]]);
      view.run(answer.run);
    };
  },
};
