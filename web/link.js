/**
 * Links: what the address bar says, and how it follows what is on screen. A link is a query and
 * perhaps a fragment, "?lab=ring&seed=7#d=1.…"; the path belongs to whoever hosts the page.
 */

/** @param {{search: string, hash: string}} place */
export function linkOf(place) {
  return place.search + place.hash;
}

/** Whether a link names a moment; then it is shown paused.
 * @param {string} link */
export function hasMoment(link) {
  const query = new URLSearchParams(link.split('#')[0]);
  return query.has('t') || query.has('n');
}

/** Whether a link names a single event, as it does after a step.
 * @param {string} link */
export function hasEvent(link) {
  return new URLSearchParams(link.split('#')[0]).has('n');
}

/** Whether a link has data of its own in its fragment.
 * @param {string} link */
export function carriesData(link) {
  return link.includes('#d=');
}

/** A link as somebody else can open it: the page's own address with this scenario.
 * @param {string} link @param {string} base the address of the page */
export function absolute(link, base) {
  const page = new URL(base);
  page.search = '';
  page.hash = '';
  return new URL(link || '?', page).href.replace(/\?$/, '');
}

/** The link that an anchor of the page's own leads to, or null when it leads elsewhere.
 * @param {string} href @param {string} base */
export function scenarioOf(href, base) {
  const here = new URL(base);
  const there = new URL(href, here);
  const samePage = there.origin === here.origin && there.pathname === here.pathname;
  return samePage && there.search !== '' ? linkOf(there) : null;
}

const quiet = 250;
const patience = 1000;

/**
 * Writes the address bar after a pause of 250 ms; while the run goes on and the link never rests,
 * once a second, since browsers refuse more than a hundred changes in half a minute.
 */
export class AddressBar {
  /** @param {(link: string) => void} write @param {{now: () => number, after: (ms: number, f: () => void) => unknown, cancel: (timer: any) => void}} clock */
  constructor(write, clock) {
    this.write = write;
    this.clock = clock;
    this.link = '';
    this.shown = '';
    /** @type {unknown} */
    this.timer = null;
    this.since = 0;
  }

  /** What the bar says by itself: after a load, or the back button.
   * @param {string} link */
  is(link) {
    this.cancel();
    this.link = this.shown = link;
  }

  /** @param {string} link */
  follow(link) {
    if (link === this.link) return;
    this.link = link;
    const now = this.clock.now();
    if (this.timer === null) this.since = now;
    else this.clock.cancel(this.timer);
    const wait = Math.max(0, Math.min(quiet, this.since + patience - now));
    this.timer = this.clock.after(wait, () => this.flush());
  }

  flush() {
    this.cancel();
    if (this.link === this.shown) return;
    this.shown = this.link;
    this.write(this.link);
  }

  cancel() {
    if (this.timer !== null) this.clock.cancel(this.timer);
    this.timer = null;
  }
}
