import {head} from './control.js';
import {Drawn} from './drawn.js';
import {el, setAttribute, setText} from './element.js';
import {typedNumber, typedTime} from './format.js';
import {join, laws, read, said, shapes, spanText} from './laws.js';
import {fromSlider, nudge, share, toSlider, travel} from './slider.js';

/**
 * The editors of texts that have a form of their own: distributions such as exp:40ms, and profiles
 * of arrivals such as ramp:100:900:60s. A list chooses the law, fields hold its numbers, a slider its
 * mean, and a drawing its points; the text itself can be typed, too.
 *
 * @typedef {import('./types.js').Param} Param
 * @typedef {import('./control.js').Frame} Frame
 * @typedef {import('./control.js').Control} Control
 * @typedef {import('./laws.js').Law} Law
 */

/** Means that a slider reaches, in seconds; what lies outside can be typed. */
const means = {min: 1e-4, max: 10, step: 0, log: true, whole: false};

/** @param {Param} param @param {Frame} frame @returns {Control} */
export function form(param, frame) {
  const editor = new Editor(param, frame, param.form === 'dist' ? laws : shapes);
  return {element: editor.element, update: (next) => editor.update(next)};
}

class Editor {
  /** @param {Param} param @param {Frame} frame @param {Law[]} known */
  constructor(param, frame, known) {
    this.frame = frame;
    this.known = known;
    this.label = param.label;
    this.value = param.value;
    /** What is in force, taken apart; null where only the text can be edited. @type {{law: Law, numbers: string[]}|null} */
    this.parts = null;
    this.held = false;
    this.built = '';
    this.entry = el('input', {id: frame.id, type: 'text', class: 'entry', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': frame.describedBy});
    this.choice = el('select', {class: 'select', 'aria-label': `${param.label}: kind`, onchange: () => this.choose(this.choice.value)},
      ...known.map((law) => el('option', {value: law.name}, law.label)));
    this.slider = el('input', {type: 'range', class: 'slider', min: 0, max: travel, step: 'any', 'aria-label': `${param.label}: mean`});
    this.drawing = new Drawn(param.label, {
      change: (points) => this.send(['drawn', points].join(':')),
      hold: () => this.hold(true),
      release: () => this.hold(false),
    });
    this.fields = el('div', {class: 'form-fields'});
    this.element = frame.field(head(frame, param.label, this.entry),
      el('div', {class: 'form'}, this.slider,
        el('div', {class: 'form-row'}, el('div', {class: 'select-box'}, this.choice), this.fields), this.drawing.element));
    this.listen();
  }

  listen() {
    const {entry, slider, frame} = this;
    frame.typed(entry, () => { if (entry.value !== said(this.known, this.value)) this.send(this.typed(entry.value)); });
    entry.addEventListener('focus', () => {
      if (!frame.fault) entry.value = this.value;
      entry.select();
    });
    entry.addEventListener('blur', () => { if (!frame.fault) this.rest(); });
    slider.addEventListener('pointerdown', () => this.hold(true));
    for (const end of ['pointerup', 'pointercancel', 'change', 'blur']) slider.addEventListener(end, () => this.hold(false));
    slider.addEventListener('input', () => this.slide(fromSlider(Number(slider.value), means)));
    slider.addEventListener('keydown', (event) => {
      const steps = {ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10}[event.key];
      if (steps === undefined) return;
      event.preventDefault();
      this.slide(nudge(this.mean(), steps, means));
    });
  }

  /** @param {boolean} held */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    if (held) this.frame.sink.hold(this.frame.key);
    else this.frame.sink.release();
  }

  /** What was typed: a text as links carry it, or a time alone, which is the mean.
   * @param {string} text */
  typed(text) {
    const t = typedTime(text);
    const at = this.parts?.law.fields.findIndex((field) => field.mean) ?? -1;
    if (Number.isNaN(t) || !this.parts || at < 0) return text.trim().replace(/\s*([:,@])\s*/g, '$1');
    return join(this.parts.law, replaced(this.parts.numbers, at, spanText(t)));
  }

  /** @param {string} text @param {HTMLElement} [owner] who is marked when it is refused */
  send(text, owner = this.entry) {
    this.frame.send(text, owner);
  }

  mean() {
    const at = this.parts?.law.fields.findIndex((field) => field.mean) ?? -1;
    return at < 0 ? means.min : typedTime(this.parts?.numbers[at] ?? '');
  }

  /** @param {number} mean in seconds */
  slide(mean) {
    const {parts} = this;
    const at = parts?.law.fields.findIndex((field) => field.mean) ?? -1;
    if (!parts || at < 0) return;
    parts.numbers = replaced(parts.numbers, at, spanText(mean));
    this.stand();
    this.entry.value = said(this.known, join(parts.law, parts.numbers));
    this.send(join(parts.law, parts.numbers));
  }

  /** Another law, with as much of the numbers in force as it has a use for.
   * @param {string} name */
  choose(name) {
    const law = this.known.find((one) => one.name === name);
    if (!law) return;
    const had = (/** @type {import('./laws.js').Field} */ field) => {
      const at = this.parts?.law.fields.findIndex((one) => one.label === field.label || one.rate && field.rate && one.main && field.main) ?? -1;
      return at < 0 ? field.usual : this.parts?.numbers[at] ?? field.usual;
    };
    this.send(join(law, law.fields.map(had)));
  }

  /** @param {Param} param */
  update(param) {
    this.value = param.value;
    if (this.held || this.frame.fault) return;
    this.parts = read(this.known, param.value);
    this.show();
    if (document.activeElement !== this.entry) this.rest();
  }

  rest() {
    this.entry.value = said(this.known, this.value);
    setAttribute(this.entry, 'aria-valuetext', null);
  }

  show() {
    const {parts} = this;
    const law = parts?.law;
    this.choice.value = law?.name ?? '';
    this.slider.hidden = !law?.fields.some((field) => field.mean);
    this.drawing.element.hidden = law?.name !== 'drawn';
    if (law?.name === 'drawn') this.drawing.update(parts?.numbers[0] ?? '');
    this.stand();
    const rest = law?.fields.filter((field) => !field.mean && !field.points) ?? [];
    if (this.built !== law?.name) this.fields.replaceChildren(...rest.map((field) => this.field(field)));
    this.built = law?.name ?? '';
    rest.forEach((field, i) => {
      const input = this.fields.querySelectorAll('input')[i];
      const value = parts?.numbers[law?.fields.indexOf(field) ?? 0] ?? '';
      if (document.activeElement !== input && input.value !== value) input.value = value;
    });
  }

  stand() {
    if (this.slider.hidden) return;
    this.slider.value = String(toSlider(this.mean(), means));
    this.slider.style.setProperty('--share', String(share(Number(this.slider.value), means)));
    setAttribute(this.slider, 'aria-valuetext', spanText(this.mean()));
  }

  /** @param {import('./laws.js').Field} field */
  field(field) {
    const input = el('input', {type: 'text', class: 'input', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': this.frame.id + '-error'});
    input.addEventListener('focus', () => input.select());
    this.frame.typed(input, () => {
      const {parts} = this;
      if (!parts) return;
      const text = field.time ? timeText(input.value) : field.list ? input.value.replace(/\s/g, '') : typedNumber(input.value);
      const numbers = replaced(parts.numbers, parts.law.fields.indexOf(field), text);
      if (join(parts.law, numbers) !== this.value || this.frame.fault) this.send(join(parts.law, numbers), input);
    });
    const name = el('span', {class: 'form-label'}, field.label);
    setText(name, field.unit ? `${field.label}, ${field.unit}` : field.label);
    return el('label', {class: field.list ? 'form-field whole' : 'form-field'}, name, input);
  }
}

/** A time as links write it, or what was typed where it is none.
 * @param {string} text */
function timeText(text) {
  const t = typedTime(text);
  return Number.isNaN(t) ? text.trim() : spanText(t);
}

/** @param {string[]} list @param {number} at @param {string} text */
function replaced(list, at, text) {
  return list.map((one, i) => i === at ? text : one);
}
