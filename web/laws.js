import {axisText, plain, typedTime} from './format.js';

/**
 * The forms of distributions and of profiles of arrivals, as core/sim writes them: a name and its
 * fields after colons.
 *
 * @typedef {object} Field
 * @property {string} label
 * @property {string} usual   what it is until somebody says otherwise
 * @property {string} [unit]
 * @property {boolean} [time]
 * @property {boolean} [mean]   of a distribution; a slider moves it
 * @property {boolean} [rate]
 * @property {boolean} [main]   the rate that goes over to another shape
 * @property {boolean} [list]
 * @property {boolean} [points]
 *
 * @typedef {{name: string, label: string, fields: Field[], say?: (...numbers: string[]) => string}} Law
 */

/** @type {Field} */
const mean = {label: 'Mean', usual: '40ms', time: true, mean: true};

/** @type {Field} */
const variation = {label: 'Squared variation', usual: '4'};

/** @type {Law[]} */
export const laws = [
  {name: 'fixed', label: 'Always the same', fields: [mean]},
  {name: 'exp', label: 'Exponential', fields: [mean]},
  {name: 'erlang', label: 'Erlang', fields: [{label: 'Phases', usual: '4'}, mean]},
  {name: 'hyper', label: 'Hyperexponential', fields: [mean, variation]},
  {name: 'lognormal', label: 'Log-normal', fields: [mean, variation]},
  {name: 'pareto', label: 'Pareto', fields: [mean, {label: 'Shape', usual: '2.2'}]},
  {name: 'empirical', label: 'Your own times', fields: [{label: 'Times, each as likely as the others', usual: '20ms,30ms,70ms', list: true}]},
];

/** @param {string} label @param {string} usual @param {boolean} [main] @returns {Field} */
const rate = (label, usual, main = false) => ({label, usual, unit: 'per s', rate: true, main});

/** @param {string} label @param {string} usual @returns {Field} */
const time = (label, usual) => ({label, usual, time: true});

/** @type {Law[]} */
export const shapes = [
  {name: 'steady', label: 'Steady', fields: [rate('Rate', '700', true)]},
  {name: 'ramp', label: 'Ramp', fields: [rate('From', '100'), rate('To', '700', true), time('Within', '60s')]},
  {name: 'bursty', label: 'Bursts', fields: [rate('Calm', '100'), rate('Burst', '700', true), time('Calm for', '8s'), time('Burst for', '2s')]},
  {name: 'daily', label: 'Daily', fields: [rate('Low', '100'), rate('High', '700', true), time('Period', '60s')]},
  {name: 'drawn', label: 'Drawn', fields: [{label: 'Points', usual: '0s@100,30s@700,60s@100', points: true}]},
];

/** Takes a text apart; null where it has a form that is not known here.
 * @param {Law[]} known @param {string} text */
export function read(known, text) {
  const [name, ...numbers] = text.split(':');
  const law = known.find((one) => one.name === name);
  return law && law.fields.length === numbers.length ? {law, numbers} : null;
}

/** @param {Law} law @param {string[]} numbers */
export function join(law, numbers) {
  return [law.name, ...numbers].join(':');
}

/** A text for people: "40 ms, exponential", "ramp, 100 to 900 per s within 60 s".
 * @param {Law[]} known @param {string} text */
export function said(known, text) {
  const parts = read(known, text);
  if (!parts) return text;
  const {law, numbers} = parts;
  const label = law.label.toLowerCase();
  const at = law.fields.findIndex((field) => field.mean);
  if (at >= 0) return law.name === 'fixed' ? humanTime(numbers[at]) : `${humanTime(numbers[at])}, ${label}`;
  switch (law.name) {
    case 'steady': return `${numbers[0]} per s`;
    case 'ramp': return `${numbers[0]} to ${numbers[1]} per s in ${humanTime(numbers[2])}`;
    case 'bursty':
    case 'daily': return `${label}, ${numbers[0]} to ${numbers[1]} per s`;
    case 'drawn': return `drawn, ${numbers[0].split(',').length} points`;
    default: return `one of ${numbers[0].split(',').length} times`;
  }
}

/** @param {string} text */
function humanTime(text) {
  return text.replace(/(\d)\s*([a-zµ]+)$/, '$1\u00a0$2').replace('us', 'µs');
}

/** A time as links write it, to three digits: 0.04 is 40ms.
 * @param {number} t in seconds */
export function spanText(t) {
  if (t === 0) return '0s';
  for (const [unit, size] of /** @type {[string, number][]} */ ([['s', 1], ['ms', 1e-3], ['us', 1e-6]])) {
    if (t >= size * 0.9999999) return plain(Number((t / size).toPrecision(6))) + unit;
  }
  return Math.max(1, Math.round(t * 1e9)) + 'ns';
}

/** The points of a drawn profile.
 * @param {string} text @returns {{t: number, rate: number}[]} */
export function readPoints(text) {
  return text.split(',').map((each) => {
    const [at, rate] = each.split('@');
    return {t: typedTime(at), rate: Number(rate)};
  }).filter(({t, rate}) => t >= 0 && rate >= 0);
}

/** @param {{t: number, rate: number}[]} points */
export function pointsText(points) {
  return points.map(({t, rate}) => `${spanText(t)}@${plain(rate)}`).join(',');
}

/** @param {{t: number, rate: number}} point */
export function pointText({t, rate}) {
  return `${axisText(rate, {unit: 'per s', format: 'number'})} at ${humanTime(spanText(t))}`;
}
