import {byId, el} from './element.js';
import {control} from './control.js';
import {Gestures} from './gesture.js';
import {PartsList} from './parts.js';

/**
 * The panel of controls: the parameters that mean anything now, under the headings they name, and
 * the list of parts among them. It is built when the lab changes and brought up to date after.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./types.js').Page} Page
 */
export class Controls {
  /** @param {Page} page @param {HTMLElement} data what the panel says of a person's own data */
  constructor(page, data) {
    this.page = page;
    this.data = data;
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
    this.built = shape;
    for (const param of state.params) {
      const one = this.controls.get(param.key);
      if (!one) continue;
      one.element.hidden = !param.shown;
      if (!this.waiting.has(param.key)) one.update(param, state.pending);
    }
    for (const group of this.root.children) {
      if (group instanceof HTMLElement && group !== this.home) group.hidden = !group.querySelector('.field:not([hidden]), .own:not([hidden])');
    }
    this.parts.update(state);
  }

  /** @type {HTMLElement|null} the section that the parts live in */
  home = null;

  /** @param {State} state */
  build(state) {
    this.controls.clear();
    const sink = this.sink();
    const groups = new Map();
    const group = (/** @type {string} */ title) => {
      if (!groups.has(title)) groups.set(title, el('section', {class: 'group'}, el('h2', {}, title)));
      return groups.get(title);
    };
    for (const param of state.params) {
      const one = control(param, sink);
      this.controls.set(param.key, one);
      group(param.group).append(one.element);
    }
    if (state.takesData) group(state.takesData.label).append(this.data);
    const sections = [...groups.values()];
    const title = state.parts?.title ?? '';
    this.home = groups.get(title) ?? el('section', {class: 'group'}, title !== '' && el('h2', {}, title));
    this.home?.append(this.parts.element);
    if (!groups.has(title)) sections.splice(1, 0, this.home);
    this.root.replaceChildren(...sections);
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
