import {el, setAttribute, setText} from './element.js';
import {parseNumber, typedNumber} from './format.js';
import {fromSlider, nudge, rangeOf, share, toSlider, travel} from './slider.js';

/**
 * One control, built from what a parameter declares: radios for a short choice, a list for a long
 * one, a slider with its exact value beside it for a number, a field for a text. What edits texts of
 * a form of their own, such as distributions, arrives after the field.
 *
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./types.js').Fault} Fault
 *
 * @typedef {object} Sink
 * @property {(key: string, value: string, report: (fault: Fault|null) => void) => void} change
 *   called on every input; the report follows
 * @property {(key: string) => void} hold     a pointer went down: one gesture begins
 * @property {() => void} release
 *
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {(param: Param, pending: boolean) => void} update
 */

let built = 0;

/** @param {Param} param @param {Sink} sink @returns {Control} */
export function control(param, sink) {
  const frame = new Frame(param, sink);
  if (param.kind === 'enum') return short(param) ? radios(param, frame) : choice(param, frame);
  if (param.kind !== 'text') return number(param, frame);
  return ['dist', 'profile'].includes(param.form) ? formed(param, frame) : words(param, frame);
}

/** Whether the options fit side by side.
 * @param {Param} param */
function short(param) {
  const options = param.options ?? [];
  const letters = options.reduce((sum, option) => sum + option.label.length + 3, 0);
  return options.length <= 4 && letters <= 34;
}

/** How long typing rests before it counts, in ms. */
const typing = 350;

/** What every control has: a label, help, and a place for what is wrong. */
export class Frame {
  /** @param {Param} param @param {Sink} sink */
  constructor(param, sink) {
    this.id = 'param-' + param.key + '-' + ++built;
    this.key = param.key;
    this.sink = sink;
    this.fault = false;
    this.timer = 0;
    const help = [param.help, param.initial && 'Applies from the start of the run.'].filter(Boolean).join(' ');
    this.helpText = el('span', {id: this.id + '-help', hidden: true}, help);
    this.error = el('p', {id: this.id + '-error', class: 'field-error', role: 'alert'});
    this.other = el('p', {id: this.id + '-other', class: 'field-other'});
    this.describedBy = `${this.id}-help ${this.id}-other ${this.id}-error`;
    this.tip = help ? {'data-tip': help, 'data-side': 'left'} : {};
  }

  /** @param {HTMLElement} head @param {HTMLElement} body @param {Record<string, any>} [given] */
  field(head, body, given = {}) {
    return el('div', {class: 'field', 'data-key': this.key, ...given}, head, body, this.other, this.error, this.helpText);
  }

  /** @param {string} value @param {HTMLElement} owner who is marked when the value is refused
   * @param {() => void} [refused] */
  send(value, owner, refused) {
    clearTimeout(this.timer);
    this.sink.change(this.key, value, (fault) => {
      this.fault = fault !== null;
      setText(this.error, fault?.message ?? '');
      setAttribute(owner, 'aria-invalid', fault ? 'true' : null);
      if (fault) refused?.();
    });
  }

  /** Sends what is typed when typing rests, or is done: "500" is not 5, then 50, then 500.
   * @param {HTMLInputElement} input @param {() => void} send */
  typed(input, send) {
    input.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(send, typing);
    });
    input.addEventListener('change', send);
  }
}

/** @param {Param} param @param {Frame} frame @returns {Control} */
function radios(param, frame) {
  const label = el('span', {id: frame.id, class: 'field-label', ...frame.tip}, param.label);
  const inputs = (param.options ?? []).map((option) => el('input', {
    type: 'radio', name: frame.id, value: option.value,
    onchange: () => frame.send(option.value, group),
  }));
  const group = el('div', {class: 'segments', role: 'radiogroup', 'aria-labelledby': frame.id, 'aria-describedby': frame.describedBy},
    ...inputs.map((input, i) => el('label', {class: 'segment'}, input, el('span', {}, param.options?.[i].label))));
  return {
    element: frame.field(el('div', {class: 'field-head'}, label), group),
    update(next) {
      for (const input of inputs) input.checked = input.value === next.value;
    },
  };
}

/** @param {Param} param @param {Frame} frame @returns {Control} */
function choice(param, frame) {
  const select = el('select', {id: frame.id, class: 'select', 'aria-describedby': frame.describedBy,
    onchange: () => frame.send(select.value, select)},
    ...(param.options ?? []).map((option) => el('option', {value: option.value}, option.label)));
  return {
    element: frame.field(head(frame, param.label), el('div', {class: 'select-box'}, select)),
    update(next) {
      if (select.value !== next.value) select.value = next.value;
    },
  };
}

/** @param {Frame} frame @param {string} label @param {...HTMLElement} more */
export function head(frame, label, ...more) {
  return el('div', {class: 'field-head'}, el('label', {for: frame.id, class: 'field-label', ...frame.tip}, label), ...more);
}

/** @param {Param} param @param {Frame} frame @returns {Control} */
function words(param, frame) {
  const input = el('input', {id: frame.id, type: 'text', class: 'input', autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': frame.describedBy});
  frame.typed(input, () => frame.send(input.value.trim(), input));
  return {
    element: frame.field(head(frame, param.label), input, {class: 'field inline'}),
    update(next) {
      if (document.activeElement !== input && !frame.fault) input.value = next.value;
    },
  };
}

/** A plain field, until the editor of its form is there.
 * @param {Param} param @param {Frame} frame @returns {Control} */
function formed(param, frame) {
  let latest = param;
  let waits = false;
  let one = words(param, frame);
  import('./forms.js').then(({form}) => {
    const editor = form(param, frame);
    one.element.className = editor.element.className;
    one.element.replaceChildren(...editor.element.childNodes);
    one = {element: one.element, update: editor.update};
    one.update(latest, waits);
  }, () => { /* the field remains, which takes the same */ });
  return {
    element: one.element,
    update(next, pending) {
      [latest, waits] = [next, pending];
      one.update(next, pending);
    },
  };
}

/** A slider, and an entry that shows the value with its unit until somebody types in it.
 * @param {Param} param @param {Frame} frame @returns {Control} */
function number(param, frame) {
  const range = rangeOf(param);
  let latest = param;
  let held = false;
  const slider = el('input', {
    id: frame.id, type: 'range', class: 'slider', 'aria-describedby': frame.describedBy,
    min: range.log ? 0 : range.min, max: range.log ? travel : range.max, step: range.log ? 'any' : range.step || 'any',
  });
  const entry = el('input', {type: 'text', inputmode: 'decimal', class: 'entry', autocomplete: 'off',
    'aria-label': param.label + ', exact value', 'aria-describedby': frame.describedBy});

  /** @param {number} value */
  const stand = (value) => {
    slider.value = String(toSlider(value, range));
    slider.style.setProperty('--share', String(share(Number(slider.value), range)));
  };
  /** @param {number} value */
  const slide = (value) => {
    stand(value);
    frame.send(typedNumber(String(value)), slider);
    setAttribute(entry, 'aria-invalid', null);
  };
  const rest = () => {
    entry.value = latest.text;
    setAttribute(slider, 'aria-valuetext', latest.text);
  };

  slider.addEventListener('pointerdown', () => { held = true; frame.sink.hold(frame.key); });
  for (const end of ['pointerup', 'pointercancel', 'change', 'blur']) {
    slider.addEventListener(end, () => { held = false; frame.sink.release(); });
  }
  slider.addEventListener('input', () => slide(fromSlider(Number(slider.value), range)));
  slider.addEventListener('keydown', (event) => {
    const steps = {ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10}[event.key];
    if (!range.log || steps === undefined) return;
    event.preventDefault();
    slide(nudge(parseNumber(latest.value), steps, range));
  });
  entry.addEventListener('focus', () => {
    if (!frame.fault) entry.value = latest.value;
    entry.select();
  });
  frame.typed(entry, () => {
    if (entry.value !== latest.text || frame.fault) frame.send(typedNumber(entry.value), entry, () => stand(Number(latest.value)));
  });
  entry.addEventListener('blur', () => { if (!frame.fault) rest(); });

  return {
    element: frame.field(head(frame, param.label, entry), slider),
    update(next, pending) {
      latest = next;
      if (held || pending && document.activeElement === slider) return;
      if (document.activeElement === entry || frame.fault) return;
      stand(Number(next.value));
      rest();
    },
  };
}
