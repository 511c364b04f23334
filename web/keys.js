import {byId, el} from './element.js';
import {nextSpeed} from './format.js';

/**
 * Keys, while the focus is on the stage or the timeline, so that buttons, sliders and text fields
 * keep their own.
 */

const list = [
  ['Space', 'Play or pause'],
  ['.', 'One event on'],
  [',', 'One event back'],
  ['← →', 'Seek; with Shift ten times as far'],
  ['[ ]', 'Slower, faster'],
  ['PgUp PgDn', 'On the timeline: to the next action, to the one before'],
  ['< > Del', 'On the timeline: move the action at this moment, remove it'],
  ['f', 'Fork: compare with the same run until now'],
  ['r', 'Restart'],
  ['?', 'This list'],
];

/** What an embed has no room to show. */
const whole = ['f', '< > Del'];

/** @typedef {object} Player
 * @property {(request: import('./types.js').Request) => void} ask
 * @property {() => {playing: boolean, t: number, end: number, speed: number}} now */

/** @param {HTMLElement[]} places @param {Player} player @param {boolean} [slim] in an embed */
export function keys(places, player, slim = false) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('keys'));
  dialog.append(
    el('h2', {id: 'keys-title'}, 'Keys'),
    el('p', {}, 'They work while the scene or the timeline has the focus.'),
    el('dl', {}, ...list.filter(([key]) => !slim || !whole.includes(key)).flatMap(([key, what]) => [el('dt', {}, ...key.split(' ').map((one) => el('kbd', {}, one))), el('dd', {}, what)])),
    el('form', {method: 'dialog'}, el('button', {class: 'button', value: 'close'}, 'Close')));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  byId('keys-open').addEventListener('click', () => dialog.showModal());
  for (const place of places) {
    place.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === '?') dialog.showModal();
      else if (slim && whole.includes(event.key) || !press(event, player)) return;
      event.preventDefault();
    });
  }
}

/** @param {KeyboardEvent} event @param {Player} player @returns {boolean} whether it was ours */
function press(event, player) {
  const {playing, t, end, speed} = player.now();
  /** @param {number} direction */
  const seek = (direction) => ({op: 'seek', t: Math.max(0, t + direction * seekStep(end) * (event.shiftKey ? 10 : 1))});
  /** @type {Record<string, () => import('./types.js').Request>} */
  const requests = {
    ' ': () => ({op: playing ? 'pause' : 'play'}),
    '.': () => ({op: 'step'}),
    ',': () => ({op: 'back'}),
    f: () => ({op: 'fork'}),
    r: () => ({op: 'restart'}),
    '[': () => ({op: 'speed', speed: nextSpeed(speed, -1)}),
    ']': () => ({op: 'speed', speed: nextSpeed(speed, 1)}),
    ArrowLeft: () => seek(-1),
    ArrowRight: () => seek(1),
  };
  const request = Object.hasOwn(requests, event.key) ? requests[event.key] : undefined;
  if (request) player.ask(request());
  return request !== undefined;
}

/** About a hundredth of the timeline, as a round number of seconds.
 * @param {number} end */
export function seekStep(end) {
  const size = 10 ** Math.floor(Math.log10(Math.max(end, 0.1) / 100));
  const digits = end / 100 / size;
  return size * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
}
