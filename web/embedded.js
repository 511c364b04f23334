import {byId, el, setAttribute, setText} from './element.js';
import {pending} from './frame.js';
import {seconds} from './format.js';
import {icon, iconButton} from './icons.js';
import {keys} from './keys.js';
import {absolute, AddressBar} from './link.js';
import {Notices} from './notices.js';
import {Offered, unknown} from './offered.js';
import {watchColours} from './theme.js';
import {player, Timeline} from './timeline.js';
import {tooltips} from './tooltip.js';

/**
 * All that stands around the scene in an embed: one slim row with what `show=` names, perhaps the
 * caption above it, and the way to the whole playground. The page around the frame hears of every
 * change; the address bar of a frame is never written.
 *
 * @typedef {import('./types.js').State} State
 */

const usual = 'timeline,caption';

export class Embedded {
  /** @param {import('./app.js').App} app @param {import('./types.js').Fault|null} fault of the first link */
  constructor(app, fault) {
    this.app = app;
    this.host = /** @type {NonNullable<typeof globalThis.headroomHost>} */ (globalThis.headroomHost);
    this.names = (new URLSearchParams(location.search).get('show') ?? usual).split(/[\s,]+/).filter(Boolean);
    this.ready = false;
    this.height = 0;
    const page = {ask: (/** @type {import('./types.js').Request} */ request) => app.ask(request)};
    this.play = iconButton('play', 'Play', () => { page.ask({op: app.state?.playing ? 'pause' : 'play'}); });
    this.play.classList.add('play');
    this.timeline = new Timeline(player(page, () => app.state?.playing ?? false));
    this.time = el('span', {class: 'time'});
    this.progress = el('div', {class: 'progress', role: 'progressbar', 'aria-label': 'Working', 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true});
    this.offered = new Offered(page, this.names);
    this.notices = new Notices();
    this.open = /** @type {HTMLAnchorElement} */ (byId('open'));
    this.caption = byId('caption');
    this.open.before(this.play, ...(this.shows('timeline') ? [this.timeline.element, this.time] : []), this.offered.element, this.progress);
    this.address = new AddressBar(() => this.host.tell('change', {link: app.link()}),
      {now: () => performance.now(), after: (ms, f) => setTimeout(f, ms), cancel: (timer) => clearTimeout(timer)});
    this.listen();
    if (app.state) this.begin(app.state);
    if (!fault) return;
    this.notices.say(fault.message);
    this.host.tell('error', {message: fault.message});
  }

  /** @param {string} name */
  shows(name) {
    return this.names.includes(name);
  }

  /** @param {State} state */
  begin(state) {
    this.update(state);
    const strange = unknown(state, this.names);
    if (strange) this.notices.say(strange);
    this.address.is(state.link);
    this.announce();
  }

  listen() {
    const {app, host} = this;
    tooltips();
    watchColours(() => app.retheme());
    keys([byId('stage'), this.timeline.slider], {ask: (request) => app.ask(request), now: () => this.now()}, true);
    new ResizeObserver(() => this.measure()).observe(byId('frame'));
    addEventListener('resize', () => this.settle());
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => host.tell('used'), {capture: true, passive: true});
    for (const kind of ['pointerdown', 'focus', 'click', 'contextmenu']) this.open.addEventListener(kind, () => app.refetch());
    host.hear((message) => this.hear(message));
  }

  /** @param {import('./types.js').FromHost} message */
  hear(message) {
    const {app} = this;
    if (message.type === 'hello') {
      document.documentElement.toggleAttribute('data-hosted', true);
      app.stage.followed = message.follow === true;
      document.documentElement.toggleAttribute('data-followed', app.stage.followed);
      app.stage.measure();
      if (message.play && !app.state?.playing) app.ask({op: 'play'});
    }
    if (message.type === 'calm') app.loop.calm();
    if (message.type === 'focus') this.play.focus({preventScroll: true});
    if (message.type === 'theme') {
      if (['light', 'dark'].includes(message.theme)) document.documentElement.dataset.theme = message.theme;
      else delete document.documentElement.dataset.theme;
      app.retheme();
    }
    if (message.type === 'rest') {
      app.ask({op: 'pause'});
      this.host.tell('rested', {link: app.link()});
    }
  }

  /** The state, with the moment that the timeline shows. */
  now() {
    const {state, goal, bridge: {status}} = this.app;
    if (!state) return {playing: false, t: 0, end: 0, speed: 1};
    return {...state, t: goal ?? (state.playing ? status.t : state.t)};
  }

  /** @param {State} state */
  update(state) {
    const shown = {...state, t: this.now().t};
    this.showPlay(state.playing);
    this.timeline.update(shown);
    setText(this.time, seconds(shown.t));
    this.offered.update(state);
    this.notices.update(state);
    this.say(state);
    setText(byId('title'), state.lab.title);
    this.open.href = absolute(this.app.link(), new URL('./', location.href).href);
    this.address.follow(state.link);
  }

  /** @param {boolean} on */
  showPlay(on) {
    if (this.play.getAttribute('data-on') === String(on)) return;
    this.play.replaceChildren(icon(on ? 'pause' : 'play'));
    setAttribute(this.play, 'data-on', String(on));
    for (const name of ['aria-label', 'data-tip']) setAttribute(this.play, name, on ? 'Pause' : 'Play');
  }

  /** What happens, or why the selected thing is as it is, and of two sides how they did. The row grows with the longest text and
   * does not shrink again, so that the page around stands still.
   * @param {State} state */
  say({caption, selection, data, compare}) {
    const missing = data?.missing ? 'It runs on its author\'s own data, which is not part of the link. Open it in Headroom to choose the file.' : '';
    this.play.disabled = missing !== '';
    this.caption.hidden = missing === '' && !this.shows('caption');
    if (this.caption.children.length === 0) this.caption.replaceChildren(el('span'), el('span', {class: 'try'}));
    setText(this.caption.children[0], missing || selection?.text || caption.now);
    const then = compare?.verdict || caption.try;
    setText(this.caption.children[1], missing || selection || !then ? '' : ' ' + then);
    if (this.caption.offsetHeight > this.tall) this.caption.style.minHeight = (this.tall = this.caption.offsetHeight) + 'px';
  }

  tall = 0;
  width = 0;

  /** A new width: texts may need less room. */
  settle() {
    if (innerWidth !== this.width) {
      this.tall = 0;
      this.caption.style.minHeight = '';
    }
    this.width = innerWidth;
  }

  measure() {
    const height = Math.ceil(byId('frame').getBoundingClientRect().height);
    if (height !== this.height) this.host.tell('height', {height});
    this.height = height;
  }

  /** The first whole picture is there. */
  announce() {
    if (this.ready || !this.app.live) return;
    this.ready = true;
    this.measure();
    this.host.tell('ready', {link: this.app.link()});
  }

  /** What changes with every frame.
   * @param {ReturnType<typeof import('./frame.js').newStatus>} status @param {number} t the moment, or where it is going */
  frame(status, t) {
    this.announce();
    this.timeline.move(t, status.end);
    setText(this.time, seconds(t));
    this.work(status.flags & pending ? status.progress : 1);
  }

  workSince = 0;

  /** Short work shows no bar: it would only flicker.
   * @param {number} share */
  work(share) {
    const now = performance.now();
    if (share >= 1) this.workSince = 0;
    else if (this.workSince === 0) this.workSince = now;
    this.progress.hidden = this.workSince === 0 || now - this.workSince < 200;
    if (this.progress.hidden) return;
    this.progress.style.setProperty('--share', share.toFixed(3));
    setAttribute(this.progress, 'aria-valuenow', String(Math.round(share * 100)));
  }
}

export {Embedded as Panels};
