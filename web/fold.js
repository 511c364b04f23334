import {el, setAttribute, setText} from './element.js';

/**
 * A group of the panel under its heading. One that may be folded has a button for a heading, and says
 * while it is folded how many of its values are not as usual.
 *
 * @typedef {import('./types.js').Param} Param
 */
export class Fold {
  /** @param {string} title @param {boolean} folds @param {Map<string, boolean>} chosen what somebody has opened, by title */
  constructor(title, folds, chosen) {
    this.body = el('div', {class: 'group-body', id: 'group-' + title.toLowerCase().replace(/[^a-z0-9]+/g, '-')});
    this.note = el('span', {class: 'group-note'});
    this.button = folds ? el('button', {type: 'button', class: 'group-fold', 'aria-controls': this.body.id, onclick: () => {
      chosen.set(title, this.body.hidden);
      this.show(this.body.hidden);
    }}, title, this.note) : null;
    this.element = el('section', {class: folds ? 'group folds' : 'group'},
      title !== '' && el('h2', {}, this.button ?? title), this.body);
    /** @type {Set<string>} */
    this.keys = new Set();
    /** It stays, even with nothing in it that is shown. */
    this.kept = false;
    this.changed = 0;
    if (folds) this.show(chosen.get(title) ?? false);
  }

  /** @param {HTMLElement} element @param {string} [key] of the parameter that it controls */
  add(element, key) {
    this.body.append(element);
    if (key !== undefined) this.keys.add(key);
  }

  /** @param {HTMLElement} element */
  keep(element) {
    this.add(element);
    this.kept = true;
  }

  /** @param {boolean} shown */
  show(shown) {
    this.body.hidden = !shown;
    if (this.button) setAttribute(this.button, 'aria-expanded', String(shown));
    this.say();
  }

  /** @param {Param[]} params */
  update(params) {
    this.changed = params.filter((param) => this.keys.has(param.key) && param.shown && param.value !== String(param.default)).length;
    this.element.hidden = !this.kept && !this.body.querySelector('.field:not([hidden]), .own:not([hidden])');
    this.say();
  }

  say() {
    setText(this.note, this.button && this.body.hidden && this.changed > 0 ? `${this.changed} changed` : '');
  }
}
