// A descent as the engine sends it: places come while it runs, and a picture of a step waits only until that step is there.
import { address, listen } from './ask.js';

// A run that is over this soon is drawn once, as a whole, ms.
const Soon = 25;

export class Descent {
  places = [];
  end = null;
  #key;
  #stop = new AbortController();
  #wake = () => {};
  #problem = null;
  #drawn = 0;

  constructor(view, path, names) {
    Object.assign(this, { view, path, names });
    view.ended.signal.addEventListener('abort', () => this.#stop.abort());
  }

  /** Starts anew where the setting has changed, and waits for the step that is shown. */
  async reach(step) {
    const url = address(this.path, Object.fromEntries(this.names.map((name) => [name, this.view.state[name]])));
    if (url !== this.#key) {
      this.#key = url;
      this.#stop.abort();
      this.#stop = new AbortController();
      this.places = [];
      this.#drawn = 0;
      this.end = this.#problem = null;
      this.#read(url, this.#stop.signal);
    }
    while (this.places.length <= step && !this.end && !this.#problem) await new Promise((wake) => { this.#wake = wake; });
    if (!this.end && !this.#problem) await new Promise((wake) => { this.#wake = () => this.end && wake(); setTimeout(wake, Soon); });
    if (this.#problem) throw this.#problem;
    this.#drawn = this.places.length;
  }

  async #read(url, signal) {
    try {
      for await (const { kind, content } of listen(url, signal)) {
        if (signal.aborted) return;
        if (kind === 'end') this.end = content;
        else this.places.push(...content);
        this.#wake();
      }
      // The cost curve shows what has come since it was drawn.
      if (!signal.aborted && this.#drawn > 0 && this.places.length > this.#drawn) this.view.set({});
    } catch (error) {
      if (signal.aborted) return;
      this.#problem = error;
      this.#wake();
    }
  }

  get total() {
    return Math.max(0, this.places.length - 1);
  }
}

/** At most so many of a list, with its last. */
export function thin(list, most = 600) {
  const every = Math.ceil(list.length / most);
  return every <= 1 ? list : list.filter((item, i) => i % every === 0 || i === list.length - 1);
}
