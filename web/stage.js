import {byId, setAttribute} from './element.js';

/**
 * The space that the scene is drawn in: its size, the pointer, and the table that says the same
 * in words. On a wide page the scene fills the space; on a narrow one it is as tall as it needs.
 * In an embed it fills the frame, unless the page around makes the frame as tall as it needs.
 */

const move = 1;
const leave = 2;
const click = 3;

/** How tall a scene stands in a text for its width; embed.js reserves the same.
 * @param {number} width */
export function heightIn(width) {
  return Math.round(width < 620 ? Math.max(360, Math.min(width * 1.2, 560)) : Math.max(420, Math.min(width * 0.675, 600)));
}

const least = 240;
const leastWide = 360;

export class Stage {
  /** @param {{input: (kind: number, x: number, y: number) => boolean, wake: () => void}} page */
  constructor(page) {
    this.page = page;
    this.element = byId('stage');
    this.space = byId('scene');
    this.width = 0;
    this.height = 0;
    this.wide = matchMedia('(min-width: 56.25rem)');
    /** The frame of an embed. */
    this.frame = /** @type {HTMLElement|null} */ (document.querySelector('.embed'));
    /** The page around an embed makes it as tall as it needs. */
    this.followed = false;
    new ResizeObserver(() => this.measure()).observe(this.space);
    this.wide.addEventListener('change', () => this.measure());
    addEventListener('resize', () => this.measure());
    this.measure();
    this.listen();
    toggleTable();
    byId('inspector').addEventListener('click', () => page.wake());
  }

  /** The size to ask a scene for, in CSS pixels. */
  measure() {
    this.width = this.space.clientWidth;
    this.height = this.room();
    this.page.wake();
  }

  room() {
    if (this.frame && this.followed) return heightIn(this.width);
    if (this.frame) return Math.max(least, innerHeight - (this.frame.offsetHeight - this.space.offsetHeight));
    const main = this.space.parentElement;
    if (main && this.wide.matches) return Math.max(leastWide, main.clientHeight - (main.scrollHeight - this.space.offsetHeight));
    return Math.round(Math.max(360, Math.min(innerHeight * 0.6, 560)));
  }

  /** The scene may be taller than asked for; the page makes room.
   * @param {number} height */
  fit(height) {
    const {style} = this.element;
    const fills = this.wide.matches && !this.frame;
    const tall = Math.ceil(height) + 'px';
    const sizes = {height: fills ? '' : tall, minHeight: fills && height > this.height ? tall : ''};
    if (style.height !== sizes.height || style.minHeight !== sizes.minHeight) Object.assign(style, sizes);
  }

  listen() {
    const stage = this.element;
    stage.addEventListener('pointermove', (event) => this.point(move, event));
    stage.addEventListener('pointerleave', (event) => this.point(leave, event));
    stage.addEventListener('click', (event) => this.point(click, event));
  }

  /** @param {number} kind @param {MouseEvent} event */
  point(kind, event) {
    const box = this.element.getBoundingClientRect();
    const something = this.page.input(kind, event.clientX - box.left, event.clientY - box.top + this.element.scrollTop);
    this.element.style.cursor = something ? 'pointer' : '';
    this.page.wake();
  }
}

/** The table comes into sight when it is focused, and stays while its button says so. */
function toggleTable() {
  const button = byId('table-toggle');
  const table = byId('inspector');
  const show = (/** @type {boolean} */ shown) => {
    table.classList.toggle('shown', shown);
    setAttribute(button, 'aria-pressed', String(shown));
    (shown ? table : button).focus();
  };
  button.addEventListener('click', () => show(!table.classList.contains('shown')));
  table.addEventListener('keydown', (event) => { if (event.key === 'Escape') show(false); });
}
