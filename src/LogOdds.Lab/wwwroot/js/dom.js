// Elements, and the small markup that texts are written in. Texts never become HTML.

/** An element with attributes, listeners (on…) and children. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const marks = /\*([^*]+)\*|`([^`]+)`|_([^_\s{][^_\s]*)_|\^\{([^}]+)\}|_\{([^}]+)\}|\[([^\]]+)\]\(([^)]+)\)/g;

/** A text with *emphasis*, `code`, _variables_, ^{superscripts}, _{subscripts} and [links](address) as nodes. */
export function rich(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > last) nodes.push(text.slice(last, match.index));
    const [, strong, code, variable, sup, sub, label, address] = match;
    if (strong) nodes.push(el('strong', {}, ...rich(strong)));
    else if (code) nodes.push(el('code', {}, code));
    else if (variable) nodes.push(el('var', {}, variable));
    else if (sup) nodes.push(el('sup', {}, ...rich(sup)));
    else if (sub) nodes.push(el('sub', {}, ...rich(sub)));
    else nodes.push(el('a', { href: address }, label));
    last = match.index + match[0].length;
  }
  if (last < text.length) nodes.push(text.slice(last));
  return nodes;
}

/** Puts children in the place of what an element holds. */
export const fill = (element, ...children) => element.replaceChildren(...children.flat());
