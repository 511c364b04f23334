import {Bridge} from './bridge.js';
import {Charts} from './charts.js';
import {Controls} from './controls.js';
import {copyButton} from './copy.js';
import {byId, setText} from './element.js';
import {playing} from './frame.js';
import {keys} from './keys.js';
import {Labs} from './labs.js';
import {absolute, AddressBar, hasMoment, linkOf, scenarioOf} from './link.js';
import {Loop} from './loop.js';
import {showNotes} from './notes.js';
import {Notices} from './notices.js';
import {Painter} from './paint.js';
import {SelectionPanel} from './selection.js';
import {Stage} from './stage.js';
import {start} from './start.js';
import {Tabs} from './tabs.js';
import {theme} from './theme.js';
import {tooltips} from './tooltip.js';
import {Transport} from './transport.js';

/**
 * The page: it brings the program, asks it for the scenario of the link, and hands what it answers
 * to the parts that show it. Nothing here or in them knows one lab from another.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Request} Request
 */

const refetch = 100;

class App {
  /** @param {import('./types.js').Exports} exports */
  constructor(exports) {
    this.bridge = new Bridge(exports, (why) => this.crashed(why));
    this.painter = new Painter(canvas('base'), canvas('live'));
    this.live = false;
    this.fetched = 0;
    this.guide = '';
    /** @type {State|null} */
    this.state = null;
    /** @type {import('./types.js').Page} */
    const page = {
      ask: (request) => this.ask(request),
      open: (link, play) => this.visit(link, play),
      wake: () => this.loop?.wake(),
      link: () => this.state?.link ?? linkOf(location),
    };
    this.page = page;
    this.tabs = new Tabs();
    this.labs = new Labs();
    this.controls = new Controls(page);
    this.selection = new SelectionPanel(page, (title) => this.tabs.rename(title));
    this.transport = new Transport(page);
    this.notices = new Notices();
    this.charts = new Charts(() => this.bridge.send({op: 'charts'}).data, () => this.tabs.sees('charts'));
    this.stage = new Stage({input: (kind, x, y) => this.bridge.input(kind, x, y), wake: page.wake});
    this.address = new AddressBar(
      (link) => history.replaceState(null, '', link || '?'),
      {now: () => performance.now(), after: (ms, f) => setTimeout(f, ms), cancel: (timer) => clearTimeout(timer)});
    this.address.is(linkOf(location));
    this.loop = new Loop({
      advance: (now) => this.bridge.advance(now),
      frame: (paint) => this.frame(paint),
    }, document.body, byId('scene'));
    this.listen();
  }

  listen() {
    copyButton(() => absolute(this.page.link(), location.href));
    theme(() => {
      this.painter.retheme();
      this.charts.redraw();
      this.loop.wake();
    });
    keys([byId('stage'), byId('timeline')], {
      ask: (request) => this.ask(request),
      now: () => this.state ?? {playing: false, t: 0, end: 0, speed: 1},
    });
    const arrived = () => { if (linkOf(location) !== this.address.shown) this.load(linkOf(location)); };
    addEventListener('popstate', arrived);
    addEventListener('hashchange', arrived);
    addEventListener('resize', () => this.charts.refresh());
    document.addEventListener('click', (event) => this.follow(event));
  }

  /** A link to another scenario on this page opens without a reload.
   * @param {MouseEvent} event */
  follow(event) {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (!anchor || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = scenarioOf(anchor.href, location.href);
    if (link === null) return;
    event.preventDefault();
    this.visit(link, true);
  }

  /** Goes to a scenario and leaves this one behind the back button.
   * @param {string} link @param {boolean} play */
  visit(link, play) {
    this.address.flush();
    history.pushState(null, '', link || '?');
    this.load(link, play);
  }

  /** A scenario begins to play, unless its link names a moment or less motion is asked for.
   * @param {string} link @param {boolean} [play] even from a moment */
  load(link, play = false) {
    this.address.is(link);
    this.notices.clear();
    const fault = this.ask({op: 'open', link});
    if (fault) this.notices.say(fault.message);
    if (!fault && (play || !hasMoment(link)) && !this.loop.still.matches) this.ask({op: 'play'});
  }

  /** @param {Request} request */
  ask(request) {
    const answer = this.bridge.send(request);
    this.loop.wake();
    if (answer.error) return answer.error;
    this.apply(answer.data);
    return null;
  }

  /** @param {State} state */
  apply(state) {
    this.state = state;
    this.fetched = performance.now();
    for (const part of [this.labs, this.controls, this.selection, this.transport, this.notices, this.charts]) part.update(state);
    setText(byId('caption').firstElementChild ?? caption(), state.caption.now);
    setText(byId('caption').children[1], state.caption.try ? ' ' + state.caption.try : '');
    const guide = state.guide ?? this.labs.labs.find((lab) => lab.id === state.lab.id)?.guide ?? '';
    if (guide !== this.guide) showNotes(byId('notes'), guide);
    this.guide = guide;
    this.address.follow(state.link);
  }

  /** Draws one frame and returns its flags.
   * @param {boolean} paint */
  frame(paint) {
    if (!this.bridge.frame(this.stage.width, this.stage.height)) return 0;
    const {status} = this.bridge;
    if (paint) this.paint();
    this.transport.frame(status);
    this.charts.move(status.t);
    const now = performance.now();
    const late = !(status.flags & playing) || now - this.fetched >= refetch;
    if (this.state && status.rev !== this.state.rev) {
      if (late) this.refetch();
      else this.loop.wake();
    }
    return status.flags;
  }

  paint() {
    const {view, at, length} = this.bridge.scene();
    const {height} = this.painter.paint(view, at, length);
    this.stage.fit(height);
    if (this.live) return;
    this.live = true;
    performance.mark('headroom-first-frame');
    document.documentElement.setAttribute('data-live', '');
    setTimeout(() => this.charts.load().catch(() => {}));
  }

  refetch() {
    const {data} = this.bridge.send({op: 'state'});
    if (data) this.apply(data);
  }

  /** @param {string} why */
  crashed(why) {
    this.loop.stop();
    this.address.flush();
    globalThis.headroomFail('The simulation has stopped',
      'This is a mistake in Headroom, not in what you did. Reloading brings the same scenario back from its link.', why);
  }
}

/** @param {string} id */
function canvas(id) {
  return /** @type {HTMLCanvasElement} */ (byId(id));
}

/** Puts two spans where the server's words were: what happens now, and what to try. */
function caption() {
  const now = document.createElement('span');
  const then = document.createElement('span');
  then.className = 'try';
  byId('caption').replaceChildren(now, then);
  return now;
}

async function main() {
  tooltips();
  /** @type {App|undefined} */
  let app;
  const exports = await start(new URL('./headroom.wasm', import.meta.url), byId('loading'), (why) => app?.bridge.crash(why));
  app = new App(exports);
  app.load(linkOf(location));
  const {data} = app.bridge.send({op: 'catalog'});
  app.labs.list(data ?? []);
  if (app.state) app.apply(app.state);
}

main().catch((error) => globalThis.headroomFail('The simulation did not arrive',
  'Check the connection, then reload. Nothing is lost: the scenario is in the link. A network that blocks WebAssembly files shows this, too.',
  String(error?.message ?? error)));
