import { button, choice, slider } from '../js/controls.js';
import { el, fill } from '../js/dom.js';
import { figure, percent } from '../js/format.js';

export default {
  id: 'threshold',
  defaults: { data: 'pima', threshold: 0.5, fp: 1, fn: 1 },
  tries: [{ threshold: 0.3, fp: 3, fn: 7 }, { threshold: 0.5, fp: 1, fn: 10 }, { data: 'exams', threshold: 0.8, fp: 5, fn: 1 }],

  build(view) {
    const { text } = view;
    const histogram = view.plane('histogram', { height: 230 });
    const row = view.row();
    const roc = view.plane('roc', { parent: row, height: 300, square: true });
    const cost = view.plane('cost', { parent: row, height: 300 });
    const table = el('table', { class: 'confusion' });
    view.places.figures.append(table);
    slider(view, 'threshold', { min: 0, max: 1, step: 0.005 });
    slider(view, 'fp', { min: 0.5, max: 20, step: 0.5 });
    slider(view, 'fn', { min: 0.5, max: 20, step: 0.5 });
    choice(view, 'data', ['pima', 'exams']);
    let answer;
    button(view, 'cheapest', () => view.set({ threshold: answer.best.threshold ?? 1 }));
    button(view, 'fromCosts', () => view.set({ threshold: answer.fromCosts }));

    return async (state) => {
      answer = await view.ask('threshold', 'data', 'threshold', 'fp', 'fn');
      const { here } = answer;
      const setThreshold = (threshold) => view.set({ threshold: Number(Math.min(1, Math.max(0, threshold)).toFixed(3)) });
      const top = 1.12 * answer.histogram.highest;
      histogram.draw({
        x: [0, 1], y: [0, top], xTitle: text.axes.probability, yTitle: text.axes.rows,
        layers: [
          { kind: 'bars', name: 'zero', bars: answer.histogram.zero, class: 'zero' },
          { kind: 'bars', name: 'one', bars: answer.histogram.one, class: 'one' },
          { kind: 'rule', x: state.threshold, class: 'boundary' },
          { kind: 'handle', name: 'threshold', place: [state.threshold, 0.75 * top], along: 'x', label: text.labels.threshold, onMove: setThreshold },
        ],
      });
      roc.draw({
        x: [-0.02, 1.02], y: [-0.02, 1.02], xTitle: text.axes.falsePositiveRate, yTitle: text.axes.recall,
        layers: [
          { kind: 'segment', name: 'chance', from: [0, 0], to: [1, 1], class: 'light' },
          { kind: 'curve', name: 'roc', x: answer.roc.x, y: answer.roc.y, class: 'model' },
          {
            kind: 'handle', name: 'here', place: [here.falsePositiveRate, here.recall], label: text.labels.roc, step: 0.025, low: 0, high: 1,
            text: text.rates(percent(here.falsePositiveRate), percent(here.recall)),
            onMove: async (x, y) => view.set(await view.engine('threshold/near', { data: state.data, x, y })),
          },
        ],
      });
      const lowest = [answer.best.threshold ?? 1, answer.best.cost];
      cost.draw({
        x: [0, 1], y: [0, 1.1 * answer.costs.highest], xTitle: text.axes.threshold, yTitle: text.axes.cost,
        layers: [
          { kind: 'curve', name: 'cost', x: answer.costs.x, y: answer.costs.y, class: 'model' },
          { kind: 'rule', name: 'theory', x: answer.fromCosts, text: text.fromCosts, class: 'third' },
          { kind: 'path', name: 'lowest', places: [lowest], class: 'second' },
          { kind: 'words', words: [[lowest[0], lowest[1] - 0.12 * answer.costs.highest, text.lowest]] },
          { kind: 'handle', name: 'here', place: [state.threshold, here.cost], along: 'x', label: text.labels.threshold, onMove: setThreshold },
        ],
      });
      const line = (name, values) => el('tr', {}, el('th', { scope: 'row' }, name), values.map(([what, count, isWrong]) => el('td', { class: isWrong ? 'wrong' : null }, el('b', {}, figure(count)), ` ${what}`)));
      fill(table, el('caption', {}, text.confusion.caption(answer.target)),
        el('thead', {}, el('tr', {}, el('td'), [1, 0].map((c) => el('th', { scope: 'col' }, text.predicted(c))))),
        el('tbody', {},
          line(text.confusion.is(1), [[text.confusion.tp, here.truePositives], [text.confusion.fn, here.falseNegatives, true]]),
          line(text.confusion.is(0), [[text.confusion.fp, here.falsePositives, true], [text.confusion.tn, here.trueNegatives]])));
      view.numbers([
        ['recall', here.recall, percent], ['specificity', here.specificity, percent], ['precision', here.precision, percent], ['accuracy', here.accuracy, percent], ['errorRate', here.errorRate, percent],
        ['cost', here.cost], ['leastCost', answer.best.cost], ['bestThreshold', answer.best.threshold], ['fromCosts', answer.fromCosts], ['auc', answer.roc.area],
      ]);
      view.say(text.saying(String(Number(state.threshold.toPrecision(4))), here.truePositives, here.truePositives + here.falseNegatives, here.falsePositives));
      view.run(answer.run);
    };
  },
};
