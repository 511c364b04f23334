import {el} from './element.js';
import {parse} from './markdown.js';

/** @typedef {import('./markdown.js').Span} Span */

/** Shows a guide. Its headings, whichever it begins with, stand below the title of the page.
 * @param {HTMLElement} root @param {string} guide */
export function showNotes(root, guide) {
  const blocks = parse(guide);
  const top = Math.min(...blocks.map((one) => one.kind === 'heading' ? one.level : Infinity));
  root.replaceChildren(...blocks.map((one) => block(one, top)));
}

/** @param {import('./markdown.js').Block} block @param {number} top the level of its highest headings
 * @returns {HTMLElement} */
function block(block, top) {
  switch (block.kind) {
    case 'heading': return el(block.level === top ? 'h2' : block.level === top + 1 ? 'h3' : 'h4', {}, ...block.spans.map(span));
    case 'paragraph': return el('p', {}, ...block.spans.map(span));
    case 'code': return el('pre', {}, el('code', {}, block.text));
    case 'list': return el(block.ordered ? 'ol' : 'ul', {}, ...block.items.map((item) => el('li', {}, ...item.map(span))));
  }
}

/** @param {Span} one @returns {Node|string} */
function span(one) {
  switch (one.kind) {
    case 'text': return one.text;
    case 'code': return el('code', {}, one.text);
    case 'link': return el('a', {href: one.href}, ...one.spans.map(span));
    default: return el(one.kind, {}, ...one.spans.map(span));
  }
}
