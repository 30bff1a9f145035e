// Figures for reading. Digits are cut here and nowhere else.
import { ui } from '../text/en.js';

/** A figure with four significant digits; what is not finite has no digits. */
export function figure(value, digits = 4) {
  if (value === null || value === undefined) return ui.none;
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value));
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-4) return minus(value.toExponential(digits - 1));
  return minus(value.toPrecision(digits));
}

/** A probability with four decimals. */
export const probability = (value) => (value === null ? ui.none : value.toFixed(4));

/** A share in percent. */
export const percent = (value) => (value === null ? ui.none : `${(100 * value).toFixed(1)} %`);

/** A cost, with ten decimals where it is compared with a guide's. */
export const exact = (value) => (value === null ? ui.none : minus(value.toPrecision(10)));

const minus = (text) => text.replace('-', '−');
