import {el, setAttribute, setText} from './element.js';
import {seconds, typedTime} from './format.js';
import {Gestures} from './gesture.js';
import {iconButton} from './icons.js';
import {seekStep} from './keys.js';
import {describe} from './timeline.js';

/**
 * What can be done with the timeline's marks. Each has a head, which drags its action to another time
 * and, pressed, opens a list of what lies there: to set an exact time, go there or remove it. With the
 * keyboard the timeline acts on the mark at its moment, which Page up and Page down go to: Delete
 * removes it, < and > move it, Enter opens the list. A button opens the list of all.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Mark} Mark
 * @typedef {import('./types.js').Page} Page
 */

/** Less than this is a press, in pixels; and so near are marks that one press opens. */
const still = 4;
const close = 9;
const most = 8;

/** Two moments that nobody can tell apart, in seconds. */
const same = 5e-4;

export class Marks {
  /** @param {Page} page @param {import('./timeline.js').Timeline} timeline */
  constructor(page, timeline) {
    this.page = page;
    this.timeline = timeline;
    this.gestures = new Gestures();
    /** What was moved last, by which a further move of it is known. */
    this.moved = {label: '', t: -1, key: 0};
    this.layer = el('div', {class: 'marks', 'aria-hidden': 'true'});
    this.list = new List(page, timeline, (i, t) => this.move(i, t), (i) => this.remove(i));
    this.all = iconButton('list', 'Actions', () => this.list.toggle(this.all, this.marks.map((_, i) => i)));
    setAttribute(this.all, 'data-tip', 'What was done, and when');
    setAttribute(this.all, 'aria-haspopup', 'dialog');
    timeline.element.append(this.layer, this.list.element);
    /** @type {Mark[]} */
    this.marks = [];
    this.end = 1;
    /** @type {HTMLElement[]} */
    this.heads = [];
    /** What is being dragged: its index, where it was taken, and the time it would get. @type {{i: number, x: number, t: number|null}|null} */
    this.dragged = null;
    this.drawn = '';
    this.listen();
  }

  /** @param {State} state */
  update(state) {
    const drawn = JSON.stringify([state.end, state.marks]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.marks = state.marks;
    this.end = state.end || 1;
    this.all.disabled = this.marks.length === 0;
    while (this.heads.length > this.marks.length) this.heads.pop()?.remove();
    this.marks.forEach((mark, i) => this.head(i, mark));
    this.list.update(this.marks);
  }

  /** @param {number} i @param {Mark} mark */
  head(i, mark) {
    const head = this.heads[i] ?? el('span', {class: 'mark-head', 'data-i': i});
    if (!this.heads[i]) this.layer.append(head);
    this.heads[i] = head;
    head.classList.toggle('refused', !mark.ok);
    this.put(i, this.dragged?.i === i && this.dragged.t !== null ? this.dragged.t : mark.t);
  }

  /** @param {number} i @param {number} t */
  put(i, t) {
    this.heads[i].style.setProperty('--at', String(Math.min(1, t / this.end)));
    this.timeline.put(this.marks[i], t);
  }

  listen() {
    const {layer, timeline} = this;
    layer.addEventListener('pointerdown', (event) => this.take(event));
    layer.addEventListener('pointermove', (event) => this.drag(event));
    layer.addEventListener('lostpointercapture', () => this.drop());
    layer.addEventListener('pointerover', (event) => this.say(this.at(event)));
    layer.addEventListener('pointerleave', () => this.say(null));
    timeline.slider.addEventListener('keydown', (event) => this.key(event));
    addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.dragged) return;
      this.dragged.t = null;
      this.dragged.x = NaN;
      this.drop();
    }, true);
  }

  /** The index of the mark that a pointer is at, or null.
   * @param {Event} event */
  at(event) {
    const head = event.target instanceof HTMLElement ? event.target.closest('.mark-head') : null;
    return head instanceof HTMLElement ? Number(head.dataset.i) : null;
  }

  /** @param {number|null} i */
  say(i) {
    if (!this.dragged) this.timeline.point(i === null || this.list.open ? null : this.marks[i]);
  }

  /** @param {PointerEvent} event */
  take(event) {
    const i = this.at(event);
    if (i === null || event.button !== 0) return;
    this.dragged = {i, x: event.clientX, t: null};
    this.layer.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const {dragged} = this;
    if (!dragged || dragged.t === null && Math.abs(event.clientX - dragged.x) < still) return;
    dragged.t = this.round(this.timeline.time(event));
    this.put(dragged.i, dragged.t);
    this.timeline.point({...this.marks[dragged.i], t: dragged.t, ok: true});
  }

  drop() {
    const {dragged} = this;
    this.dragged = null;
    if (!dragged || !this.marks[dragged.i]) return;
    this.timeline.point(null);
    this.put(dragged.i, this.marks[dragged.i].t);
    if (dragged.t !== null) this.move(dragged.i, dragged.t);
    else if (!Number.isNaN(dragged.x)) this.list.show(this.timeline.slider, this.near(dragged.i));
  }

  /** A time that a person would choose, no finer than the screen.
   * @param {number} t */
  round(t) {
    const pixel = this.end / Math.max(1, this.layer.clientWidth);
    const grain = Math.max(0.001, 10 ** Math.floor(Math.log10(pixel * 2)));
    return Number((Math.round(t / grain) * grain).toFixed(3));
  }

  /** The marks that one press cannot tell from this one.
   * @param {number} i */
  near(i) {
    const scale = this.layer.clientWidth / this.end;
    const here = this.marks.map((_, k) => k).filter((k) => Math.abs(this.marks[k].t - this.marks[i].t) * scale <= close);
    const first = Math.max(0, Math.min(here.indexOf(i), here.length - most));
    return here.slice(first, first + most);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = this.timeline.t;
    const i = this.marks.findIndex((mark) => Math.abs(mark.t - now) < same);
    const by = {'<': -1, '>': 1}[event.key];
    if (i < 0 || !by && !['Delete', 'Backspace', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'Enter') this.list.show(this.timeline.slider, this.marks.map((_, k) => k).filter((k) => Math.abs(this.marks[k].t - now) < same));
    else if (!by) this.remove(i);
    else {
      const t = Math.max(0, Number((this.marks[i].t + by * seekStep(this.end)).toFixed(3)));
      if (!this.move(i, t)) this.page.ask({op: 'seek', t});
    }
  }

  /** Moves an action. What moves on from where the last move has left it goes on with one step of undo.
   * @param {number} i @param {number} t @returns {import('./types.js').Fault|null} what was wrong */
  move(i, t) {
    const {label, t: from} = this.marks[i];
    const goesOn = this.moved.label === label && Math.abs(this.moved.t - from) < same;
    this.moved = {label, t, key: this.moved.key + (goesOn ? 0 : 1)};
    return this.page.ask({op: 'move-mark', i: this.marks[i].i, t, gesture: this.gestures.of('mark ' + this.moved.key, performance.now())});
  }

  /** @param {number} i */
  remove(i) {
    this.page.ask({op: 'remove-mark', i: this.marks[i].i});
  }
}

/** A list of marks that can be edited, over the timeline. */
class List {
  /** @param {Page} page @param {import('./timeline.js').Timeline} timeline
   * @param {(i: number, t: number) => import('./types.js').Fault|null} move @param {(i: number) => void} remove */
  constructor(page, timeline, move, remove) {
    this.page = page;
    this.timeline = timeline;
    this.move = move;
    this.remove = remove;
    this.element = el('div', {class: 'mark-list', role: 'dialog', 'aria-label': 'Actions', hidden: true});
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {number[]} */
    this.shown = [];
    /** Who gets the focus back. @type {HTMLElement|null} */
    this.from = null;
    this.element.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') this.close(true);
    });
    addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.element.contains(event.target) && !this.from?.contains(event.target)) this.close(false);
    });
  }

  get open() { return !this.element.hidden; }

  /** @param {Mark[]} marks */
  update(marks) {
    const grown = marks.length !== this.marks.length;
    this.marks = marks;
    if (!this.open) return;
    // Which action has which index is another thing now.
    if (grown && this.shown.length < this.marks.length) this.shown = this.shown.slice(0, -1);
    this.draw(this.shown.filter((i) => i < marks.length));
  }

  /** @param {HTMLElement} from @param {number[]} shown */
  toggle(from, shown) {
    if (this.open) this.close(true);
    else this.show(from, shown);
  }

  /** @param {HTMLElement} from @param {number[]} shown */
  show(from, shown) {
    this.from = from;
    this.element.hidden = false;
    this.timeline.point(null);
    this.draw(shown);
    this.element.querySelector('input')?.focus();
  }

  /** @param {number[]} shown */
  draw(shown) {
    this.shown = shown;
    if (shown.length === 0) return this.close(true);
    const focused = [...this.element.querySelectorAll('input, button')].indexOf(/** @type {Element} */ (document.activeElement));
    this.element.replaceChildren(...shown.map((i) => this.row(this.marks[i], i)));
    const middle = shown.length === 1 ? this.marks[shown[0]].t : this.timeline.end / 2;
    this.timeline.place(this.element, shown.length > most ? this.timeline.end / 2 : middle);
    const stops = this.element.querySelectorAll('input, button');
    if (focused >= 0) /** @type {HTMLElement} */ (stops[Math.min(focused, stops.length - 1)]).focus();
  }

  /** @param {Mark} mark @param {number} i */
  row(mark, i) {
    const error = el('p', {class: 'field-error', role: 'alert'});
    const time = el('input', {type: 'text', class: 'input', autocomplete: 'off', 'aria-label': `Time of ${mark.label}`, value: seconds(mark.t)});
    time.addEventListener('focus', () => time.select());
    time.addEventListener('change', () => {
      const t = typedTime(time.value);
      const fault = t >= 0 ? this.move(i, t) : {message: `"${time.value}" is no time: it takes seconds, such as 30 or 42.6 s`};
      setText(error, fault?.message ?? '');
      setAttribute(time, 'aria-invalid', fault ? 'true' : null);
      if (!fault && this.shown.length < this.marks.length) this.follow(mark.label, t);
    });
    return el('div', {class: 'mark-row'}, time, el('span', {class: 'mark-label'}, mark.label),
      el('button', {type: 'button', class: 'button small', 'aria-label': `Go there: ${describe(mark)}`, onclick: () => { this.page.ask({op: 'seek', t: mark.t}); }}, 'Go there'),
      iconButton('remove', `Remove ${mark.label}`, () => this.remove(i)),
      !mark.ok && el('p', {class: 'mark-reason'}, `Not possible: ${mark.reason}`), error);
  }

  /** Shows an action alone, where it has been moved to.
   * @param {string} label @param {number} t */
  follow(label, t) {
    this.draw(this.marks.map((_, i) => i).filter((i) => this.marks[i].label === label && Math.abs(this.marks[i].t - t) < same).slice(0, 1));
  }

  /** @param {boolean} back whether the focus goes back to where it came from */
  close(back) {
    if (!this.open) return;
    this.shown = [];
    this.element.hidden = true;
    this.element.replaceChildren();
    if (back) (this.from instanceof HTMLButtonElement && this.from.disabled ? this.timeline.slider : this.from)?.focus({preventScroll: true});
  }
}
