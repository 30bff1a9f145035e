// The workbench: from a file to a model and back to its rows, in the order of the work. The bench holds what is open and what is
// chosen; each section follows it and shows one thing.
import { el, fill, rich } from '../js/dom.js';
import { fromAddress, toAddress } from '../js/state.js';
import { workbench as text } from '../text/en.js';
import { coefficientsSection } from './coefficients.js';
import { datasetSection } from './dataset.js';
import { fitSection } from './fit.js';
import { modelSection } from './model.js';
import { performanceSection } from './performance.js';
import { predictSection } from './predict.js';
import { rowsSection } from './rows.js';
import { takeSection } from './take.js';
import { termsSection } from './terms.js';
import { whatifSection } from './whatif.js';

/** What stands in the address. The data do not, but the name of a built-in data set does. */
const defaults = {
  data: '', formula: '', positive: '', penalty: 'none', lambda: 0.01, ratio: 0.5, standardize: 'none', weights: '', share: 0, seed: 1, fitted: 0,
  threshold: 0.5, costFp: 1, costFn: 1, rows: 'test', along: '',
};

/** The sections from the fit on, which wait for one. */
const readings = { coefficients: coefficientsSection, whatif: whatifSection, performance: performanceSection, rows: rowsSection, terms: termsSection, predict: predictSection, take: takeSection };

export async function openWorkbench(main) {
  fill(main, el('p', {}, text.loading));
  await Promise.all([library(), styles()]);
  const bench = new Bench();
  const place = (name, make) => section(name, make, bench);
  fill(main, el('article', { class: 'workbench' },
    el('h1', {}, text.title), el('p', { class: 'lead' }, rich(text.lead)),
    place('data', datasetSection), place('model', modelSection), place('fit', fitSection),
    Object.entries(readings).map(([name, make]) => place(name, make))));
  await bench.start();
  document.documentElement.dataset.ready = 'workbench';
  return bench;
}

/** A section with its heading; hidden until there is what it is about. */
function section(name, make, bench) {
  const body = el('div', { class: 'section-body' });
  const element = el('section', { id: `section-${name}`, 'aria-labelledby': `heading-${name}`, hidden: name !== 'data' },
    el('h2', { id: `heading-${name}` }, text.sections[name]), body);
  if (name !== 'data') bench.onTable((table) => { element.hidden = !table || name in readings; });
  if (name in readings) bench.onFit((fit) => { element.hidden = !fit; });
  make(bench, body);
  return element;
}

class Bench {
  #listeners = { table: [], fit: [], state: [] };
  #timer;

  constructor() {
    this.state = fromAddress(defaults);
    this.table = null;
    this.fit = null;
    this.ended = new AbortController();
  }

  onStart(listener) { this.begin = listener; }
  onTable(listener) { this.#listeners.table.push(listener); }
  onFit(listener) { this.#listeners.fit.push(listener); }
  onState(listener) { this.#listeners.state.push(listener); }

  async start() {
    await this.begin();
  }

  /** Changes what is chosen; sections follow, and so does the address. */
  set(changes) {
    Object.assign(this.state, changes);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => history.replaceState(null, '', toAddress('/workbench', this.state, defaults)), 120);
    for (const listener of this.#listeners.state) listener(this.state, changes);
  }

  /** Takes up a table. What was chosen for another one is forgotten, unless it stands in the address that was opened. */
  async open(table, data = '', isFromAddress = false) {
    if (!isFromAddress) Object.assign(this.state, { formula: '', positive: '', weights: '', fitted: 0, along: '', threshold: defaults.threshold });
    this.table = table;
    this.show(null);
    sessionStorage.setItem('workbench-table', data ? '' : table.id);
    for (const listener of this.#listeners.table) await listener(table);
    this.set({ data });
  }

  /** Takes up a fit; null for none. */
  show(fit) {
    this.fit = fit;
    document.documentElement.dataset.fit = fit?.id ?? '';
    for (const listener of this.#listeners.fit) listener(fit);
  }

  stop() {
    clearTimeout(this.#timer);
    this.ended.abort();
    delete document.documentElement.dataset.fit;
  }
}

/** Observable Plot, which only this page needs. */
const library = () => globalThis.Plot ?? new Promise((done, fail) => {
  document.head.append(el('script', { src: '/lib/plot.umd.min.js', onload: done, onerror: () => fail(new Error('/lib/plot.umd.min.js')) }));
});

const styles = () => Promise.all(['/workbench/workbench.css', '/charts/charts.css'].map((href) => (document.querySelector(`link[href="${href}"]`) ? null : new Promise((done) => {
  document.head.append(el('link', { rel: 'stylesheet', href, onload: done, onerror: done }));
}))));
