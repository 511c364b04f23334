/** Numbers as people read and type them. */

/** Between a number and its unit no line ends. */
const space = '\u00a0';

/** A number as somebody types it: "100,000", "100 k", "1e5", "14 per node"; NaN when it is none.
 * @param {string} text */
export function parseNumber(text) {
  const match = /^\s*([-+]?[\d\s,_]*\.?\d*(?:e[-+]?\d+)?)\s*([kMG]?)(?![a-z\d])/i.exec(text);
  const digits = match ? match[1].replace(/[\s,_]/g, '') : '';
  if (!match || !/\d/.test(digits)) return NaN;
  return Number(digits) * ({k: 1e3, m: 1e6, g: 1e9}[match[2].toLowerCase()] ?? 1);
}

/** What to send for a number that was typed: plain digits, or the text itself so that the program
 * can say what is wrong with it.
 * @param {string} text */
export function typedNumber(text) {
  const x = parseNumber(text);
  return Number.isFinite(x) ? plain(x) : text.trim();
}

/** A number without exponent, separators or noise in its last digits.
 * @param {number} x */
export function plain(x) {
  const text = String(Number(x.toPrecision(12)));
  return text.includes('e') ? x.toFixed(12).replace(/\.?0+$/, '') : text;
}

/** @param {number} t in seconds */
export function seconds(t) {
  return t.toFixed(t < 1 ? 3 : 2) + space + 's';
}

/** Seconds out of what somebody typed: "30", "42.6 s", "250ms", "1 min"; NaN where that is no time.
 * @param {string} text */
export function typedTime(text) {
  const match = /^\s*(\d*\.?\d+|\d+\.)\s*(us|µs|ms|s|m|min|h)?\s*$/.exec(text);
  if (!match) return NaN;
  const unit = {us: 1e-6, 'µs': 1e-6, ms: 1e-3, s: 1, m: 60, min: 60, h: 3600}[match[2] ?? 's'] ?? 1;
  return Number((Number(match[1]) * unit).toPrecision(12));
}

/** @param {number} x times real time */
export function speedText(x) {
  if (x < 1 && Math.abs(1 / x - Math.round(1 / x)) < 1e-6) return '1/' + grouped(1 / x) + '×';
  return plain(x) + '×';
}

/** @param {number} x */
export function grouped(x) {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** The speeds of the menu, and the one in force if it is none of them.
 * @param {number} current */
export function speeds(current) {
  const steps = [];
  for (let power = -3; power <= 2; power++) {
    for (const digit of [1, 2, 5]) steps.push(Number((digit * 10 ** power).toPrecision(3)));
  }
  steps.push(1000);
  if (!steps.includes(current)) steps.push(current);
  return steps.sort((a, b) => a - b);
}

/** The next step of the speed menu up (+1) or down (-1).
 * @param {number} current @param {number} direction */
export function nextSpeed(current, direction) {
  const steps = speeds(current);
  const at = steps.indexOf(current) + direction;
  return steps[Math.max(0, Math.min(steps.length - 1, at))];
}

/** A value as an axis or a table shows it; shares come as fractions of one.
 * @param {number} value @param {{unit: string, format: string}} axis */
export function axisText(value, axis) {
  if (axis.format === 'percent') return short(value * 100) + '%';
  if (axis.unit === 'ms' && Math.abs(value) >= 1000) return short(value / 1000) + space + 's';
  const unit = axis.unit && axis.unit !== '×' ? space + axis.unit : axis.unit;
  return (axis.format === 'count' ? compact(value) : short(value)) + unit;
}

/** @param {number} x */
export function compact(x) {
  const size = Math.abs(x);
  if (size >= 1e6) return short(x / 1e6) + 'M';
  if (size >= 1e4) return short(x / 1e3) + 'k';
  return size >= 1000 ? grouped(x) : short(x);
}

/** Three digits that count, no noise.
 * @param {number} x */
export function short(x) {
  return x === 0 ? '0' : plain(Number(x.toPrecision(3)));
}

/** "30.0 MB", "512 KB", "90 bytes"; a part in the unit of its whole.
 * @param {number} bytes @param {number} [whole] */
export function size(bytes, whole = bytes) {
  if (whole >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return whole >= 1e4 ? `${Math.round(bytes / 1e3)} KB` : `${grouped(bytes)} bytes`;
}
