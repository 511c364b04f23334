import {Deed} from './deeds.js';
import {el, setAttribute, setText} from './element.js';
import {typedNumber} from './format.js';
import {hasIcon, iconButton} from './icons.js';
import {roleVar} from './theme.js';

/**
 * What the world is made of, a row each, with what can be done to it, or the way to the panel of what
 * is selected where that is much; and below, what can be done without choosing a part.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Action} Action
 * @typedef {import('./types.js').Row} Row
 * @typedef {import('./types.js').Page} Page
 */
const few = 3;
const quick = ['kill', 'restore'];

export class PartsList {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.list = el('ul', {class: 'parts'});
    this.more = el('p', {class: 'parts-more'});
    this.buttons = el('div', {class: 'buttons'});
    this.error = el('p', {class: 'field-error', role: 'alert'});
    this.element = el('div', {}, this.list, this.more, this.buttons, this.error);
    /** @type {Map<string, PartRow>} */
    this.rows = new Map();
    this.offered = '';
  }

  /** @param {State} state */
  update(state) {
    const rows = state.parts?.rows ?? [];
    const actions = new Map(state.actions.map((action) => [action.name, action]));
    const wanted = new Set(rows.map((row) => row.id));
    for (const [id, row] of this.rows) if (!wanted.has(id)) this.drop(id, row);
    rows.forEach((row, i) => {
      const one = this.rows.get(row.id) ?? new PartRow(this);
      this.rows.set(row.id, one);
      one.update(row, actions);
      if (this.list.children[i] !== one.element) this.list.insertBefore(one.element, this.list.children[i] ?? null);
    });
    const more = state.parts?.more ?? 0;
    setText(this.more, more > 0 ? `and ${more} more` : '');
    this.offer(state.actions.filter((action) => action.target !== 'part'));
  }

  /** Takes a row away without losing the focus that was in it.
   * @param {string} id @param {PartRow} row */
  drop(id, row) {
    const focused = row.element.contains(document.activeElement);
    const next = row.element.nextElementSibling ?? row.element.previousElementSibling;
    row.element.remove();
    this.rows.delete(id);
    if (focused) (next ?? this.buttons).querySelector('button')?.focus();
  }

  /** @param {Action[]} actions */
  offer(actions) {
    const offered = JSON.stringify(actions.map(({name, label, enabled, reason}) => [name, label, enabled, reason]));
    if (offered === this.offered) return;
    this.offered = offered;
    this.buttons.replaceChildren(...actions.map((action) => action.args?.length ? this.deed(action) : el('button', {
      type: 'button', class: 'button', 'aria-disabled': action.enabled ? null : 'true',
      'data-tip': action.enabled ? action.help : action.reason,
      onclick: () => action.enabled && this.act(action, '', []),
    }, action.label)));
  }

  /** @param {Action} action */
  deed(action) {
    const deed = new Deed(action, (values) => this.act(action, '', values));
    deed.update(null);
    return deed.element;
  }

  /** @param {Action} action @param {string} part @param {string[]} values */
  act(action, part, values) {
    const fault = this.page.ask({op: 'do', action: action.name, args: part ? [part, ...values] : values});
    setText(this.error, fault?.message ?? '');
    return fault;
  }
}

class PartRow {
  /** @param {PartsList} list */
  constructor(list) {
    this.list = list;
    this.swatch = el('span', {class: 'swatch', 'aria-hidden': 'true'});
    this.name = el('span', {class: 'part-name'});
    this.note = el('span', {class: 'part-note'});
    this.tools = el('span', {class: 'part-tools'});
    this.element = el('li', {class: 'part'}, this.swatch, this.name, this.note, this.tools);
    this.offered = '';
    /** @type {Map<string, HTMLInputElement>} */
    this.fields = new Map();
  }

  /** @param {Row} row @param {Map<string, Action>} actions */
  update(row, actions) {
    this.row = row;
    setText(this.name, row.name);
    setText(this.note, row.state === 'up' || row.note.includes(row.state) ? row.note : [row.state, row.note].filter(Boolean).join(', '));
    this.swatch.style.setProperty('--swatch', roleVar(row.role));
    setAttribute(this.element, 'data-state', row.state);
    const offered = row.actions.join(' ');
    if (offered !== this.offered) this.build(row, actions);
    this.offered = offered;
    for (const [name, field] of this.fields) {
      const value = this.value(row, actions.get(name));
      if (document.activeElement !== field && field.getAttribute('aria-invalid') === null) write(field, value);
    }
  }

  /** The argument in force, by its own name or by the action's.
   * @param {Row} row @param {Action|undefined} action */
  value(row, action) {
    const arg = action?.args?.[0];
    return row.values?.[arg?.key ?? ''] ?? row.values?.[action?.name ?? ''] ?? String(arg?.default ?? '');
  }

  /** @param {Row} row @param {Map<string, Action>} actions */
  build(row, actions) {
    const focused = this.tools.contains(document.activeElement);
    this.fields.clear();
    this.tools.replaceChildren();
    const shown = row.actions.length > few ? row.actions.filter((name) => quick.includes(name)) : row.actions;
    for (const name of shown) {
      const action = actions.get(name);
      if (action) this.tools.append(action.args?.length ? this.field(row, action) : this.button(row, action));
    }
    if (shown.length < row.actions.length) {
      this.tools.append(iconButton('more', `More on ${row.name}`, () => {
        this.list.page.ask({op: 'select', id: row.id});
        this.list.page.reveal?.('selection');
      }));
    }
    if (focused) this.tools.querySelector('button')?.focus();
  }

  /** @param {Row} row @param {Action} action */
  button(row, action) {
    const act = () => { this.list.act(action, row.name, []); };
    if (hasIcon(action.name)) return iconButton(action.name, `${action.label} ${row.name}`, act);
    return el('button', {type: 'button', class: 'button small', 'aria-label': `${action.label} ${row.name}`, onclick: act}, action.label);
  }

  /** @param {Row} row @param {Action} action */
  field(row, action) {
    const label = action.args?.[0].label ?? action.label;
    const input = el('input', {type: 'text', inputmode: 'decimal', class: 'entry small', autocomplete: 'off', 'aria-label': `${label} of ${row.name}`});
    const apply = () => {
      if (this.row && typedNumber(input.value) !== this.value(this.row, action)) {
        setAttribute(input, 'aria-invalid', this.list.act(action, row.name, [typedNumber(input.value)]) ? 'true' : null);
      } else setAttribute(input, 'aria-invalid', null);
    };
    input.addEventListener('change', apply);
    input.addEventListener('input', () => write(input, input.value));
    input.addEventListener('focus', () => input.select());
    this.fields.set(action.name, input);
    return el('label', {class: 'part-field'}, label.toLowerCase(), input);
  }
}

/** The field is as wide as what stands in it.
 * @param {HTMLInputElement} field @param {string} value */
function write(field, value) {
  if (field.value !== value) field.value = value;
  field.style.width = `calc(${Math.min(value.length, 8)}ch + 1rem)`;
}
