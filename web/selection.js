import {Deeds} from './deeds.js';
import {byId, el, setText} from './element.js';
import {iconButton} from './icons.js';

/**
 * What is selected, with one sentence on why it is as it is, its numbers or what happened to it, and
 * what can be done to it; above it the field that finds a thing by its name, and the way to the
 * slowest so far.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Page} Page
 */
export class SelectionPanel {
  /** @param {Page} page @param {(title: string) => void} onTitle */
  constructor(page, onTitle) {
    this.page = page;
    this.onTitle = onTitle;
    this.shown = '';
    this.label = el('label', {for: 'lookup', class: 'field-label'});
    this.input = el('input', {id: 'lookup', type: 'search', class: 'input', autocomplete: 'off', spellcheck: 'false',
      enterkeyhint: 'search', 'aria-describedby': 'lookup-error'});
    this.error = el('p', {id: 'lookup-error', class: 'field-error', role: 'alert'});
    this.slowest = el('button', {type: 'button', class: 'word-button', 'data-tip': 'Go to the moment when it ended, and see why', 'data-side': 'left',
      onclick: () => this.told(page.ask({op: 'slowest'}))}, 'Slowest so far');
    this.form = el('form', {class: 'lookup', onsubmit: (/** @type {Event} */ event) => this.find(event)},
      el('div', {class: 'lookup-head'}, this.label, this.slowest), this.input, el('button', {class: 'button', type: 'submit'}, 'Find'));
    this.detail = el('div', {class: 'selected'});
    this.deeds = new Deeds(page);
    byId('selection').append(this.form, this.error, this.detail, this.deeds.element);
  }

  /** @param {Event} event */
  find(event) {
    event.preventDefault();
    this.told(this.page.ask({op: 'lookup', text: this.input.value.trim()}));
  }

  /** @param {import('./types.js').Fault|null} fault */
  told(fault) {
    setText(this.error, fault?.message ?? '');
  }

  /** @param {State} state */
  update(state) {
    const held = byId('selection').contains(document.activeElement);
    this.fill(state);
    const lost = !document.activeElement?.checkVisibility() || document.activeElement === document.body;
    if (held && lost) (this.detail.querySelector('button') ?? byId('stage')).focus({preventScroll: true});
  }

  /** What had the focus may go with it.
   * @param {State} state */
  fill(state) {
    this.form.hidden = state.lookup === null;
    if (state.lookup) {
      setText(this.label, state.lookup.label);
      if (this.input.placeholder !== state.lookup.placeholder) this.input.value = '';
      this.input.placeholder = state.lookup.placeholder;
    }
    this.slowest.hidden = !state.slowest;
    this.deeds.update(state);
    const shown = JSON.stringify(state.selection);
    if (shown === this.shown) return;
    this.shown = shown;
    this.onTitle(state.selection?.title ?? 'Selection');
    if (state.selection) setText(this.error, '');
    this.detail.replaceChildren(...(state.selection ? this.describe(state.selection) : [
      el('p', {class: 'nothing'}, 'Nothing is selected. Choose something in the scene.')]));
  }

  /** @param {import('./types.js').Selection} selection */
  describe(selection) {
    return [
      el('div', {class: 'selected-head'}, el('h2', {}, selection.title, el('span', {class: 'quiet-word'}, ' selected')),
        iconButton('close', 'Select nothing', () => { this.page.ask({op: 'select', id: ''}); })),
      el('p', {}, selection.text),
      ...(selection.rows.length === 0 ? [] : [el('dl', {class: isStory(selection) ? 'rows story' : 'rows'},
        ...selection.rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))))]),
    ];
  }
}

/** Whether the rows tell what happened when, and not what is how much.
 * @param {import('./types.js').Selection} selection */
function isStory({rows}) {
  return rows.length > 0 && rows.every(([name]) => /^[-+]?[\d.,]+\s?(s|ms|us|µs|min)$/.test(name));
}
