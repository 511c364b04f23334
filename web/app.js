import {Bridge} from './bridge.js';
import {byId} from './element.js';
import {pending, playing} from './frame.js';
import {carriesData, hasMoment, linkOf} from './link.js';
import {Loop} from './loop.js';
import {Painter} from './paint.js';
import {Stage} from './stage.js';
import {start} from './start.js';

/**
 * The page: it asks the program for the scenario of the link, draws it, and hands what else the
 * program says to what stands around the scene: the panels, or in an embed a slim row. Nothing here
 * or in them knows one lab from another. What the first picture needs comes first; the rest follows.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Request} Request
 * @typedef {import('./types.js').Fault} Fault
 */

const refetch = 100;
const moment = 1000;
const patience = 2000;
const impatient = 3000;

export class App {
  /** @param {import('./types.js').Exports} exports */
  constructor(exports) {
    this.bridge = new Bridge(exports, (why) => this.crashed(why));
    this.painter = new Painter(canvas('base'), canvas('live'));
    /** The fragments of links that carry keys, by digest. @type {Map<string, string>} */
    this.fragments = new Map();
    /** Whether what is there is what was asked for, and may be seen. */
    this.opened = false;
    this.live = false;
    this.fetched = 0;
    /** Where a seek is still on its way to: the next one goes on from there. @type {number|null} */
    this.goal = null;
    /** Until when work that is pending is what somebody has just asked for, and waits for. */
    this.eager = 0;
    /** @type {State|null} */
    this.state = null;
    /** @type {import('./panels.js').Panels|import('./embedded.js').Embedded|null} */
    this.panels = null;
    this.stage = new Stage({input: (kind, x, y) => this.bridge.input(kind, x, y), wake: () => this.wake()});
    this.loop = new Loop({
      advance: (now) => this.bridge.advance(now),
      frame: (paint) => this.frame(paint),
      hurries: (flags) => !(flags & playing) || performance.now() < this.eager,
    }, document.body, byId('scene'));
  }

  /** Asks for one frame. */
  wake() {
    this.loop?.wake();
  }

  /** Opens a scenario. It begins to play, unless its link names a moment or less motion is asked for.
   * @param {string} link @param {boolean} [play] even from a moment */
  open(link, play = false) {
    this.opened = true;
    const plays = (play || !hasMoment(link)) && !this.loop.still.matches;
    // Until the panels are there nobody reads the state, and the first picture comes sooner without it.
    return this.ask({op: 'open', link: link.split('#')[0], play: plays, brief: !this.panels});
  }

  /** Takes in the keys that a link carries in its fragment, so that opening it finds them.
   * @param {string} link @returns {Promise<Fault|null>} what is wrong with them */
  async carried(link) {
    const {unpack} = await import('./fragment.js');
    return unpack(link, this);
  }

  /** The link of what is on screen, with its keys where they are small enough. */
  link() {
    const {link = '', data = null} = this.state ?? {};
    return link + (this.fragments.get(data?.digest ?? '') ?? '');
  }

  /** Sends a request and shows the state that comes back.
   * @param {Request} request @returns {Fault|null} what was wrong */
  ask(request) {
    const answer = this.bridge.send(request);
    this.eager = performance.now() + impatient;
    this.wake();
    if (answer.error) return answer.error;
    this.goal = request.op === 'seek' ? Number(request.t) : null;
    if (answer.data) this.apply(answer.data);
    return null;
  }

  /** @param {State} state */
  apply(state) {
    this.state = state;
    this.fetched = performance.now();
    this.panels?.update(state);
  }

  /** Draws one frame and returns its flags.
   * @param {boolean} paint */
  frame(paint) {
    if (!this.opened || !this.bridge.frame(this.stage.width, this.stage.height)) return 0;
    const {status} = this.bridge;
    if (!(status.flags & pending)) this.goal = null;
    if (paint) this.paint();
    this.panels?.frame(status, this.goal ?? status.t);
    const {state} = this;
    if (state && this.differs(state)) {
      const wait = status.flags & playing ? refetch : status.flags & pending ? moment : 0;
      if (performance.now() - this.fetched >= wait) this.refetch();
      else if (wait === refetch) this.wake();
    }
    return status.flags;
  }

  /** Whether the program has news beside the last frame. The moment alone, which the link names,
   * is news once a second.
   * @param {State} state */
  differs(state) {
    const {flags, rev} = this.bridge.status;
    return rev !== state.rev || state.pending && !(flags & pending) ||
      (flags & playing) !== 0 && performance.now() - this.fetched >= moment;
  }

  paint() {
    const {view, at, length} = this.bridge.scene();
    this.stage.fit(this.painter.paint(view, at, length).height);
    if (this.live || this.unfinished()) return;
    this.live = true;
    performance.mark('headroom-first-frame');
    document.documentElement.setAttribute('data-live', '');
    document.documentElement.removeAttribute('data-loading');
  }

  /** The server's picture stays until there is all of the scene to put in its place, unless that
   * takes long. */
  unfinished() {
    return (this.bridge.status.flags & pending) !== 0 && performance.now() < patience;
  }

  /** Works on what the first frame shows, for no longer than a page may stand still, and draws it. */
  prepare() {
    const until = performance.now() + 40;
    while (this.bridge.advance(performance.now()) && performance.now() < until);
    this.loop.tick(performance.now());
  }

  refetch() {
    const {data} = this.bridge.send({op: 'state'});
    if (data) this.apply(data);
  }

  /** The colours have changed. */
  retheme() {
    this.painter.retheme();
    this.wake();
  }

  /** @param {string} why */
  crashed(why) {
    this.loop.stop();
    this.panels?.address.flush();
    globalThis.headroomFail('The simulation has stopped',
      'This is a mistake in Headroom, not in what you did. Reloading brings the same scenario back from its link.', why);
  }
}

/** @param {string} id */
function canvas(id) {
  return /** @type {HTMLCanvasElement} */ (byId(id));
}

async function main() {
  /** @type {App|undefined} */
  let app;
  const embed = globalThis.headroomHost && import('./embedded.js');
  const exports = await start(byId('loading'), (why) => app?.bridge.crash(why));
  app = new App(exports);
  const link = linkOf(location);
  const damage = carriesData(link) ? await app.carried(link) : null;
  const fault = app.open(link) ?? damage;
  app.prepare();
  await rest(); // what follows must not hold the first picture up
  // An embed has neighbours that draw, too, and does not wait for its turn among them.
  while (embed && !app.live && !app.bridge.dead) await rest().then(() => app?.prepare());
  const {Panels} = await (embed ?? import('./panels.js'));
  app.refetch(); // the state of what was opened, or of what is there instead
  app.panels = new Panels(app, fault);
  performance.mark('headroom-panels');
}

function rest() {
  return new Promise((resolve) => setTimeout(resolve));
}

main().catch((error) => globalThis.headroomFail('The simulation did not arrive',
  'Check the connection, then reload. Nothing is lost: the scenario is in the link. A network that blocks WebAssembly files shows this, too.',
  String(error?.message ?? error)));
