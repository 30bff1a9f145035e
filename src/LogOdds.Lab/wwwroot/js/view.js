// A chapter at work: its state, its controls and figures, and one update at a time. When the state changes during an update,
// one more follows with the newest state; what lies between is never asked.
import { ask } from './ask.js';
import { el, fill } from './dom.js';
import { figure } from './format.js';
import { Plane } from './plane.js';
import { toAddress } from './state.js';
import { ui } from '../text/en.js';

export class View {
  #update;
  #isBusy = false;
  #isStale = false;
  #listeners = [];
  #timer;

  constructor(chapter, text, state, places) {
    Object.assign(this, { chapter, text, state, places });
    this.ended = new AbortController();
  }

  /** Builds the chapter and draws it. */
  async start() {
    this.#update = await this.chapter.build(this);
    await this.#run();
  }

  /** Changes the state; figures follow. */
  set(changes) {
    Object.assign(this.state, changes);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => history.replaceState(null, '', this.address()), 120);
    for (const listener of this.#listeners) listener(this.state);
    return this.#run();
  }

  address() {
    return toAddress(location.pathname, this.state, this.chapter.defaults);
  }

  /** Calls back with the state, now and after each change. */
  follow(listener) {
    this.#listeners.push(listener);
    listener(this.state);
  }

  stop() {
    clearTimeout(this.#timer);
    this.ended.abort();
  }

  /** An answer of the engine to some part of the state. */
  ask(path, ...names) {
    return ask(path, Object.fromEntries(names.flat().map((name) => [name, this.state[name]])));
  }

  /** An answer of the engine to something else. */
  engine(path, question) {
    return ask(path, question);
  }

  async #run() {
    this.#isStale = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#isStale && !this.ended.signal.aborted) {
        this.#isStale = false;
        try {
          await this.#update(this.state);
          if (!this.ended.signal.aborted) this.problem(null);
        } catch (error) {
          if (!this.ended.signal.aborted) this.problem(error);
        }
      }
    } finally {
      this.#isBusy = false;
    }
    if (!document.documentElement.dataset.ready) performance.mark('ready');
    document.documentElement.dataset.ready = this.chapter.id;
  }

  /** What the engine refused, in its words. */
  problem(error) {
    this.places.problem.hidden = !error;
    this.places.problem.textContent = error?.message ?? '';
    if (error && !error.message) throw error;
  }

  /** A figure with axes. */
  plane(name, options = {}) {
    const host = el('div', { class: 'figure', dataset: { figure: name } });
    (options.parent ?? this.places.figures).append(host);
    const plane = new Plane(host, { label: this.text.figures[name], ...options });
    this.ended.signal.addEventListener('abort', () => plane.stop());
    return plane;
  }

  /** Figures side by side where there is room. */
  row(kind = '') {
    const row = el('div', { class: `row ${kind}` });
    this.places.figures.append(row);
    return row;
  }

  /** Figures with their names: [name, value, written]. */
  numbers(entries, place = this.places.numbers) {
    fill(place, entries.map(([name, value, write = figure]) =>
      el('div', { dataset: { number: name } }, el('dt', {}, this.text.numbers[name]), el('dd', { title: typeof value === 'number' ? String(value) : null }, write(value)))));
  }

  /** A sentence under the figures, for what the picture shows now. */
  say(text) {
    this.places.saying.textContent = text;
  }

  /** The same run elsewhere; points are downloaded from `download` where it is given. */
  run(run, download) {
    fill(this.places.command, run.command);
    fill(this.places.code, run.code);
    const points = this.state.points !== undefined && run.command.includes('points.csv');
    this.places.download.hidden = !points;
    if (points) this.places.download.href = download ?? `/api/points.csv?${new URLSearchParams({ data: this.state.data, points: this.state.points })}`;
    this.places.download.textContent = ui.downloadPoints;
  }
}
