import {el, setText} from './element.js';
import {nameOf} from './comparison.js';
import {seconds} from './format.js';

/**
 * The menu of the Compare button: with what the scenario on screen is to be compared, and which side
 * stays when two have been.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Request} Request
 * @typedef {import('./types.js').Fault} Fault
 * @typedef {[label: string, request: Request]} Choice
 */

/** @type {HTMLElement|null} */
let open = null;

/** @param {HTMLElement} button @param {State} state @param {import('./types.js').Lab|undefined} lab
 * @param {(request: Request) => Fault|null} ask */
export function menu(button, state, lab, ask) {
  const again = open?.dataset.of === button.id;
  open?.remove();
  if (again) return;
  const error = el('p', {class: 'field-error', role: 'alert'});
  /** @param {Request} request */
  const choose = (request) => {
    const fault = ask(request);
    if (fault) setText(error, fault.message);
    else close(true);
  };
  const box = el('div', {class: 'menu', role: 'dialog', 'aria-label': 'Compare', 'data-of': button.id},
    ...kept(state).map((choices) => list('', choices, choose)),
    list(state.compare ? 'Compare A with' : 'Compare with', own(state), choose),
    ...(lab?.presets.length ? [list('A preset', lab.presets.map(({name, link}) => [name, {op: 'compare', link}]), choose)] : []),
    linkForm(choose, error), error);
  open = box;
  (button.parentElement ?? document.body).append(box);
  button.setAttribute('aria-expanded', 'true');
  /** @param {boolean} back */
  const close = (back) => {
    if (!box.isConnected) return;
    box.remove();
    open = null;
    button.setAttribute('aria-expanded', 'false');
    removeEventListener('pointerdown', outside, true);
    if (back) button.focus();
  };
  /** @param {PointerEvent} event */
  const outside = (event) => {
    if (event.target instanceof Node && !box.contains(event.target) && !button.contains(event.target)) close(false);
  };
  addEventListener('pointerdown', outside, true);
  box.addEventListener('keydown', (event) => key(event, box, close));
  box.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !box.contains(event.relatedTarget) && event.relatedTarget !== button) close(false);
  });
  box.querySelector('button')?.focus();
}

/** @param {KeyboardEvent} event @param {HTMLElement} box @param {(back: boolean) => void} close */
function key(event, box, close) {
  if (event.key === 'Escape') {
    event.stopPropagation();
    close(true);
  }
  const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const stops = [...box.querySelectorAll('button, input')];
  const at = stops.indexOf(/** @type {Element} */ (document.activeElement));
  /** @type {HTMLElement} */ (stops[(at + by + stops.length) % stops.length]).focus();
}

/** What can be kept of a comparison.
 * @param {State} state @returns {Choice[][]} */
function kept({compare}) {
  if (!compare) return [];
  return [(/** @type {const} */ (['a', 'b'])).map((side) => [`Keep only ${nameOf(compare, side)}`, {op: 'uncompare', keep: side}])];
}

/** @param {State} state @returns {Choice[]} */
function own(state) {
  return [
    ['A copy, to change it', {op: 'compare'}],
    [`The same until ${seconds(state.t)}, then on its own`, {op: 'fork'}],
  ];
}

/** @param {string} title @param {Choice[]} choices @param {(request: Request) => void} choose */
function list(title, choices, choose) {
  return el('section', {class: 'menu-group'}, title !== '' && el('h2', {}, title),
    ...choices.map(([label, request]) => el('button', {type: 'button', class: 'menu-item', onclick: () => choose(request)}, label)));
}

/** @param {(request: Request) => void} choose @param {HTMLElement} error */
function linkForm(choose, error) {
  const input = el('input', {type: 'text', class: 'input', id: 'compare-link', autocomplete: 'off', spellcheck: 'false', placeholder: '?lab=…'});
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const link = scenarioIn(input.value);
    if (link) choose({op: 'compare', link});
    else setText(error, 'That is no link to a scenario: it has a part such as ?lab=ring');
  };
  return el('form', {class: 'menu-group menu-link', onsubmit: submit}, el('label', {class: 'field-label', for: 'compare-link'}, 'A link'),
    input, el('button', {type: 'submit', class: 'button'}, 'Compare'));
}

/** The scenario in what somebody pasted, a whole address or its query; "" where there is none.
 * @param {string} text */
export function scenarioIn(text) {
  const at = text.trim().indexOf('?');
  return at < 0 ? '' : text.trim().slice(at).split('#')[0];
}
