import {el, setAttribute, setText} from './element.js';
import {typedNumber} from './format.js';

/**
 * What can be done to the part that is selected: a button for each action, with a field for each of
 * its arguments.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Action} Action
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./types.js').Page} Page
 * @typedef {import('./types.js').Row} Row
 */
export class Deeds {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.box = el('div', {class: 'buttons'});
    this.error = el('p', {class: 'field-error', role: 'alert'});
    this.element = el('div', {class: 'deeds'}, this.box, this.error);
    this.built = '';
    /** @type {Row|null} */
    this.row = null;
    /** @type {Deed[]} */
    this.deeds = [];
  }

  /** @param {State} state */
  update(state) {
    const row = state.parts?.rows.find((one) => one.id === state.selection?.id) ?? null;
    const offered = state.actions.filter((action) => row?.actions.includes(action.name));
    const built = JSON.stringify([row?.id, offered.map((action) => action.name)]);
    this.row = row;
    if (built !== this.built) this.build(offered, state);
    this.built = built;
    for (const deed of this.deeds) deed.update(row);
  }

  /** Another part, or other actions: the focus stays on the action it was on, or on the first.
   * @param {Action[]} offered @param {State} state */
  build(offered, state) {
    const focused = this.deeds.find((deed) => deed.element.contains(document.activeElement))?.action.name;
    setText(this.error, '');
    this.deeds = offered.map((action) => new Deed(action, (values) => this.act(action, values)));
    this.box.replaceChildren(...this.deeds.map((deed) => deed.element));
    if (focused === undefined || !state.selection) return;
    (this.deeds.find((deed) => deed.action.name === focused) ?? this.deeds[0])?.button.focus();
  }

  /** @param {Action} action @param {string[]} values */
  act(action, values) {
    if (!this.row) return null;
    const fault = this.page.ask({op: 'do', action: action.name, args: [this.row.name, ...values]});
    setText(this.error, fault?.message ?? '');
    return fault;
  }
}

/** An action as a button, with a field for each argument after it. */
export class Deed {
  /** @param {Action} action @param {(values: string[]) => import('./types.js').Fault|null} act */
  constructor(action, act) {
    this.action = action;
    this.fields = action.args.map((arg) => argument(action, arg));
    this.touched = false;
    this.button = el('button', {type: 'submit', class: 'button small', 'data-tip': action.help || null}, action.label);
    this.element = el('form', {class: this.fields.length > 0 ? 'deed with-fields' : 'deed', onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      if (!this.button.ariaDisabled) this.mark(act(this.fields.map((field, i) => typed(field.value, action.args[i]))) !== null);
    }}, this.button, ...this.fields.flatMap((field, i) => [field, unit(action.args[i])]));
    this.element.addEventListener('input', () => { this.touched = true; });
  }

  /** @param {boolean} refused */
  mark(refused) {
    this.touched = refused;
    for (const field of this.fields) setAttribute(field, 'aria-invalid', refused ? 'true' : null);
  }

  /** Fields that nobody has typed in show what is in force.
   * @param {Row|null} row */
  update(row) {
    if (this.touched) return;
    this.action.args.forEach((arg, i) => {
      const value = row?.values?.[arg.key] ?? (i === 0 ? row?.values?.[this.action.name] : undefined) ?? String(arg.default);
      const field = this.fields[i];
      if (document.activeElement !== field && field.value !== value) field.value = value;
      if (arg.kind !== 'enum') field.style.width = `calc(${Math.min(Math.max(3, value.length), 10)}ch + .875rem)`;
    });
  }
}

/** @param {Action} action @param {Param} arg */
function argument(action, arg) {
  const name = `${arg.label} for ${action.label}`;
  if (arg.kind === 'enum') {
    return el('select', {class: 'entry deed-field', 'aria-label': name},
      ...arg.options.map((option) => el('option', {value: option.value}, option.label)));
  }
  return el('input', {type: 'text', class: 'entry deed-field', autocomplete: 'off', 'aria-label': name, 'data-tip': [arg.label, arg.unit].filter(Boolean).join(', '),
    inputmode: arg.kind === 'text' ? 'text' : 'decimal'});
}

/** @param {Param} arg */
function unit(arg) {
  return arg.unit && el('span', {class: 'deed-unit', 'aria-hidden': 'true'}, arg.unit);
}

/** @param {string} text @param {Param} arg */
function typed(text, arg) {
  return arg.kind === 'int' || arg.kind === 'float' ? typedNumber(text) : text.trim();
}
