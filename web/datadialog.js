import {counted} from './data.js';
import {DataForm, labelled, look} from './dataform.js';
import {byId, el, setAttribute, setText} from './element.js';
import {grouped, size} from './format.js';
import {encode, encodes} from './fragment.js';
import {iconButton} from './icons.js';
import {Tasks} from './task.js';
import {Pipe} from './tasks.js';

/**
 * The dialog for a person's own data, of which a lab says how it is called: pasted, dropped or chosen, looked at, read with progress, and
 * put in the place of those that were there. Until that last step nothing changes.
 *
 * @typedef {{file: File|Blob, name: string}} Source
 * @typedef {import('./types.js').Imported} Imported
 * @typedef {Imported & {fragment: string}} Waiting keys that were read, and what of a link carries them, "" for none
 */

/** More letters than these are taken as a file: a text area would hold the page up. */
const longText = 100_000;

/** How long typing rests before it is looked at, in ms. */
const typing = 250;

/** Painting progress takes time, too: in ms. */
const telling = 60;

const secret = 'Nothing leaves this machine: the file is read by this page only.';
const travel = (/** @type {string} */ many) => `A link carries its name and how many ${many} it has; the ${many} themselves only up to 16 KB.`;
const stay = (/** @type {string} */ many) => `A link carries its name and how many ${many} it has, and not the ${many}.`;
const travels = (/** @type {string} */ many) => `These ${many} are small enough to travel in the link: whoever opens it has them.`;

export class DataDialog {
  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
    this.pipe = new Pipe(app.bridge.exports, (request) => app.bridge.send(request));
    this.tasks = new Tasks(this.pipe, () => new Worker(new URL('worker.js', import.meta.url), {type: 'module'}),
      globalThis.headroomProgram.then(({module}) => module));
    /** @type {Source|null} */
    this.source = null;
    /** @type {AbortController|null} */
    this.loading = null;
    /** Keys that wait and are not those that are missing. @type {Waiting|null} */
    this.other = null;
    this.told = 0;
    this.one = '';
    this.form = new DataForm(this.pipe, (wrong) => {
      this.other = null; // another column may hold the right ones
      this.wrong(wrong);
      this.show(true);
    });
    this.parts = parts({
      pick: () => this.parts.input.click(),
      chosen: () => this.chosen(),
      typed: () => this.typed(),
      paste: (event) => this.paste(event),
      use: () => this.go(),
      stop: () => this.stop(),
      closed: () => this.closed(),
    }, this.form.element);
    document.body.append(this.parts.dialog);
  }

  /** @param {File} [file] */
  open(file) {
    this.speak();
    if (!this.parts.dialog.open) {
      this.take(null);
      this.parts.dialog.showModal();
      this.tasks.warm();
      this.pipe.fill(new Uint8Array()); // makes the buffer now, and not when there is something to read
    }
    if (file) this.take({file, name: file.name});
  }

  /** Speaks of what the lab on the page takes. */
  speak() {
    const {lab, takesData} = /** @type {import('./types.js').State} */ (this.app.state);
    const {one, example, help} = /** @type {import('./types.js').DataSpec} */ (takesData);
    this.one = one;
    this.parts.text.placeholder = example;
    setText(this.parts.title, `Your own ${one}s`);
    setText(this.parts.help, help);
    setAttribute(this.parts.input, 'aria-label', `File with ${one}s`);
    this.form.speak(lab.id, one);
  }

  /** What is pasted has no name of its own. */
  get pasted() { return `pasted ${this.one}s`; }

  chosen() {
    const file = this.parts.input.files?.[0];
    this.parts.input.value = '';
    if (file) this.take({file, name: file.name});
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.take(this.parts.text.value.trim() === '' ? null : {file: new Blob([this.parts.text.value]), name: this.pasted}), typing);
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length < longText) return;
    event.preventDefault();
    this.take({file: new File([text], this.pasted), name: this.pasted});
  }

  /** Looks at what was given; null is nothing yet.
   * @param {Source|null} source */
  async take(source) {
    if (this.loading) return;
    clearTimeout(this.timer);
    this.source = source;
    this.other = null;
    if (!source || source.file instanceof File) this.parts.text.value = '';
    this.wrong('');
    this.show(false);
    if (!source) return;
    try {
      const looked = await look(this.pipe, source.file, source.name, this.form);
      if (this.source !== source) return;
      this.form.show(looked);
      if (source.file instanceof File) this.parts.use.focus();
    } catch (error) {
      if (this.source === source) this.wrong(message(error));
    }
  }

  /** @param {boolean} looked whether the form has something to show */
  show(looked) {
    const {source} = this;
    const file = source?.file instanceof File;
    const busy = this.loading !== null;
    setText(this.parts.pick, this.other ? 'Choose another' : file ? 'Another file' : 'Choose a file');
    setText(this.parts.said, file ? `${source.name}, ${size(source.file.size)}` : 'or drop it anywhere on the page');
    this.parts.said.classList.toggle('named', file);
    this.parts.pick.disabled = busy;
    this.parts.typing.hidden = file;
    this.parts.text.disabled = busy;
    this.form.element.hidden = !looked || busy;
    this.parts.progress.hidden = !busy;
    this.parts.use.hidden = !looked || busy || this.form.hopeless;
    setText(this.parts.use, this.other ? 'Use it anyway' : `Use these ${this.one}s`);
    setText(this.parts.privacy, `${secret} ${this.travel(looked)}`);
  }

  /** What a link will carry.
   * @param {boolean} looked */
  travel(looked) {
    if (!encodes()) return stay(`${this.one}s`);
    return ((this.other ? this.other.fragment !== '' : looked && this.form.inline) ? travels : travel)(`${this.one}s`);
  }

  /** @param {string} text */
  wrong(text) {
    setText(this.parts.error, text);
  }

  /** Reads the keys, or uses those that wait. */
  async go() {
    const {source} = this;
    if (!source || this.loading || !this.parts.dialog.open) return;
    if (this.other) return this.finish(source, this.other);
    const controller = this.loading = new AbortController();
    this.wrong('');
    this.tell({share: 0, lines: 0});
    this.show(true);
    this.parts.cancel.focus();
    try {
      const keys = await this.tasks.read(source.file, this.form.options(),
        {signal: controller.signal, progress: (progress) => { if (!controller.signal.aborted) this.tell(progress); }});
      const fragment = await fragmentOf(this.pipe, keys);
      controller.signal.throwIfAborted();
      this.loading = null;
      this.check(source, {...keys, fragment});
    } catch (error) {
      this.loading = null;
      if (!controller.signal.aborted) this.wrong(message(error));
      if (this.parts.dialog.open) this.show(true);
    }
  }

  /** Whether keys are the ones that the experiment is missing.
   * @param {Source} source @param {Waiting} keys */
  check(source, keys) {
    const wanted = this.app.state?.data;
    if (!wanted?.missing || wanted.digest === keys.digest) return this.finish(source, keys);
    this.other = keys;
    this.wrong(`${source.name} with ${counted(this.one, {keys: keys.keys})} is not what this experiment runs on, ` +
      `${wanted.name} with ${counted(this.one, {keys: wanted.keys})}: another file, or another column, was chosen.`);
    this.show(true);
    this.parts.use.focus();
  }

  /** Puts the keys that wait in the place of those that are there.
   * @param {Source} source @param {Waiting} keys */
  finish(source, keys) {
    if (keys.fragment) this.app.fragments.set(keys.digest, keys.fragment);
    const fault = this.app.ask({op: 'data', name: source.name});
    if (fault) {
      this.wrong(fault.message);
      this.show(true);
      return;
    }
    byId('announcer').textContent = `${source.name}: ${counted(this.one, keys)}`;
    this.parts.dialog.close();
  }

  /** @param {import('./tasks.js').Progress} progress */
  tell({share, lines}) {
    const now = performance.now();
    if (share > 0 && now - this.told < telling) return;
    this.told = now;
    const all = this.source?.file.size ?? 0;
    this.parts.bar.style.setProperty('--share', share.toFixed(3));
    setAttribute(this.parts.bar, 'aria-valuenow', String(Math.round(share * 100)));
    setText(this.parts.count, `${size(share * all, all)} of ${size(all)}, ${grouped(lines)} lines`);
  }

  /** Cancel ends the reading first, and then the dialog. */
  stop() {
    if (!this.loading) this.parts.dialog.close();
    else this.loading.abort();
  }

  closed() {
    this.loading?.abort();
    this.loading = null;
    this.tasks.stop();
    this.pipe.send({op: 'task-cancel'});
    this.source = this.other = null;
    this.take(null);
  }
}

/**
 * What the dialog is made of.
 * @param {Record<'pick'|'chosen'|'typed'|'use'|'stop'|'closed', () => void> & {paste: (event: ClipboardEvent) => void}} on
 * @param {HTMLElement} form
 */
function parts(on, form) {
  const input = el('input', {type: 'file', hidden: true, onchange: on.chosen});
  const pick = el('button', {type: 'button', class: 'button', autofocus: true, onclick: on.pick});
  const said = el('p', {class: 'data-said'});
  const text = el('textarea', {id: 'data-text', class: 'input', rows: 4, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off',
    oninput: on.typed, onpaste: on.paste});
  const typing = labelled('data-text', 'Or paste them', text);
  const error = el('p', {class: 'field-error', role: 'alert'});
  const bar = el('div', {class: 'data-bar', role: 'progressbar', 'aria-label': 'Reading', 'aria-valuemin': 0, 'aria-valuemax': 100});
  const count = el('p', {class: 'own-note'});
  const progress = el('div', {class: 'data-progress'}, bar, count);
  const privacy = el('p', {class: 'own-note'});
  const cancel = el('button', {type: 'button', class: 'button', onclick: on.stop}, 'Cancel');
  const use = el('button', {type: 'button', class: 'button primary', onclick: on.use});
  const title = el('h2', {id: 'data-title'});
  const help = el('p', {class: 'own-note'});
  const dialog = el('dialog', {class: 'data', 'aria-labelledby': 'data-title', onclose: on.closed,
    oncancel: (/** @type {Event} */ event) => { event.preventDefault(); on.stop(); }},
    el('header', {}, title, iconButton('close', 'Close', () => dialog.close())),
    el('div', {class: 'data-body'},
      help,
      el('div', {class: 'data-source'}, pick, said, input), typing, form, error, progress, privacy),
    el('footer', {}, cancel, use));
  return {title, help, input, pick, said, text, typing, error, bar, count, progress, privacy, cancel, use, dialog};
}

/** The fragment of links that carry the keys that wait; "" when there are too many.
 * @param {import('./tasks.js').Pipe} pipe @param {Imported} keys */
async function fragmentOf(pipe, keys) {
  const packed = keys.inline ? pipe.read() : null;
  if (!packed) return '';
  try {
    return await encode(new Uint8Array(packed));
  } catch {
    return ''; // a browser that cannot deflate makes links that name the keys
  }
}

/** @param {unknown} error */
function message(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Stands over the scene while an experiment's keys are not here: its link only names them. */
export class Missing {
  /** @param {(file: File) => void} choose @param {() => void} generate */
  constructor(choose, generate) {
    this.text = el('p', {id: 'missing-text', class: 'missing-text'});
    this.input = el('input', {type: 'file', hidden: true, onchange: () => {
      const [file] = this.input.files ?? [];
      if (file) choose(file);
      this.input.value = '';
    }});
    this.instead = el('button', {type: 'button', class: 'button', onclick: generate});
    this.element = el('section', {class: 'missing', 'aria-labelledby': 'missing-text', hidden: true}, this.text,
      el('p', {class: 'own-note'}, 'They are not in the link.'),
      el('div', {class: 'buttons'},
        el('button', {type: 'button', class: 'button primary', onclick: () => this.input.click()}, 'Choose the file'),
        this.instead, this.input));
    byId('scene').append(this.element);
  }

  /** @param {import('./types.js').Data|null} data @param {import('./types.js').DataSpec|null} spec */
  update(data, spec) {
    this.element.hidden = data === null;
    if (!data || !spec) return;
    setText(this.text, `This experiment runs on ${spec.one}s of its author: ${data.name}, ${counted(spec.one, {keys: data.keys})}.`);
    setText(this.instead, `Use ${spec.made} instead`);
    setAttribute(this.input, 'aria-label', `The file with the ${spec.one}s`);
  }
}
