import {theme} from './appearance.js';
import {Charts} from './charts.js';
import {Comparison} from './comparison.js';
import {Controls} from './controls.js';
import {copyButton} from './copy.js';
import {OwnData} from './data.js';
import {byId, el, setText} from './element.js';
import {keys} from './keys.js';
import {Labs} from './labs.js';
import {absolute, AddressBar, carriesData, linkOf, scenarioOf} from './link.js';
import {Limits} from './limits.js';
import {showNotes} from './notes.js';
import {Notices} from './notices.js';
import {SelectionPanel} from './selection.js';
import {Studies} from './studies.js';
import {Tabs} from './tabs.js';
import {tooltips} from './tooltip.js';
import {Transport} from './transport.js';

/**
 * All that stands around the scene: it is brought up to date with every state the program gives,
 * and what people do in it becomes requests. Here is also where links lead: the address bar
 * follows the scenario, and a link to another one opens it without a reload.
 *
 * @typedef {import('./types.js').State} State
 */
export class Panels {
  /** @param {import('./app.js').App} app @param {import('./types.js').Fault|null} fault of the first link */
  constructor(app, fault) {
    this.app = app;
    this.guide = '';
    const page = {
      ask: (/** @type {import('./types.js').Request} */ request) => app.ask(request),
      send: (/** @type {import('./types.js').Request} */ request) => app.bridge.send(request).data,
      reveal: (/** @type {string} */ section) => this.tabs.reveal(section),
    };
    this.tabs = new Tabs();
    this.labs = new Labs(page.send({op: 'catalog'}) ?? []);
    const complain = (/** @type {string} */ text) => this.notices.say(text);
    this.comparison = new Comparison(page, this.labs, complain);
    this.data = new OwnData(app, complain);
    this.studies = new Studies(app, complain);
    this.controls = new Controls(page, this.data.element, this.studies.element);
    this.limits = new Limits(page);
    this.selection = new SelectionPanel(page, (title) => this.tabs.rename(title));
    this.transport = new Transport(page);
    this.notices = new Notices();
    this.charts = new Charts(() => page.send({op: 'charts'}), () => this.tabs.sees('charts'));
    this.parts = [this.labs, this.comparison, this.data, this.studies, this.controls, this.limits, this.selection, this.transport, this.notices, this.charts];
    this.address = new AddressBar(
      (link) => history.replaceState(null, '', link || '?'),
      {now: () => performance.now(), after: (ms, f) => setTimeout(f, ms), cancel: (timer) => clearTimeout(timer)});
    this.address.is(linkOf(location));
    this.listen();
    if (app.state) this.update(app.state);
    if (fault) this.notices.say(fault.message);
    this.charts.load();
  }

  listen() {
    const {app} = this;
    tooltips();
    theme(() => {
      app.retheme();
      this.charts.redraw();
    });
    copyButton(() => {
      app.refetch();
      return absolute(app.state ? app.link() : linkOf(location), location.href);
    });
    byId('embed-open').addEventListener('click', () => this.embed());
    keys([byId('stage'), byId('timeline')], {ask: (request) => app.ask(request), now: () => this.now()});
    const arrived = () => { if (linkOf(location) !== this.address.shown) this.load(linkOf(location)); };
    addEventListener('popstate', arrived);
    addEventListener('hashchange', arrived);
    addEventListener('resize', () => this.charts.refresh());
    document.addEventListener('click', (event) => this.follow(event));
  }

  async embed() {
    try {
      const {openEmbedding} = await import('./embedding.js');
      await openEmbedding(this.app);
    } catch (error) {
      this.notices.say(String(/** @type {Error} */ (error).message));
    }
  }

  /** The state, with the moment that the timeline shows. */
  now() {
    const {state, goal, bridge: {status}} = this.app;
    if (!state) return {playing: false, t: 0, end: 0, speed: 1};
    return {...state, t: goal ?? (state.playing ? status.t : state.t)};
  }

  /** A link to another scenario on this page opens without a reload, and leaves this one behind
   * the back button.
   * @param {MouseEvent} event */
  follow(event) {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (!anchor || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const place = anchor.getAttribute('href') ?? '';
    if (place.startsWith('#')) { // on this page; the fragment of the address is for data
      event.preventDefault();
      document.getElementById(place.slice(1))?.focus();
      return;
    }
    const link = scenarioOf(anchor.href, location.href);
    if (link === null) return;
    event.preventDefault();
    this.address.flush();
    history.pushState(null, '', link);
    this.load(link, true);
  }

  /** @param {string} link @param {boolean} [play] even from a moment */
  async load(link, play) {
    this.address.is(link);
    this.notices.clear();
    const damage = carriesData(link) ? await this.app.carried(link) : null;
    if (this.address.shown !== link) return; // another one was opened meanwhile
    const fault = this.app.open(link, play) ?? damage;
    if (fault) this.notices.say(fault.message);
  }

  /** @param {State} state */
  update(state) {
    const shown = {...state, t: this.now().t};
    for (const part of this.parts) part.update(shown);
    this.caption(state);
    const guide = this.labs.of(state.lab.id)?.guide ?? '';
    if (guide !== this.guide) showNotes(byId('notes'), guide);
    this.guide = guide;
    this.address.follow(this.app.link());
  }

  /** @param {State} state */
  caption({caption}) {
    const box = byId('caption');
    if (box.children.length === 0) box.replaceChildren(el('span'), el('span', {class: 'try'}));
    setText(box.children[0], caption.now);
    setText(box.children[1], caption.try && ' ' + caption.try);
  }

  /** What changes with every frame.
   * @param {ReturnType<typeof import('./frame.js').newStatus>} status @param {number} t the moment, or where it is going */
  frame(status, t) {
    this.transport.frame(status, t);
    this.charts.move(t);
  }
}
