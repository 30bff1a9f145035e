// What the reader takes away: files, and the same run elsewhere.
import { el, fill } from '../js/dom.js';
import { ui, workbench } from '../text/en.js';

const text = workbench.take;

export function takeSection(bench, body) {
  const links = el('ul', { class: 'downloads' });
  const [command, code] = [el('code', { id: 'run-command' }), el('code', { id: 'run-code' })];
  const block = (label, content) => [el('h3', {}, label), el('pre', { tabindex: '0', 'aria-label': label }, content)];
  fill(body, links, block(ui.asCommand, command), block(ui.asCode, code));

  function list() {
    const { fit } = bench;
    const link = (name, file, label) => el('li', {}, el('a', { href: `/api/workbench/fits/${fit.id}/${file}`, download: true, id: `download-${name}` }, label));
    fill(links, link('report', 'report.html', text.report), link('model', 'model.json', text.model), link('scored', `scored.csv?threshold=${bench.state.threshold}`, text.scored), fit.run.splitFile ? link('split', 'split.csv', text.split) : '');
  }

  bench.onFit((fit) => {
    if (!fit) return;
    list();
    command.textContent = fit.run.command;
    code.textContent = fit.run.code;
  });

  bench.onState((state, changes) => 'threshold' in changes && bench.fit && list());
}
