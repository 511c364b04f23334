import {byId, el, setAttribute, setText} from './element.js';
import {seconds} from './format.js';

/**
 * The timeline: a slider over the run, with a mark for each action,
 * hollow where the action turned out to be impossible, and a diamond where two sides of a comparison
 * first differ. Pointing near a mark says what it is, and a press there goes to its very moment. Page
 * up and page down go from mark to mark. What moves marks is in marks.js.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Mark} Mark
 * @typedef {import('./types.js').Page} Page
 */

const near = 7;

export class Timeline {
  /** @param {{seek: (t: number) => void, begin: () => void, end: () => void}} player */
  constructor(player) {
    this.player = player;
    this.fill = el('span', {class: 'timeline-fill'});
    this.thumb = el('span', {class: 'timeline-thumb'});
    this.markLayer = el('span', {class: 'timeline-marks'});
    this.slider = el('div', {class: 'timeline-slider', id: 'timeline', role: 'slider', tabindex: 0, 'aria-label': 'Timeline',
      'aria-orientation': 'horizontal', 'aria-valuemin': 0},
      el('span', {class: 'timeline-track'}, this.fill, this.markLayer, this.thumb));
    this.tip = el('span', {class: 'tooltip timeline-tip', 'aria-hidden': 'true', hidden: true});
    this.spoken = el('ol', {class: 'away', 'aria-label': 'Actions on the timeline'});
    this.element = el('div', {class: 'timeline'}, this.slider, this.tip, this.spoken);
    /** @type {Mark[]} */
    this.marks = [];
    this.drawn = '';
    this.t = 0;
    this.end = 1;
    this.position = '';
    this.wanted = -1;
    /** Where a drag holds the thumb, whatever the program has reached. @type {number|null} */
    this.dragged = null;
    this.listen();
  }

  /** @param {State} state */
  update(state) {
    this.position = state.position;
    const {divergence} = state.compare ?? {divergence: null};
    const drawn = JSON.stringify([state.end, state.marks, divergence]);
    if (drawn !== this.drawn) {
      this.marks = divergence ? [...state.marks, difference(divergence)].sort((a, b) => a.t - b.t) : state.marks;
      this.draw(state.end);
    }
    this.drawn = drawn;
    this.move(state.t, state.end);
  }

  /** @param {number} end */
  draw(end) {
    this.markLayer.replaceChildren(...this.marks.map((mark) => {
      const one = el('span', {class: ['timeline-mark', !mark.ok && 'refused', mark.i < 0 && 'difference'].filter(Boolean).join(' ')});
      one.style.setProperty('--at', String(Math.min(1, mark.t / end)));
      return one;
    }));
    this.spoken.replaceChildren(...this.marks.map((mark) => el('li', {}, describe(mark))));
  }

  /** Shows a mark where it is dragged to.
   * @param {Mark} mark @param {number} t */
  put(mark, t) {
    const one = this.markLayer.children[this.marks.findIndex(({i}) => i === mark.i)];
    if (one instanceof HTMLElement) one.style.setProperty('--at', String(Math.min(1, t / this.end)));
  }

  /** Brings the thumb to a moment; called on every frame.
   * @param {number} t @param {number} end */
  move(t, end) {
    this.t = t;
    this.end = end || 1;
    const at = Math.min(1, (this.dragged ?? t) / this.end).toFixed(5);
    this.element.style.setProperty('--now', at);
    if (document.activeElement === this.slider || !this.slider.hasAttribute('aria-valuenow')) this.speak();
  }

  speak() {
    setAttribute(this.slider, 'aria-valuemax', this.end.toFixed(2));
    setAttribute(this.slider, 'aria-valuenow', this.t.toFixed(2));
    const mark = this.marks.find((one) => Math.abs(one.t - this.t) < 5e-4);
    const parts = [`${seconds(this.t)} of ${seconds(this.end)}`, this.position, mark && describe(mark)];
    setAttribute(this.slider, 'aria-valuetext', parts.filter(Boolean).join(', '));
  }

  listen() {
    const slider = this.slider;
    slider.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      slider.setPointerCapture(event.pointerId);
      this.player.begin();
      this.drag(this.near(event)?.t ?? this.time(event));
    });
    slider.addEventListener('pointermove', (event) => {
      if (slider.hasPointerCapture(event.pointerId)) this.drag(this.time(event));
      this.point(this.near(event));
    });
    slider.addEventListener('lostpointercapture', () => {
      this.dragged = null;
      this.player.end();
    });
    slider.addEventListener('pointerleave', () => this.point(null));
    slider.addEventListener('blur', () => this.point(null));
    slider.addEventListener('keydown', (event) => this.key(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const now = this.wanted < 0 ? this.t : this.wanted;
    const after = this.marks.find((mark) => mark.t > now + 5e-4);
    const before = this.marks.filter((mark) => mark.t < now - 5e-4).pop();
    const goal = {Home: 0, End: this.end, PageUp: after?.t ?? this.end, PageDown: before?.t ?? 0}[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.seek(goal);
    this.point(event.key === 'PageUp' ? after ?? null : event.key === 'PageDown' ? before ?? null : null);
  }

  /** @param {number} t */
  drag(t) {
    this.dragged = t;
    this.move(this.t, this.end);
    this.seek(t);
  }

  /** The program hears of the last place of a drag, once for each frame on screen.
   * @param {number} t */
  seek(t) {
    if (this.wanted < 0) requestAnimationFrame(() => {
      const goal = this.wanted;
      this.wanted = -1;
      this.player.seek(goal);
    });
    this.wanted = t;
  }

  /** The moment under a pointer.
   * @param {PointerEvent} event */
  time(event) {
    const box = this.markLayer.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return Math.round(share * this.end * 1000) / 1000;
  }

  /** @param {PointerEvent} event @returns {Mark|null} */
  near(event) {
    const box = this.markLayer.getBoundingClientRect();
    const away = (/** @type {Mark} */ mark) => Math.abs(box.left + box.width * mark.t / this.end - event.clientX);
    const nearest = this.marks.reduce((best, mark) => best && away(best) <= away(mark) ? best : mark, /** @type {Mark|null} */ (null));
    return nearest && away(nearest) <= near ? nearest : null;
  }

  /** @param {Mark|null} mark */
  point(mark) {
    this.tip.hidden = mark === null;
    if (!mark) return;
    setText(this.tip, describe(mark));
    this.place(this.tip, mark.t);
  }

  /** Puts something that is centred on its left edge above a moment, within what the scene spans.
   * @param {HTMLElement} element @param {number} t */
  place(element, t) {
    const box = this.element.getBoundingClientRect();
    const {left, right} = byId('scene').getBoundingClientRect();
    const half = element.offsetWidth / 2;
    const x = box.width * t / this.end;
    element.style.left = Math.max(left - box.left + half + 8, Math.min(right - box.left - half - 8, x)) + 'px';
  }
}

/** The moment from which on something has happened: moments are whole milliseconds, events are not.
 * @param {number} t */
export function momentAfter(t) {
  return Math.ceil(t * 1000 - 1e-6) / 1000;
}

/** Where two sides first differ, as a mark that nobody can move.
 * @param {{t: number, text: string}} divergence @returns {Mark} */
function difference({t, text}) {
  return {i: -1, t: momentAfter(t), label: 'first difference: ' + text, ok: true, reason: ''};
}

/** What a timeline does to time: a drag holds it still, and lets it go on where it was let go.
 * @param {Page} page @param {() => boolean} isPlaying */
export function player(page, isPlaying) {
  let wasPlaying = false;
  return {
    seek: (/** @type {number} */ t) => { page.ask({op: 'seek', t}); },
    begin: () => {
      wasPlaying = isPlaying();
      if (wasPlaying) page.ask({op: 'pause'});
    },
    end: () => {
      if (wasPlaying) requestAnimationFrame(() => page.ask({op: 'play'}));
      wasPlaying = false;
    },
  };
}

/** @param {Mark} mark */
export function describe(mark) {
  return `${seconds(mark.t)} ${mark.label}${mark.ok ? '' : `. Not possible: ${mark.reason}`}`;
}
