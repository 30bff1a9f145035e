// Controls of a chapter's state: each shows one entry of it and changes it.
import { el, fill } from './dom.js';
import { figure } from './format.js';
import { ui } from '../text/en.js';

/** A slider with a field beside it for the exact number. With `scale: log` the slider walks in powers of ten. */
export function slider(view, name, { min, max, step = 'any', scale = 'linear', write = figure }) {
  const isLog = scale === 'log';
  const toTrack = (value) => (isLog ? Math.log10(Math.max(value, min)) : value);
  const toValue = (track) => (isLog ? Number((10 ** track).toPrecision(3)) : Number(track));
  const id = `control-${name}`;
  const range = el('input', {
    type: 'range', id, min: String(toTrack(min)), max: String(toTrack(max)), step: isLog ? '0.01' : String(step),
    oninput: () => view.set({ [name]: toValue(Number(range.value)) }),
  });
  const field = el('input', {
    type: 'number', step: 'any', 'aria-label': `${view.text.labels[name]}, ${ui.exactly}`, class: 'exact',
    onchange: () => field.value !== '' && view.set({ [name]: Number(field.value) }),
  });
  view.places.controls.append(el('div', { class: 'control slider', dataset: { control: name } }, el('label', { for: id }, view.text.labels[name]), range, field));
  view.follow((state) => {
    range.value = String(toTrack(state[name]));
    range.setAttribute('aria-valuetext', write(state[name]));
    if (document.activeElement !== field) field.value = String(Number(state[name].toPrecision(6)));
  });
}

/** A choice of a few; where the values depend on the state, they are a function of it. */
export function choice(view, name, values, onChoose = (value) => ({ [name]: value })) {
  const id = `control-${name}`;
  const select = el('select', { id, onchange: () => view.set(onChoose(select.value)) });
  view.places.controls.append(el('div', { class: 'control', dataset: { control: name } }, el('label', { for: id }, view.text.labels[name] ?? ui.labels[name]), select));
  let shown;
  view.follow((state) => {
    const offered = typeof values === 'function' ? values(state) : values;
    if (String(offered) !== shown) fill(select, offered.map((value) => el('option', { value }, view.text.choices?.[name]?.[value] ?? ui.choices[name]?.[value] ?? value)));
    shown = String(offered);
    select.value = state[name];
  });
}

/** The data set; points that were moved are forgotten with another one. */
export const dataChoice = (view, values, more = () => ({})) => choice(view, 'data', values, (data) => ({ data, points: '', ...more(data) }));

/** A button. */
export function button(view, name, onPress) {
  const element = el('button', { type: 'button', dataset: { control: name }, onclick: onPress }, view.text.labels[name] ?? ui.labels[name]);
  view.places.buttons.append(element);
  return element;
}

/** Buttons to walk through steps: rewind, back, play, on by 1, 10 or 100, and a track to scrub. The state holds the step. */
export function player(view, { total, name = 'step' }) {
  let playing = 0;
  const track = el('input', { type: 'range', min: '0', step: '1', 'aria-label': ui.step, oninput: () => go(Number(track.value)) });
  const place = el('output', { class: 'step' });
  const play = press('play', () => (playing ? pause() : start()));
  const go = (step) => { pause(); return view.set({ [name]: clamp(step) }); };
  const clamp = (step) => Math.max(0, Math.min(total(), step));
  function press(key, action) {
    return el('button', { type: 'button', dataset: { player: key }, title: ui.player[key], 'aria-label': ui.player[key], onclick: action }, ui.playerSigns[key]);
  }
  const by = (n) => () => go(view.state[name] + n);
  view.places.controls.append(el('div', { class: 'control player', role: 'group', 'aria-label': ui.descent },
    el('div', { class: 'keys' }, press('rewind', () => go(0)), press('back', by(-1)), play, press('one', by(1)), press('ten', by(10)), press('hundred', by(100)), press('end', () => go(total()))), track, place));
  function pause() {
    playing = 0;
    show();
  }
  function start() {
    if (view.state[name] >= total()) view.set({ [name]: 0 });
    const run = ++counter;
    playing = run;
    show();
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let last = 0;
    const frame = async (now) => {
      if (playing !== run || view.ended.signal.aborted) return;
      // Who asked for less motion sees few frames, further apart.
      if (!isCalm || now - last > 500) {
        last = now;
        // A run lasts about twelve seconds, however many steps it has.
        const stride = Math.max(1, Math.ceil(total() / (isCalm ? 24 : 360)));
        await view.set({ [name]: clamp(view.state[name] + stride) });
        if (playing === run && view.state[name] >= total()) return pause();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }
  function show() {
    play.textContent = playing ? ui.playerSigns.pause : ui.playerSigns.play;
    const label = playing ? ui.player.pause : ui.player.play;
    play.title = label;
    play.setAttribute('aria-label', label);
  }
  const draw = () => {
    track.max = String(total());
    track.value = String(view.state[name]);
    place.textContent = ui.stepOf(view.state[name], total());
  };
  view.follow(draw);
  show();
  return { draw, pause };
}

let counter = 0;
