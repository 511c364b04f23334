import {el} from './element.js';

/** Pictures on buttons, 16 by 16, drawn with the colour of the words around them. */
const drawings = {
  play: ['solid', 'M5 3l9 5-9 5z'],
  pause: ['solid', 'M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z'],
  step: ['', 'M5 4l5 4-5 4zM12 4v8'],
  back: ['', 'M11 4L6 8l5 4zM4 4v8'],
  swap: ['', 'M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13'],
  restart: ['', 'M3.5 8a4.5 4.5 0 1 0 1.6-3.4M5.2 1.8v3h3'],
  undo: ['', 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3.2L2.8 6l2.7 2.8'],
  redo: ['', 'M13 6H6.5a3.5 3.5 0 0 0 0 7H10M10.5 3.2L13.2 6l-2.7 2.8'],
  remove: ['', 'M4 4l8 8M12 4l-8 8'],
  kill: ['', 'M8 2v6M4.8 4.2a5 5 0 1 0 6.4 0'],
  restore: ['', 'M12.5 8a4.5 4.5 0 1 1-1.6-3.4M10.8 1.8v3h-3'],
  close: ['', 'M4 4l8 8M12 4l-8 8'],
  add: ['', 'M8 3v10M3 8h10'],
  fork: ['', 'M3 3v4.5c0 2 1.2 3 3 3h6.5M3 7.5V13M10 8l2.5 2.5L10 13'],
  list: ['', 'M6 4h7.5M6 8h7.5M6 12h7.5M2.8 4h.2M2.8 8h.2M2.8 12h.2'],
  more: ['solid', 'M3 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zM8 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zM13 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z'],
  seed: ['', 'M2.5 5h2c4 0 4 6 8 6h1M2.5 11h2c1.4 0 2.3-.8 3-1.7M9.5 6.2C10.3 5.5 11.2 5 12.5 5h1M11.8 3.2L13.6 5l-1.8 1.8M11.8 9.2l1.8 1.8-1.8 1.8'],
};

/** @typedef {keyof typeof drawings} Icon */

/** @param {string} name @returns {name is Icon} */
export function hasIcon(name) {
  return Object.hasOwn(drawings, name);
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** @param {Icon} name */
export function icon(name) {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '16');
  svg.setAttribute('height', '16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svgSpace, 'path');
  const [kind, d] = drawings[name];
  if (kind) path.setAttribute('class', kind);
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}

/** A button that is only a picture, with its name for those who cannot see it.
 * @param {Icon} name @param {string} label @param {(event: MouseEvent) => void} onclick */
export function iconButton(name, label, onclick) {
  return el('button', {type: 'button', class: 'icon-button', 'aria-label': label, 'data-tip': label, onclick}, icon(name));
}
