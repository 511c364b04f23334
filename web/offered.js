import {control} from './control.js';
import {el, setAttribute, setText} from './element.js';
import {Gestures} from './gesture.js';
import {roleVar} from './theme.js';

/**
 * The controls that an embed shows: those of the lab's actions and parameters that `show=` names,
 * in its order. An action that needs a part takes the one that is selected, and else asks which.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Action} Action
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./types.js').Page} Page
 */

/** Names that stand for something else than an action or a parameter. */
const others = ['play', 'timeline', 'caption'];

export class Offered {
  /** @param {Page} page @param {string[]} names */
  constructor(page, names) {
    this.page = page;
    this.names = names;
    this.gestures = new Gestures();
    this.element = el('div', {class: 'offered'});
    this.choice = new Choice((action, part, values) => this.act(action, part, values));
    this.built = '';
    /** @type {Map<string, import('./control.js').Control>} */
    this.controls = new Map();
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const shape = state.lab.id;
    if (shape !== this.built) this.build(state);
    this.built = shape;
    for (const param of state.params) {
      const one = this.controls.get(param.key);
      if (!one) continue;
      one.element.hidden = !param.shown;
      one.update({...param, text: bare(param)}, state.pending);
      one.element.style.setProperty('--letters', String(Math.max(2, bare(param).length)));
    }
    for (const action of state.actions) this.name(action);
    this.element.hidden = !this.element.querySelector('.button, .field:not([hidden])');
    this.choice.update(state);
  }

  /** @param {State} state */
  build(state) {
    this.controls.clear();
    this.buttons.clear();
    const made = this.names.map((name) => {
      const action = state.actions.find((one) => one.name === name);
      const param = state.params.find((one) => one.key === name);
      return action ? this.button(action) : param ? this.control({...param, label: labelOf(param, state)}) : null;
    });
    this.element.replaceChildren(...made.filter((one) => one !== null), this.choice.element);
  }

  /** @param {Param} param */
  control(param) {
    const one = control(param, {
      change: (key, value, report) => report(this.page.ask({op: 'set', key, value, gesture: this.gestures.of(key, performance.now())})),
      hold: (key) => this.gestures.hold(key, performance.now()),
      release: () => this.gestures.release(),
    });
    this.controls.set(param.key, one);
    return one.element;
  }

  /** @param {Action} action */
  button(action) {
    const button = el('button', {type: 'button', class: 'button', onclick: () => this.press(action.name, button)}, action.label);
    if (action.target === 'part' || action.args.length > 0) button.classList.add('asks');
    this.buttons.set(action.name, button);
    return button;
  }

  /** A button says what it will act on, for those who do not see what is selected.
   * @param {Action} action */
  name(action) {
    const button = this.buttons.get(action.name);
    if (!button) return;
    const part = this.selected(action);
    setAttribute(button, 'aria-label', part ? `${action.label} ${part}` : null);
    setAttribute(button, 'aria-disabled', action.enabled ? null : 'true');
    setAttribute(button, 'data-tip', action.enabled ? action.help : action.reason);
    setAttribute(button, 'aria-expanded', button.classList.contains('asks') && !part ? String(this.choice.owner === button) : null);
  }

  /** The selected part, if the action can be done to it.
   * @param {Action} action */
  selected(action) {
    const id = this.state?.selection?.id;
    const row = this.state?.parts?.rows.find((one) => one.id === id);
    return action.target === 'part' && row?.actions.includes(action.name) ? row.name : '';
  }

  /** @param {string} name @param {HTMLButtonElement} button */
  press(name, button) {
    const action = this.state?.actions.find((one) => one.name === name);
    if (!action?.enabled || !this.state) return;
    const part = this.selected(action);
    const asks = action.args.length > 0 || action.target === 'part' && !part;
    if (!asks || this.choice.owner === button) this.choice.close();
    if (!asks) this.act(action, part, []);
    else if (this.choice.owner !== button) this.choice.open(action, part, this.state, button);
    this.name(action);
  }

  /** @param {Action} action @param {string} part @param {string[]} values */
  act(action, part, values) {
    return this.page.ask({op: 'do', action: action.name, args: part ? [part, ...values] : values});
  }
}

/** Asks what an action needs to know: its arguments, and which part. */
class Choice {
  /** @param {(action: Action, part: string, values: string[]) => import('./types.js').Fault|null} act */
  constructor(act) {
    this.act = act;
    /** @type {HTMLButtonElement|null} */
    this.owner = null;
    this.listed = '';
    this.part = '';
    /** @type {Action|null} */
    this.action = null;
    this.list = el('div', {class: 'choice-parts'});
    this.fields = el('div', {class: 'choice-fields'});
    this.error = el('p', {class: 'field-error', role: 'alert'});
    this.element = el('div', {class: 'choice', role: 'group', hidden: true}, this.fields, this.list, this.error);
    this.element.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.element.contains(event.target) && !this.owner?.contains(event.target)) this.close();
    });
  }

  /** @param {Action} action @param {string} part the only one that is offered, or "" @param {State} state @param {HTMLButtonElement} owner */
  open(action, part, state, owner) {
    this.close();
    this.owner = owner;
    this.action = action;
    this.part = part;
    setAttribute(this.element, 'aria-label', action.target === 'part' && !part ? `${action.label} which?` : action.label);
    this.fields.replaceChildren(...action.args.map((arg) => el('label', {class: 'field-label'}, arg.label + ' ',
      el('input', {type: 'text', inputmode: arg.kind === 'text' ? null : 'decimal', class: 'input', autocomplete: 'off', value: arg.default}))));
    this.listed = '';
    this.element.hidden = false;
    this.update(state);
    const box = /** @type {HTMLElement} */ (this.element.offsetParent);
    const left = owner.getBoundingClientRect().left - box.getBoundingClientRect().left;
    this.element.style.left = Math.max(8, Math.min(left, box.clientWidth - this.element.offsetWidth - 8)) + 'px';
    this.element.querySelector('button')?.focus({preventScroll: true});
  }

  /** The parts come and go while it is open.
   * @param {State} state */
  update(state) {
    const {action, part} = this;
    if (!action) return;
    const rows = (state.parts?.rows ?? []).filter((row) => row.actions.includes(action.name) && (part === '' || row.name === part));
    const listed = JSON.stringify(rows.map((row) => [row.name, row.role]));
    if (listed === this.listed) return;
    this.listed = listed;
    const focused = this.list.contains(document.activeElement);
    const buttons = action.target !== 'part' ? [this.button(action.label, '')] : rows.map((row) => this.button(row.name, row.name, row.role));
    this.list.replaceChildren(...buttons, ...(buttons.length === 0 ? [el('p', {}, 'There is none.')] : []));
    if (focused) this.list.querySelector('button')?.focus({preventScroll: true});
  }

  /** @param {string} label @param {string} part @param {number} [role] */
  button(label, part, role) {
    const swatch = el('span', {class: 'swatch', 'aria-hidden': 'true'});
    if (role !== undefined) swatch.style.setProperty('--swatch', roleVar(role));
    return el('button', {type: 'button', class: 'choice-part', onclick: () => this.choose(part)}, role !== undefined && swatch, label);
  }

  /** @param {string} part */
  choose(part) {
    if (!this.action) return;
    const values = [...this.fields.querySelectorAll('input')].map((input) => input.value.trim());
    const fault = this.act(this.action, part, values);
    setText(this.error, fault?.message ?? '');
    if (!fault) this.close(true);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === 'Escape') return this.close(true);
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const buttons = [...this.list.querySelectorAll('button')];
    buttons.at((buttons.indexOf(event.target) + step) % buttons.length)?.focus();
  }

  /** @param {boolean} [back] the focus goes back to the button */
  close(back = false) {
    const {owner} = this;
    this.owner = this.action = null;
    this.element.hidden = true;
    setText(this.error, '');
    if (owner?.hasAttribute('aria-expanded')) setAttribute(owner, 'aria-expanded', 'false');
    if (back) owner?.focus({preventScroll: true});
  }
}

/** A label that stands for itself, without the heading that it has among the controls.
 * @param {Param} param @param {State} state */
export function labelOf({label, group}, {params}) {
  return params.some((one) => one.label === label && one.group !== group) ? `${group}: ${label.toLowerCase()}` : label;
}

/** The value without its unit, which a slim row has no room for.
 * @param {Param} param */
function bare(param) {
  return param.kind === 'int' || param.kind === 'float' ? param.text.replace(param.unit, '').trim() : param.text;
}

/** What is wrong with `show=`, for whoever wrote it, or "".
 * @param {State} state @param {string[]} names */
export function unknown(state, names) {
  const known = [...others, ...state.actions.map((one) => one.name), ...state.params.map((one) => one.key)];
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length === 0) return '';
  return `show= names ${strange.join(', ')}, which is not here. There are ${known.join(', ')}.`;
}
