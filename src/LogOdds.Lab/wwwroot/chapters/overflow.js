import { slider } from '../js/controls.js';

export default {
  id: 'overflow',
  defaults: { z: 37 },
  tries: [{ z: 30 }, { z: 37 }, { z: 710 }],

  build(view) {
    const plane = view.plane('losses', { height: 300 });
    slider(view, 'z', { min: -1000, max: 1000, step: 1 });

    return async (state) => {
      const answer = await view.ask('overflow', 'z');
      const { text } = view;
      const { figures } = answer;
      plane.draw({
        x: answer.range, y: [0, answer.range[1] * 1.05], xTitle: text.axes.z, yTitle: text.axes.loss,
        layers: [
          { kind: 'curve', name: 'stable', x: answer.axis, y: answer.stable, class: 'first', dash: true },
          { kind: 'curve', name: 'naive', x: answer.axis, y: answer.naive, class: 'one' },
          { kind: 'rule', name: 'z', x: state.z, class: 'light' },
          { kind: 'handle', name: 'z', place: [state.z, answer.stableHere], along: 'x', step: 1, label: text.labels.z, onMove: (z) => view.set({ z: Math.round(z) }) },
        ],
      });
      plane.legend([['one', text.curves.naive], ['first', text.curves.stable]]);
      view.say(answer.isBroken ? text.broken : text.whole);
      view.numbers([['exp', figures.exp], ['fraction', figures.fraction], ['sigmoid', figures.sigmoid], ['remainder', figures.remainder], ['stableRemainder', figures.stableRemainder], ['bookLoss', figures.bookLoss], ['loss', figures.loss]]);
      view.run(answer.run);
    };
  },
};
