import {byId, el, setAttribute, setText} from './element.js';
import {seconds} from './format.js';
import {iconButton} from './icons.js';
import {lost} from './late.js';
import {momentAfter} from './timeline.js';

/**
 * The bar above the scene while two sides are compared: which of them is in front, one sentence of
 * verdict, and where they first differ. The menu that begins a comparison comes when it is first
 * wanted.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Page} Page
 * @typedef {import('./types.js').Comparison} Sides
 */

const sides = /** @type {const} */ (['a', 'b']);

export class Comparison {
  /** @param {Page} page @param {import('./labs.js').Labs} labs @param {(text: string) => void} complain */
  constructor(page, labs, complain) {
    this.page = page;
    this.labs = labs;
    this.complain = complain;
    this.root = byId('comparison');
    /** @type {Sides|null} */
    this.shown = null;
    /** @type {State|null} */
    this.state = null;
    this.tabs = sides.map((side) => new Side(side, () => page.ask({op: 'side', side})));
    this.sides = el('div', {class: 'segments sides', role: 'radiogroup', 'aria-label': 'Side in front'}, ...this.tabs.map((tab) => tab.element));
    this.verdict = el('p', {class: 'verdict'});
    this.divergence = el('button', {type: 'button', class: 'divergence', onclick: () => this.visit()});
    this.swap = iconButton('swap', 'Swap A and B', () => page.ask({op: 'swap'}));
    this.close = iconButton('close', 'End the comparison', () => this.end());
    this.root.append(el('div', {class: 'comparison-sides'}, this.sides, this.swap), el('div', {class: 'comparison-said'}, this.verdict, this.divergence), this.close);
    this.buttons = [byId('compare'), byId('compare-tool')];
    for (const button of this.buttons) button.addEventListener('click', () => this.menu(button));
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const {compare} = state;
    this.shown = compare;
    if (this.root.hidden === (compare !== null)) {
      this.root.hidden = compare === null;
      document.documentElement.toggleAttribute('data-comparing', compare !== null);
      dispatchEvent(new Event('resize'));
    }
    if (!compare) return;
    sides.forEach((side, i) => this.tabs[i].update(compare, side));
    setText(this.verdict, compare.differs.length > 0 || compare.divergence ? compare.verdict || 'Nothing is measured on both sides.' :
      `Both sides are the same so far. What you change now changes ${compare.side.toUpperCase()} alone.`);
    const {divergence} = compare;
    this.divergence.hidden = divergence === null;
    if (divergence) setText(this.divergence, divergence.t === 0 ? 'They differ from the start' : `First differ at ${seconds(divergence.t)}: ${divergence.text}`);
    setAttribute(this.divergence, 'data-tip', divergence ? divergence.text : null);
    const keeps = `End the comparison and keep ${nameOf(compare, compare.side)}`;
    setAttribute(this.close, 'aria-label', keeps);
    setAttribute(this.close, 'data-tip', keeps);
  }

  /** Goes to where the two first differ. */
  visit() {
    const t = this.shown?.divergence?.t;
    if (t !== undefined) this.page.ask({op: 'seek', t: momentAfter(t)});
  }

  end() {
    if (this.shown) this.page.ask({op: 'uncompare', keep: this.shown.side});
    this.buttons.find((button) => button.checkVisibility())?.focus();
  }

  /** @param {HTMLElement} button */
  async menu(button) {
    try {
      const {menu} = await import('./comparing.js');
      if (this.state) menu(button, this.state, this.labs.of(this.state.lab.id), (request) => this.page.ask(request));
    } catch {
      this.complain(lost);
    }
  }
}

/** One of the two, to be brought in front. */
class Side {
  /** @param {'a'|'b'} side @param {() => void} choose */
  constructor(side, choose) {
    this.input = el('input', {type: 'radio', name: 'side', value: side, onchange: choose});
    this.name = el('span', {class: 'side-name'});
    this.element = el('label', {class: 'segment'}, this.input,
      el('span', {}, el('b', {class: 'side-letter'}, side.toUpperCase()), ' ', this.name));
  }

  /** @param {Sides} compare @param {'a'|'b'} side */
  update(compare, side) {
    this.input.checked = compare.side === side;
    setText(this.name, compare[side].name);
    setAttribute(this.element, 'data-tip', compare.differs.map((one) => `${one.label}: ${one[side] || 'none'}`).join('. ') || null);
  }
}

/** "B, Least connections".
 * @param {Sides} compare @param {'a'|'b'} side */
export function nameOf(compare, side) {
  return [side.toUpperCase(), compare[side].name].filter(Boolean).join(', ');
}
