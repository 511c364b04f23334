/**
 * Where a value stands on a slider. A linear slider stands at the value itself; a logarithmic one
 * goes from 0 to 1000, moves by ratios and keeps to numbers that a person would choose: two digits
 * that count, or whole steps where those are coarser.
 */

/** @typedef {{min: number, max: number, step: number, log: boolean, whole: boolean}} Range */

export const travel = 1000;

/** @param {import('./types.js').Param} param @returns {Range} */
export function rangeOf(param) {
  const min = param.min ?? 0;
  const max = param.max ?? 1;
  return {
    min, max,
    step: param.step || (param.kind === 'int' ? 1 : 0),
    log: param.scale === 'log',
    whole: param.kind === 'int',
  };
}

/** A logarithmic range may begin at zero; then its first unit is zero and the rest is logarithmic.
 * @param {Range} range */
function floorOf(range) {
  return range.min > 0 ? range.min : Math.max(range.step, range.max / 1e6) || 1;
}

/** @param {number} value @param {Range} range */
export function toSlider(value, range) {
  const within = Math.max(range.min, Math.min(range.max, value));
  if (!range.log || range.max <= range.min) return within;
  const floor = floorOf(range);
  if (within < floor) return 0;
  const part = Math.log(within / floor) / Math.log(range.max / floor);
  return range.min > 0 ? travel * part : 1 + (travel - 1) * part;
}

/** @param {number} at @param {Range} range */
export function fromSlider(at, range) {
  if (!range.log) return stepped(at, range);
  if (at <= 0) return range.min;
  if (at >= travel) return range.max;
  const floor = floorOf(range);
  const part = range.min > 0 ? at / travel : (at - 1) / (travel - 1);
  const value = floor * (range.max / floor) ** part;
  return stepped(Number(value.toPrecision(2)), range);
}

/** Arrow keys on a logarithmic slider go to the next two-digit number.
 * @param {number} value @param {number} steps @param {Range} range */
export function nudge(value, steps, range) {
  const size = 10 ** (Math.floor(Math.log10(Math.max(value, floorOf(range)))) - 1);
  return stepped(value + steps * Math.max(range.step, size), range);
}

/** How much of the track lies before the thumb, 0 to 1.
 * @param {number} at @param {Range} range */
export function share(at, range) {
  if (range.max <= range.min) return 0;
  return range.log ? at / travel : (at - range.min) / (range.max - range.min);
}

/** @param {number} value @param {Range} range */
function stepped(value, range) {
  let out = range.step > 0 ? range.min + Math.round((value - range.min) / range.step) * range.step : value;
  if (range.whole) out = Math.round(out);
  return Number(Math.max(range.min, Math.min(range.max, out)).toPrecision(12));
}
