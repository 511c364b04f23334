import {byId, el, setAttribute, setText} from './element.js';
import {pending, playing} from './frame.js';
import {grouped, plain, seconds, speeds, speedText} from './format.js';
import {icon, iconButton} from './icons.js';
import {hasEvent} from './link.js';
import {Marks} from './marks.js';
import {player, Timeline} from './timeline.js';

/**
 * Play and pause, single events and what they did, the timeline with its marks, speed, seed, fork and
 * undo. Time moves with every frame; all else follows the state.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Page} Page
 */

const settle = 1000;

export class Transport {
  /** @param {Page} page */
  constructor(page) {
    const ask = (/** @type {import('./types.js').Request} */ request) => { page.ask(request); };
    this.page = page;
    this.playing = false;
    this.seed = '0';
    this.changedAt = 0;
    this.play = iconButton('play', 'Play', () => ask({op: this.playing ? 'pause' : 'play'}));
    this.play.classList.add('play');
    this.back = iconButton('back', 'Back one event', () => ask({op: 'back'}));
    this.step = iconButton('step', 'One event', () => ask({op: 'step'}));
    this.timeline = new Timeline(player(page, () => this.playing));
    this.marks = new Marks(page, this.timeline);
    this.time = el('span', {class: 'time'});
    this.position = el('span', {class: 'position'});
    this.hint = byId('hint');
    this.speed = el('select', {class: 'pill', 'aria-label': 'Speed', 'data-tip': 'Speed, times real time',
      onchange: () => ask({op: 'speed', speed: Number(this.speed.value)})});
    this.another = el('button', {type: 'button', class: 'seed', 'data-tip': 'Run the same with another seed',
      onclick: () => ask({op: 'seed', seed: next(this.seed)})}, el('span', {}), icon('seed'));
    this.fork = iconButton('fork', 'Fork', () => ask({op: 'fork'}));
    setAttribute(this.fork, 'data-tip', 'Fork: compare with the same run until now');
    this.restart = iconButton('restart', 'Restart', () => ask({op: 'restart'}));
    this.undo = iconButton('undo', 'Undo', () => ask({op: 'undo'}));
    this.redo = iconButton('redo', 'Redo', () => ask({op: 'redo'}));
    this.share = el('span', {class: 'progress-share', 'aria-hidden': 'true'});
    this.progress = el('div', {class: 'progress', role: 'progressbar', 'aria-label': 'Working', 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true}, this.share);
    byId('transport-main').append(this.play, this.timeline.element, el('div', {class: 'clock'}, this.time, this.position), this.progress);
    this.tools = el('div', {class: 'transport-tools'}, this.speed, this.another, this.marks.all, this.fork, this.restart, this.undo, this.redo);
    byId('transport-more').append(this.tools);
    const wide = matchMedia('(min-width: 56.25rem)');
    wide.addEventListener('change', () => this.place(wide.matches));
    this.place(wide.matches);
  }

  /** A narrow timeline would be too short beside the buttons for single events.
   * @param {boolean} wide */
  place(wide) {
    if (wide) {
      this.play.before(this.back);
      this.play.after(this.step);
    } else this.tools.prepend(this.back, this.step);
  }

  /** @param {State} state */
  update(state) {
    if (state.playing !== this.playing || Number(this.speed.value) !== state.speed) this.changedAt = performance.now();
    this.seed = state.seed;
    this.show(state.playing);
    this.timeline.update(state);
    this.marks.update(state);
    setText(this.time, seconds(state.t));
    setText(this.position, state.position);
    this.offerSpeeds(state.speed);
    setText(/** @type {Node} */ (this.another.firstChild), 'seed ' + state.seed);
    setAttribute(this.another, 'aria-label', `Seed ${state.seed}: run with another`);
    this.undo.disabled = !state.undo;
    this.redo.disabled = !state.redo;
    // Only somebody who goes from event to event can read what each of them did.
    setText(byId('happened'), hasEvent(state.link) ? state.happened : '');
  }

  /** What changes with every frame.
   * @param {ReturnType<typeof import('./frame.js').newStatus>} status @param {number} t */
  frame(status, t) {
    this.timeline.move(t, status.end);
    setText(this.time, seconds(t));
    const now = performance.now();
    const behind = status.flags & playing && now - this.changedAt > settle && status.reached < 0.8 * status.speed;
    setText(this.hint, behind ? reachedText(status.reached) : '');
    this.work(status.flags & pending ? status.progress : 1, now);
  }

  workSince = 0;

  /** Short work shows no bar: it would only flicker.
   * @param {number} share @param {number} now */
  work(share, now) {
    if (share >= 1) this.workSince = 0;
    else if (this.workSince === 0) this.workSince = now;
    const shown = this.workSince > 0 && now - this.workSince > 200;
    this.progress.hidden = !shown;
    if (!shown) return;
    this.progress.style.setProperty('--share', share.toFixed(3));
    const percent = Math.floor(share * 100);
    setAttribute(this.progress, 'aria-valuenow', String(percent));
    setText(this.share, percent + '%');
  }

  /** @param {boolean} on */
  show(on) {
    if (on === this.playing && this.play.hasAttribute('data-on')) return;
    this.playing = on;
    this.play.replaceChildren(icon(on ? 'pause' : 'play'));
    this.play.setAttribute('data-on', String(on));
    setAttribute(this.play, 'aria-label', on ? 'Pause' : 'Play');
    setAttribute(this.play, 'data-tip', on ? 'Pause' : 'Play');
  }

  /** @param {number} current */
  offerSpeeds(current) {
    const value = String(current);
    if (![...this.speed.options].some((option) => option.value === value)) {
      this.speed.replaceChildren(...speeds(current).map((x) => el('option', {value: x}, speedText(x))));
    }
    if (this.speed.value !== value) this.speed.value = value;
  }
}

/** @param {number} x times real time */
function reachedText(x) {
  return `running at ${x >= 10 ? grouped(x) : plain(Number(x.toPrecision(2)))} times`;
}

/** The seed after this one, within 64 bits.
 * @param {string} seed */
function next(seed) {
  return String(BigInt.asUintN(64, BigInt(seed) + 1n));
}
