import {byId, el} from './element.js';
import {Plot} from './plot.js';

/**
 * The charts of the dock, drawn by uPlot, which arrives after the first frame. They are brought up
 * to date four times a second while time passes, and once when it stops. The same numbers stand in
 * a table for those who cannot see the lines.
 *
 * @typedef {import('./types.js').Chart} Chart
 * @typedef {import('./types.js').Mark} Mark
 */

const pause = 250;

export class Charts {
  /** @param {() => Chart[]|undefined} fetch @param {() => boolean} seen */
  constructor(fetch, seen) {
    this.root = byId('charts');
    this.fetch = fetch;
    this.seen = seen;
    this.last = 0;
    this.timer = 0;
    /** @type {Plot[]} */
    this.plots = [];
    /** @type {any} */
    this.uPlot = null;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {{own: string, other: string}|null} */
    this.sides = null;
    this.end = 0;
    /** Of what the charts are: another lab or preset begins with its own time. */
    this.run = '';
    this.t = 0;
    this.resize = new ResizeObserver(() => { for (const plot of this.plots) plot.fit(); });
  }

  /** Brings uPlot, and the first lines. Without it the page does all else. */
  async load() {
    try {
      this.uPlot = await script(new URL('./vendor/uplot/uPlot.iife.min.js', import.meta.url).href);
      this.refresh();
    } catch (error) {
      this.root.textContent = String(error);
    }
  }

  /** Something may have changed. While time passes there is always a next time, so that a change
   * is waited for; at rest it is shown at once.
   * @param {import('./types.js').State} state */
  update(state) {
    const parting = state.compare?.divergence;
    this.marks = parting ? [...state.marks, {i: -1, t: parting.t, label: '', ok: true, reason: ''}] : state.marks;
    this.end = state.end;
    const run = `${state.lab.id} ${state.preset}`;
    if (run !== this.run) for (const plot of this.plots) plot.far = 0;
    this.run = run;
    this.t = state.t;
    const {compare} = state;
    this.sides = compare && (compare.side === 'a' ? {own: 'A', other: 'B'} : {own: 'B', other: 'A'});
    const busy = state.playing || state.pending;
    const wait = busy ? Math.max(0, this.last + pause - performance.now()) : 0;
    if (this.timer !== 0 && busy) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), wait);
  }

  refresh() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.uPlot || !this.seen() || document.hidden) return;
    this.last = performance.now();
    const charts = this.fetch();
    if (!charts) return;
    if (charts.length !== this.plots.length) this.build(charts.length);
    charts.forEach((chart, i) => this.plots[i].show(chart, this.marks, this.end, this.sides));
    this.move(this.t);
  }

  /** @param {number} count */
  build(count) {
    this.resize.disconnect();
    for (const plot of this.plots) plot.plot?.destroy();
    this.plots = Array.from({length: count}, () => new Plot(this.uPlot));
    this.root.replaceChildren(...this.plots.map((plot) => plot.element));
    for (const plot of this.plots) this.resize.observe(plot.space);
  }

  /** Where the moment is, on the charts that run over time.
   * @param {number} t */
  move(t) {
    this.t = t;
    for (const plot of this.plots) plot.move(t);
  }

  /** The colours have changed. */
  redraw() {
    for (const plot of this.plots) plot.plot?.redraw(false, true);
  }
}

/** Loads a classic script and returns what it calls itself.
 * @param {string} src @returns {Promise<any>} */
function script(src) {
  return new Promise((resolve, reject) => {
    const element = el('script', {src, 'data-optional': true});
    element.onload = () => resolve(globalThis.uPlot);
    element.onerror = () => reject(new Error('the charts did not arrive'));
    document.head.append(element);
  });
}
