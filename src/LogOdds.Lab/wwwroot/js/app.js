// The shell: the list of chapters, the page of one, and the way between them.
import { chapters as texts, ui } from '../text/en.js';
import { el, fill, rich } from './dom.js';
import { course } from './course.js';
import { fromAddress, toAddress } from './state.js';
import { View } from './view.js';

const names = [...course, 'workbench'];
const here = () => {
  const name = location.pathname.slice(1);
  return names.includes(name) ? name : course[0];
};

let current;
const main = el('main', { id: 'main', tabindex: '-1' });
const list = el('ol', { class: 'chapters' });
const menu = el('details', { class: 'menu' }, el('summary', {}, ui.chapters), list);

function shell() {
  const theme = el('button', { type: 'button', class: 'theme', 'aria-label': ui.theme, title: ui.theme, onclick: switchTheme }, '◐');
  document.body.replaceChildren(
    el('a', { class: 'skip', href: '#main' }, ui.skip),
    el('header', {}, el('a', { class: 'home', href: '/' }, el('img', { src: '/icon.svg', alt: '', width: '28', height: '28' }), ui.name),
      el('a', { class: 'to-workbench', href: '/workbench' }, ui.workbench), theme),
    el('nav', { 'aria-label': ui.chapters }, menu),
    main,
    el('footer', {}, ui.privacy),
  );
  menu.open = matchMedia('(min-width: 900px)').matches;
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="/"]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute('download') || link.pathname.startsWith('/api') || link.target) return;
    event.preventDefault();
    history.pushState(null, '', link.getAttribute('href'));
    open();
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  addEventListener('popstate', open);
}

function switchTheme() {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  root.dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
  current?.set({});
}

function listChapters(name) {
  fill(list, course.map((chapter) => el('li', {}, el('a', { href: `/${chapter}`, 'aria-current': chapter === name ? 'page' : null }, texts[chapter].title))));
  if (!matchMedia('(min-width: 900px)').matches) menu.open = false;
}

async function open() {
  current?.stop();
  const name = here();
  listChapters(name);
  delete document.documentElement.dataset.ready;
  if (name === 'workbench') {
    document.title = `${ui.workbench} · ${ui.name}`;
    const { openWorkbench } = await import('../workbench/workbench.js');
    current = await openWorkbench(main);
    return;
  }
  const { default: chapter } = await import(`../chapters/${name}.js`);
  if (here() !== name) return;
  const text = texts[name];
  document.title = `${text.title} · ${ui.name}`;
  const view = current = new View(chapter, text, fromAddress(chapter.defaults), places(name, chapter, text));
  await view.start();
}

/** The page of a chapter, empty: prose on one side, figures and controls on the other. */
function places(name, chapter, text) {
  const at = course.indexOf(name);
  const place = {
    figures: el('div', { class: 'figures' }), controls: el('div', { class: 'controls' }), buttons: el('div', { class: 'buttons' }),
    numbers: el('dl', { class: 'numbers' }), saying: el('p', { class: 'saying', 'aria-live': 'polite' }), problem: el('p', { class: 'problem', role: 'alert', hidden: true }),
    command: el('code', {}), code: el('code', {}), download: el('a', { class: 'download', download: true, hidden: true }),
  };
  const link = (step, sign) => (course[at + step] ? el('a', { href: `/${course[at + step]}`, class: step > 0 ? 'next' : 'previous' }, sign(texts[course[at + step]].title)) : '');
  const copy = el('button', { type: 'button', onclick: async () => { await navigator.clipboard?.writeText(location.origin + current.address()); copy.textContent = ui.copied; setTimeout(() => { copy.textContent = ui.copyLink; }, 1500); } }, ui.copyLink);
  const reset = el('button', { type: 'button', onclick: () => current.set({ ...chapter.defaults }) }, ui.reset);
  fill(main, el('article', { class: 'chapter', dataset: { chapter: name } },
    el('div', { class: 'prose head' },
      el('p', { class: 'count' }, ui.chapterOf(at + 1, course.length)),
      el('h1', {}, text.title), el('p', { class: 'lead' }, rich(text.lead))),
    el('div', { class: 'prose body' },
      text.prose.map((paragraph) => el('p', {}, rich(paragraph))),
      el('div', { class: 'formulas', role: 'group', 'aria-label': ui.formulas }, text.formulas.map((formula) => el('p', { class: 'formula' }, rich(formula)))),
      el('h2', {}, ui.tries),
      el('ul', { class: 'tries' }, text.tries.map((sentence, i) => el('li', {},
        el('a', { href: toAddress(`/${name}`, { ...chapter.defaults, ...chapter.tries[i] }, chapter.defaults), onclick: (event) => { event.preventDefault(); current.set({ ...chapter.defaults, ...chapter.tries[i] }); } }, rich(sentence)))))),
    el('div', { class: 'stage' }, place.problem, place.figures, place.saying, place.controls,
      el('div', { class: 'actions' }, place.buttons, reset, copy), place.numbers,
      el('details', { class: 'run' }, el('summary', {}, ui.run),
        el('h3', {}, ui.asCommand), el('pre', { tabindex: '0', 'aria-label': ui.asCommand }, place.command), el('h3', {}, ui.asCode), el('pre', { tabindex: '0', 'aria-label': ui.asCode }, place.code), place.download)),
    el('p', { class: 'ways' }, link(-1, ui.previous), link(1, ui.next))));
  return place;
}

shell();
open();
