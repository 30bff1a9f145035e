// The state of a picture, which is its address: what differs from the defaults stands behind the question mark.

const read = (text, example) => (typeof example === 'number' ? (Number.isFinite(Number(text)) ? Number(text) : example) : text);

/** The state in the address. */
export function fromAddress(defaults) {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, query.has(name) ? read(query.get(name), value) : value]));
}

/** The address of a state. */
export function toAddress(path, state, defaults) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== defaults[name]) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
