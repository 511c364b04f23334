import {el, setAttribute, setText} from './element.js';
import {plain, typedNumber, typedTime} from './format.js';
import {iconButton} from './icons.js';
import {pointsText, pointText, readPoints, spanText} from './laws.js';

/**
 * A surface to draw a rate over time on: a press adds a point, dragging moves it, and so do the arrow
 * keys while it has the focus; Page up and Page down go from point to point, and Delete takes one away. How much time and how high a rate the surface
 * shows are fields below it.
 *
 * @typedef {{t: number, rate: number}} Point
 * @typedef {{change: (points: string) => void, hold: () => void, release: () => void}} Sink
 */

const width = 280;
const height = 110;
const edge = 8;
const most = 32;
const svgSpace = 'http://www.w3.org/2000/svg';

export class Drawn {
  /** @param {string} label @param {Sink} sink */
  constructor(label, sink) {
    this.sink = sink;
    /** @type {Point[]} */
    this.points = [];
    this.text = '';
    this.chosen = 0;
    this.held = -1;
    this.over = 60;
    this.upTo = 1000;
    this.line = svg('path', {class: 'drawn-line'});
    this.handles = svg('g', {});
    this.surface = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `${label}: drawing`, class: 'drawn-surface'});
    this.surface.append(svg('path', {class: 'drawn-grid', d: `M${edge} ${height / 2}H${width - edge}M${edge} ${height - edge}H${width - edge}M${edge} ${edge}H${width - edge}`}), this.line, this.handles);
    this.span = el('input', {type: 'text', class: 'input', autocomplete: 'off', onchange: () => this.extend(typedTime(this.span.value), this.upTo)});
    this.top = el('input', {type: 'text', class: 'input', autocomplete: 'off', inputmode: 'decimal', onchange: () => this.extend(this.over, Number(typedNumber(this.top.value)))});
    this.here = el('p', {class: 'drawn-here'});
    this.less = iconButton('remove', 'Remove this point', () => this.remove(this.chosen));
    this.element = el('div', {class: 'drawn'}, this.surface,
      el('div', {class: 'drawn-foot'}, this.here, iconButton('add', 'Add a point', () => this.add(this.between())), this.less),
      el('div', {class: 'form-fields'},
        el('label', {class: 'form-field'}, el('span', {class: 'form-label'}, 'Shown time'), this.span),
        el('label', {class: 'form-field'}, el('span', {class: 'form-label'}, 'Shown rate, per s'), this.top)));
    this.listen();
  }

  listen() {
    const {surface} = this;
    surface.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      surface.setPointerCapture(event.pointerId);
      this.sink.hold();
      const near = this.near(event);
      this.held = near >= 0 ? near : this.add(this.at(event));
      this.choose(this.held);
    });
    surface.addEventListener('pointermove', (event) => {
      if (this.held >= 0) this.put(this.held, this.at(event));
    });
    surface.addEventListener('lostpointercapture', () => {
      this.held = -1;
      this.sink.release();
    });
    surface.addEventListener('focusin', (event) => {
      const handle = event.target instanceof SVGElement ? event.target.closest('[data-i]') : null;
      if (handle instanceof SVGElement) this.choose(Number(handle.dataset.i), false);
    });
    surface.addEventListener('keydown', (event) => this.key(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const i = this.chosen;
    const point = this.points[i];
    const far = event.shiftKey ? 10 : 1;
    const by = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
    if (by && point) this.put(i, {t: point.t + by[0] * far * this.over / 100, rate: point.rate + by[1] * far * this.upTo / 100});
    else if (event.key === 'PageUp' || event.key === 'PageDown') this.choose(within(i + (event.key === 'PageUp' ? 1 : -1), 0, this.points.length - 1));
    else if (event.key === 'Delete' || event.key === 'Backspace') this.remove(i);
    else return;
    event.preventDefault();
  }

  /** @param {string} text */
  update(text) {
    if (text === this.text || this.held >= 0) return;
    this.text = text;
    this.points = readPoints(text);
    this.over = Math.max(this.over, roundedUp(this.points.at(-1)?.t ?? 0));
    this.upTo = Math.max(this.upTo, roundedUp(Math.max(...this.points.map((point) => point.rate))));
    this.chosen = Math.min(this.chosen, this.points.length - 1);
    this.draw();
  }

  /** @param {number} over @param {number} upTo */
  extend(over, upTo) {
    if (over > 0) this.over = Math.max(over, this.points.at(-1)?.t ?? 0);
    if (upTo > 0) this.upTo = Math.max(upTo, ...this.points.map((point) => point.rate));
    this.draw();
  }

  /** The place under a pointer, in numbers that a person would choose.
   * @param {PointerEvent} event @returns {Point} */
  at(event) {
    const box = this.surface.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width * width - edge) / (width - 2 * edge);
    const y = 1 - ((event.clientY - box.top) / box.height * height - edge) / (height - 2 * edge);
    return {t: x * this.over, rate: y * this.upTo};
  }

  /** @param {PointerEvent} event */
  near(event) {
    const box = this.surface.getBoundingClientRect();
    const away = this.points.map((point) => Math.hypot(
      box.left + this.x(point) / width * box.width - event.clientX, box.top + this.y(point) / height * box.height - event.clientY));
    const least = Math.min(...away);
    return least < 14 ? away.indexOf(least) : -1;
  }

  /** @param {Point} point */
  x({t}) { return edge + Math.min(1, t / this.over) * (width - 2 * edge); }

  /** @param {Point} point */
  y({rate}) { return height - edge - Math.min(1, rate / this.upTo) * (height - 2 * edge); }

  /** Moves a point, between its neighbours; the first stays at the start.
   * @param {number} i @param {Point} to */
  put(i, to) {
    const low = this.points[i - 1]?.t ?? 0;
    const high = this.points[i + 1]?.t ?? this.over;
    const t = i === 0 ? 0 : within(grained(to.t, this.over), low, high);
    this.points[i] = {t, rate: within(grained(to.rate, this.upTo), 0, this.upTo)};
    this.changed();
  }

  /** Puts a new point in its place and returns its index.
   * @param {Point} point */
  add(point) {
    if (this.points.length >= most) return this.chosen;
    const after = this.points.findIndex((one) => one.t > point.t);
    const i = Math.max(1, after < 0 ? this.points.length : after);
    this.points.splice(i, 0, point);
    this.chosen = i;
    this.put(i, point);
    return i;
  }

  /** Half way to the point after the chosen one, or to the end.
   * @returns {Point} */
  between() {
    const one = this.points[this.chosen] ?? {t: 0, rate: this.upTo / 2};
    const next = this.points[this.chosen + 1] ?? {t: this.over, rate: one.rate};
    return {t: (one.t + next.t) / 2, rate: (one.rate + next.rate) / 2};
  }

  /** @param {number} i */
  remove(i) {
    if (i === 0 || this.points.length <= 2) return;
    this.points.splice(i, 1);
    this.changed();
    this.choose(Math.min(i, this.points.length - 1));
  }

  changed() {
    this.text = pointsText(this.points);
    this.draw();
    this.sink.change(this.text);
  }

  /** @param {number} i @param {boolean} [focus] */
  choose(i, focus = true) {
    this.chosen = i;
    this.tell();
    if (focus) /** @type {SVGElement|null} */ (this.handles.children[i])?.focus();
  }

  draw() {
    const {points} = this;
    const last = points.at(-1);
    this.line.setAttribute('d', points.map((point, i) => `${i === 0 ? 'M' : 'L'}${this.x(point)} ${this.y(point)}`).join('') + (last ? `H${width - edge}` : ''));
    while (this.handles.children.length > points.length) this.handles.lastChild?.remove();
    points.forEach((point, i) => {
      const handle = this.handles.children[i] ?? this.handles.appendChild(svg('circle', {class: 'drawn-point', r: '5', role: 'slider', 'data-i': String(i), 'aria-valuemin': '0'}));
      for (const [name, value] of Object.entries({cx: this.x(point), cy: this.y(point), 'aria-label': `Point ${i + 1} of ${points.length}`,
        'aria-valuemax': this.upTo, 'aria-valuenow': point.rate, 'aria-valuetext': pointText(point)})) setAttribute(handle, name, String(value));
    });
    if (document.activeElement !== this.span) this.span.value = spanText(this.over);
    if (document.activeElement !== this.top) this.top.value = plain(this.upTo);
    this.tell();
  }

  tell() {
    [...this.handles.children].forEach((handle, i) => {
      setAttribute(handle, 'tabindex', i === this.chosen ? '0' : '-1');
      handle.classList.toggle('chosen', i === this.chosen);
    });
    const point = this.points[this.chosen];
    setText(this.here, point ? pointText(point) : '');
    this.less.disabled = this.chosen === 0 || this.points.length <= 2;
  }
}

/** @template {keyof SVGElementTagNameMap} K @param {K} name @param {Record<string, string>} given @returns {SVGElementTagNameMap[K]} */
function svg(name, given) {
  const element = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
  return element;
}

/** @param {number} x @param {number} low @param {number} high */
function within(x, low, high) {
  return Math.max(low, Math.min(high, x));
}

/** To about a hundredth of the whole.
 * @param {number} x @param {number} whole */
function grained(x, whole) {
  const grain = 10 ** Math.floor(Math.log10(whole / 100));
  return Number((Math.round(x / grain) * grain).toPrecision(6));
}

/** The next number with one digit that counts.
 * @param {number} x */
export function roundedUp(x) {
  if (!(x > 0)) return 0;
  const size = 10 ** Math.floor(Math.log10(x));
  return Math.ceil(x / size - 1e-9) * size;
}
