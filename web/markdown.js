/**
 * The small part of Markdown that the guides use, as a tree: headings, paragraphs, lists, code,
 * emphasis and links. Everything else stays text, so nothing that a guide says can become markup.
 *
 * @typedef {{kind: 'text'|'code', text: string}
 *   | {kind: 'strong'|'em', spans: Span[]}
 *   | {kind: 'link', href: string, spans: Span[]}} Span
 * @typedef {{kind: 'heading', level: number, spans: Span[]}
 *   | {kind: 'paragraph', spans: Span[]}
 *   | {kind: 'list', ordered: boolean, items: Span[][]}
 *   | {kind: 'code', text: string}} Block
 */

const heading = /^(#{1,4})\s+(.*?)\s*#*$/;
const item = /^\s*(?:([-*+])|\d{1,3}[.)])\s+(.*)$/;
const fence = /^```/;

/** @param {string} text @returns {Block[]} */
export function parse(text) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  /** @type {Block[]} */
  const blocks = [];
  for (let at = 0; at < lines.length;) {
    at = lines[at].trim() === '' ? at + 1 : block(lines, at, blocks);
  }
  return blocks;
}

/** @param {string[]} lines @param {number} at @param {Block[]} blocks @returns {number} the next line */
function block(lines, at, blocks) {
  if (fence.test(lines[at])) return code(lines, at, blocks);
  const head = heading.exec(lines[at]);
  if (head) {
    blocks.push({kind: 'heading', level: head[1].length, spans: spans(head[2])});
    return at + 1;
  }
  return item.test(lines[at]) ? list(lines, at, blocks) : paragraph(lines, at, blocks);
}

/** @param {string[]} lines @param {number} at @param {Block[]} blocks */
function code(lines, at, blocks) {
  let end = at + 1;
  while (end < lines.length && !fence.test(lines[end])) end++;
  blocks.push({kind: 'code', text: lines.slice(at + 1, end).join('\n')});
  return end + 1;
}

/** @param {string[]} lines @param {number} at @param {Block[]} blocks */
function list(lines, at, blocks) {
  const first = /** @type {RegExpExecArray} */ (item.exec(lines[at]));
  /** @type {string[]} */
  const items = [];
  for (; at < lines.length && lines[at].trim() !== ''; at++) {
    const next = item.exec(lines[at]);
    if (next) items.push(next[2]);
    else if (starts(lines[at])) break;
    else items[items.length - 1] += ' ' + lines[at].trim();
  }
  blocks.push({kind: 'list', ordered: first[1] === undefined, items: items.map(spans)});
  return at;
}

/** @param {string[]} lines @param {number} at @param {Block[]} blocks */
function paragraph(lines, at, blocks) {
  const words = [lines[at].trim()];
  for (at++; at < lines.length && lines[at].trim() !== '' && !starts(lines[at]) && !item.test(lines[at]); at++) {
    words.push(lines[at].trim());
  }
  blocks.push({kind: 'paragraph', spans: spans(words.join(' '))});
  return at;
}

/** @param {string} line */
function starts(line) {
  return fence.test(line) || heading.test(line);
}

const inline = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\(([^()\s]+)\)/;

/** @param {string} text @returns {Span[]} */
export function spans(text) {
  /** @type {Span[]} */
  const out = [];
  while (text !== '') {
    const match = inline.exec(text);
    if (!match) {
      out.push({kind: 'text', text});
      break;
    }
    if (match.index > 0) out.push({kind: 'text', text: text.slice(0, match.index)});
    out.push(span(match));
    text = text.slice(match.index + match[0].length);
  }
  return out;
}

/** @param {RegExpExecArray} match @returns {Span} */
function span(match) {
  const [whole, verbatim, strong, em, words, href] = match;
  if (verbatim !== undefined) return {kind: 'code', text: verbatim};
  if (strong !== undefined) return {kind: 'strong', spans: spans(strong)};
  if (em !== undefined) return {kind: 'em', spans: spans(em)};
  return safe(href) ? {kind: 'link', href, spans: spans(words)} : {kind: 'text', text: whole};
}

/** A link leads to a web page or to another scenario, never to a script.
 * @param {string} href */
function safe(href) {
  return /^https?:\/\//i.test(href) || href.startsWith('?') || href.startsWith('#');
}
