import {counted} from './data.js';
import {el, setText} from './element.js';
import {contents, Refusal} from './tasks.js';

/**
 * How a file is laid out, as guessed and for the person to correct, and the first keys that this
 * comes to.
 *
 * @typedef {import('./types.js').Layout} Layout
 * @typedef {Layout & {columns: string[]}} Guess
 * @typedef {import('./types.js').Imported} Imported
 */

/** How much of a file is looked at before it is read: a byte more than its longest line, so that one
 * that is too long shows, or less if that is lines enough. */
const sampleLength = (1 << 16) + 1;
const enough = 1 << 12;

const formats = [['lines', 'Lines'], ['csv', 'CSV'], ['json-lines', 'JSON lines']];

/** A name of a file for each format, by which the program takes a sample for one. */
const samples = {lines: 'keys.txt', csv: 'keys.csv', 'json-lines': 'keys.jsonl'};

export class DataForm {
  /** @param {import('./tasks.js').Pipe} pipe @param {(wrong: string) => void} changed is told what is wrong, or "" */
  constructor(pipe, changed) {
    this.pipe = pipe;
    this.changed = changed;
    /** @type {{sample: Uint8Array, whole: boolean}} */
    this.file = {sample: new Uint8Array(), whole: true};
    /** @type {Guess} */
    this.layout = {format: 'lines', delimiter: ',', header: false, column: 0, field: '', columns: []};
    this.radios = formats.map(([value]) => el('input', {type: 'radio', name: 'data-format', value, onchange: () => this.reformat(value)}));
    this.column = el('select', {id: 'data-column', class: 'select', onchange: () => this.change({column: Number(this.column.value)})});
    this.header = el('input', {type: 'checkbox', onchange: () => this.change({header: this.header.checked})});
    this.names = el('datalist', {id: 'data-fields'});
    this.field = el('input', {id: 'data-field', class: 'input', type: 'text', list: 'data-fields', autocomplete: 'off', spellcheck: 'false',
      oninput: () => this.change({field: this.field.value.trim()})});
    this.lab = '';
    this.one = '';
    this.titleOf = {column: el('span', {}), field: el('span', {}), first: el('span', {})};
    this.ofCSV = el('div', {class: 'data-part'}, labelled('data-column', this.titleOf.column, el('div', {class: 'select-box'}, this.column)),
      el('label', {class: 'check'}, this.header, 'First line holds names'));
    this.ofJSON = el('div', {class: 'data-part'}, labelled('data-field', this.titleOf.field, this.field), this.names);
    this.first = el('ol', {class: 'data-first'});
    this.count = el('span', {class: 'own-note'});
    this.shown = el('div', {class: 'data-part'}, el('p', {class: 'field-label'}, this.titleOf.first, ' ', this.count), this.first);
    this.element = el('div', {class: 'data-form'},
      el('fieldset', {class: 'segments', 'aria-label': 'Format'}, ...this.radios.map((radio, i) =>
        el('label', {class: 'segment'}, radio, el('span', {}, formats[i][1])))),
      this.ofCSV, this.ofJSON, this.shown);
  }

  /** Speaks of what a lab takes.
   * @param {string} lab its id @param {string} one what one is called */
  speak(lab, one) {
    this.lab = lab;
    this.one = one;
    setText(this.titleOf.column, `Column with the ${one}s`);
    setText(this.titleOf.field, `Field with the ${one}s`);
    setText(this.titleOf.first, `First ${one}s`);
  }

  /** @param {{sample: Uint8Array, whole: boolean, layout: Guess}} looked */
  show({sample, whole, layout}) {
    this.file = {sample, whole};
    this.layout = layout;
    this.update();
  }

  /** @param {string} format */
  reformat(format) {
    this.layout = {...sniff(this.pipe, this.file.sample, samples[/** @type {keyof samples} */ (format)], this.lab), format};
    this.update();
  }

  /** @param {Partial<Layout>} what */
  change(what) {
    Object.assign(this.layout, what);
    this.update();
  }

  update() {
    const {format, header, column, field, columns} = this.layout;
    for (const radio of this.radios) radio.checked = radio.value === format;
    this.ofCSV.hidden = format !== 'csv';
    this.ofJSON.hidden = format !== 'json-lines';
    this.column.replaceChildren(...this.titles().map((name, i) => el('option', {value: i}, name)));
    this.column.value = String(column);
    this.header.checked = header;
    this.names.replaceChildren(...(format === 'json-lines' ? columns : []).map((name) => el('option', {value: name})));
    if (this.field.value.trim() !== field) this.field.value = field;
    this.preview();
  }

  /** What the columns are called: by the first line, or by their numbers. */
  titles() {
    const {header, columns} = this.layout;
    const cells = cellsOf(this.file.sample, this.layout.delimiter);
    return columns.map((_, i) => header && cells[i] || `column ${i + 1}` + (!header && cells[i] ? `, as ${cells[i]}` : ''));
  }

  preview() {
    const {sample, whole} = this.file;
    let wrong = '';
    try {
      const found = preview(this.pipe, sample, whole, this.options());
      this.first.replaceChildren(...found.first.map((key) => el('li', {}, key)));
      setText(this.count, whole ? counted(this.one, found) : '');
      this.inline = whole && found.inline;
    } catch (error) {
      wrong = String(/** @type {any} */ (error).message);
      this.inline = false;
    }
    this.hopeless = wrong !== '' && (whole || this.layout.format !== 'csv');
    this.shown.hidden = wrong !== '';
    this.changed(wrong);
  }

  /** Whether it is known that links can carry the keys. */
  inline = false;

  /** Whether what is wrong with the first lines is wrong with the file; a row of CSV may be cut off. */
  hopeless = false;

  /** @returns {Layout} */
  options() {
    const {format, delimiter, header, column, field} = this.layout;
    return {format, delimiter, header, column, field, lab: this.lab};
  }
}

/** @param {string} id @param {string|Node} label @param {HTMLElement} control */
export function labelled(id, label, control) {
  return el('div', {class: 'field'}, el('label', {for: id, class: 'field-label'}, label), control);
}

/** The cells of the first line that says anything.
 * @param {Uint8Array} sample @param {string} delimiter */
function cellsOf(sample, delimiter) {
  const line = new TextDecoder().decode(sample.subarray(0, 4096)).split(/\r?\n/).find((line) => line !== '') ?? '';
  const cells = [];
  let cell = '';
  for (const part of line.split(delimiter)) {
    cell += (cell && delimiter) + part;
    if (cell.startsWith('"') && cell.split('"').length % 2 === 0) continue;
    cells.push(cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'));
    cell = '';
  }
  return cells;
}

/** The beginning of a file, and a guess at how it is laid out.
 * @param {import('./tasks.js').Pipe} pipe @param {File|Blob} file @param {string} name
 * @param {{lab: string, one: string}} of what it is for, and what one is called */
export async function look(pipe, file, name, {lab, one}) {
  if (file.size === 0) throw new Refusal(`There is nothing in ${name}: it is empty, or a folder. Expected text with one ${one} per line, CSV or JSON lines.`);
  const sample = new Uint8Array(await contents(file, 0, sampleLength));
  return {sample, whole: file.size <= sampleLength, layout: sniff(pipe, sample, name, lab)};
}

/** @param {import('./tasks.js').Pipe} pipe @param {Uint8Array} sample @param {string} name @param {string} lab
 * @returns {Guess} */
function sniff(pipe, sample, name, lab) {
  const bytes = few(sample);
  pipe.fill(bytes);
  return pipe.ask({op: 'sniff', name, length: bytes.length, lab});
}

/** What the beginning of a file comes to; the error says what is wrong with it.
 * @param {import('./tasks.js').Pipe} pipe @param {Uint8Array} sample @param {boolean} whole @param {Layout} layout
 * @returns {Imported & {first: string[]}} */
function preview(pipe, sample, whole, layout) {
  const bytes = whole ? sample : cut(few(sample), layout.format === 'csv');
  pipe.fill(bytes);
  return pipe.ask({op: 'preview', length: bytes.length, ...layout});
}

const lineEnd = 10;
const quote = 34;

/** The first lines, a few of them.
 * @param {Uint8Array} sample */
function few(sample) {
  const some = sample.subarray(0, enough);
  return some.includes(lineEnd) ? some : sample;
}

/** All up to the end of the last whole line; a line end between quotes is part of a field.
 * @param {Uint8Array} sample @param {boolean} quotes */
function cut(sample, quotes) {
  let end = 0;
  let quoted = false;
  for (let i = 0; i < sample.length; i++) {
    if (quotes && sample[i] === quote) quoted = !quoted;
    if (sample[i] === lineEnd && !quoted) end = i + 1;
  }
  return sample.subarray(0, end || sample.length);
}
