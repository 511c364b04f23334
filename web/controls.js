import {nameOf} from './comparison.js';
import {byId, el, setText} from './element.js';
import {control} from './control.js';
import {Fold} from './fold.js';
import {Gestures} from './gesture.js';
import {PartsList} from './parts.js';

/**
 * The panel of controls: the parameters that mean anything now, under the headings they name, and
 * the list of parts among them. Of a long list the later groups are folded until somebody opens them.
 * It is built when the lab changes and brought up to date after.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./types.js').Page} Page
 */

/** How many controls are no long list, and how many groups of a long one stand open. */
const long = 14;
const open = 2;

export class Controls {
  /** @param {Page} page @param {HTMLElement} data what the panel says of a person's own data
   * @param {HTMLElement} studies the buttons of the lab's studies */
  constructor(page, data, studies) {
    this.page = page;
    this.data = data;
    this.studies = studies;
    this.side = el('p', {class: 'side-note', hidden: true});
    /** @type {Fold[]} */
    this.folds = [];
    /** The groups that somebody has opened or folded, in any lab. @type {Map<string, boolean>} */
    this.chosen = new Map();
    this.root = byId('controls');
    this.gestures = new Gestures();
    this.parts = new PartsList(page);
    this.built = '';
    /** @type {Map<string, import('./control.js').Control>} */
    this.controls = new Map();
    /** @type {Map<string, {value: string, gesture: number, report: (fault: any) => void}>} */
    this.waiting = new Map();
  }

  /** @param {State} state */
  update(state) {
    const shape = JSON.stringify([state.lab.id, state.parts?.title, state.takesData,
      state.params.map((param) => [param.key, param.label, param.kind, param.min, param.max, param.options?.length])]);
    if (shape !== this.built) this.build(state);
    // On its way to a moment the program still has the values of another: what was just set would flicker.
    if (shape !== this.built || !state.pending) this.show(state);
    this.built = shape;
    this.compare(state.compare);
    this.parts.update(state);
  }

  /** @param {State} state */
  show({params, pending}) {
    for (const param of params) {
      const one = this.controls.get(param.key);
      if (!one) continue;
      one.element.hidden = !param.shown;
      if (!this.waiting.has(param.key)) one.update(param, pending);
    }
    for (const fold of this.folds) fold.update(params);
  }

  /** Says whose controls these are, and beside each what the other side has.
   * @param {import('./types.js').Comparison|null} compare */
  compare(compare) {
    this.side.hidden = compare === null;
    for (const [key, {element}] of this.controls) {
      const differs = compare?.differs.find((one) => one.key === key);
      const note = element.querySelector('.field-other');
      if (note) setText(note, compare && differs ? (compare.side === 'a' ? `B: ${differs.b}` : `A: ${differs.a}`) : '');
    }
    if (compare) setText(this.side, `These set ${nameOf(compare, compare.side)}`);
  }

  /** @param {State} state */
  build(state) {
    this.controls.clear();
    const sink = this.sink();
    /** @type {Map<string, Fold>} */
    const folds = new Map();
    const folding = state.params.length > long;
    const fold = (/** @type {string} */ title) => {
      const one = folds.get(title) ?? new Fold(title, folding && folds.size >= open, this.chosen);
      folds.set(title, one);
      return one;
    };
    for (const param of state.params) {
      const one = control(param, sink);
      this.controls.set(param.key, one);
      fold(param.group).add(one.element, param.key);
    }
    if (state.takesData) fold(state.takesData.label).add(this.data);
    const title = state.parts?.title ?? '';
    const home = folds.get(title) ?? new Fold(title, false, this.chosen);
    home.keep(this.parts.element);
    this.folds = [...folds.values()];
    if (!folds.has(title)) this.folds.splice(folding ? open : 1, 0, home);
    this.root.replaceChildren(this.side, ...this.folds.map((one) => one.element), this.studies);
  }

  /** @returns {import('./control.js').Sink} */
  sink() {
    return {
      change: (key, value, report) => {
        const gesture = this.gestures.of(key, performance.now());
        if (this.waiting.size === 0) requestAnimationFrame(() => this.flush());
        this.waiting.set(key, {value, gesture, report});
      },
      hold: (key) => this.gestures.hold(key, performance.now()),
      release: () => this.gestures.release(),
    };
  }

  /** A slider moves more often than the screen is drawn; the program hears of the last value. */
  flush() {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const [key, {value, gesture, report}] of waiting) {
      report(this.page.ask({op: 'set', key, value, gesture}));
    }
  }
}
