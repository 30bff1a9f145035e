// Points in the address, and what the reader does to them.

/** An address holds so many points; more are shown, but not moved. */
export const mostMovable = 400;

/** Points as text: x;y or x1;x2;y with commas between them. */
export const pack = (rows) => rows.map((row) => row.join(';')).join(',');

/** A layer of points that can be moved, flipped and removed. */
export const editable = (view, rows, more = {}) => ({ kind: 'points', rows, edit: (changed) => changed.length > 1 && view.set({ points: pack(changed) }), ...more });

/** What a click on an empty place adds: on a line, the class is the nearer one. */
export const adder = (view, latest) => (x, y) => {
  const rows = latest();
  if (!rows) return;
  const round = (v) => Number(v.toPrecision(3));
  const row = rows[0].length === 2 ? [round(x), y > 0.5 ? 1 : 0] : [round(x), round(y), Number(view.state.add ?? 1)];
  view.set({ points: pack([...rows, row]) });
};
