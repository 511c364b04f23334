import {el, setText} from './element.js';
import {iconButton} from './icons.js';
import {absolute} from './link.js';
import {labelOf} from './offered.js';

/**
 * The dialog that gives the code of an embed: what it shows is chosen here, seen in a preview that
 * is a real embed, and copied as an element or as a plain frame. The codes name every parameter, so
 * that they mean the same when a default changes.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./app.js').App} App
 */

/** How long choosing rests before the preview follows, in ms. */
const quiet = 250;
const copied = 2000;

/** @type {Embedding|undefined} */
let dialog;

/** @param {App} app */
export async function openEmbedding(app) {
  dialog ??= new Embedding(app);
  try {
    await Promise.all([dialog.dressed, dialog.script]);
    dialog.open();
  } catch (error) {
    dialog.dialog.remove();
    dialog = undefined;
    throw error;
  }
}

class Embedding {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.timer = 0;
    this.link = '';
    this.home = new URL('./', location.href);
    this.form = new Choices(() => this.later());
    this.lab = document.createElement('headroom-lab');
    this.element = this.code('Element', 'For pages that may load a script: first the picture, then the playground.');
    this.frame = this.code('Frame', 'For pages that only take frames.');
    this.note = el('p', {class: 'embedding-note', role: 'status'});
    this.dialog = el('dialog', {class: 'embedding', 'aria-labelledby': 'embedding-title'},
      el('header', {}, el('h2', {id: 'embedding-title'}, 'Embed this scenario'), iconButton('close', 'Close', () => this.dialog.close())),
      el('div', {class: 'embedding-body'},
        el('div', {class: 'embedding-form'}, this.form.element, this.note, this.element.box, this.frame.box),
        el('div', {class: 'embedding-preview'}, el('div', {class: 'embedding-preview-inner'}, el('h3', {}, 'Preview'), this.lab))));
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener('close', () => this.lab.remove());
    this.lab.addEventListener('ready', () => this.later());
    document.body.append(this.dialog);
    this.dressed = arrived(document.head, el('link', {rel: 'stylesheet', href: new URL('embedding.css', import.meta.url).href}));
    this.script = arrived(document.head, el('script', {src: new URL('embed.js', this.home).href, 'data-optional': true}));
  }

  open() {
    const {app, dialog} = this;
    if (dialog.open || !app.state) return;
    app.refetch();
    this.link = pinned(app);
    this.form.offer(app.state);
    setText(this.note, notes(app, this.home).join(' '));
    this.note.hidden = this.note.textContent === '';
    dialog.showModal();
    dialog.querySelector('.embedding-preview-inner')?.append(this.lab);
    this.write();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), quiet);
  }

  /** Writes both codes and what the preview has to be. */
  write() {
    const {app: {state}, form, lab} = this;
    if (!state || !this.dialog.open) return;
    const given = {
      link: this.link, show: form.names().join(','), theme: form.theme,
      ...form.autoload ? {autoload: 'visible'} : {}, ...form.height ? {height: form.height} : {},
      title: [state.lab.title, state.heading].filter(Boolean).join(': '),
    };
    for (const name of ['link', 'show', 'theme', 'autoload', 'height', 'title']) {
      const value = /** @type {Record<string, string>} */ (given)[name] ?? null;
      if (value === null) lab.removeAttribute(name);
      else if (lab.getAttribute(name) !== value) lab.setAttribute(name, value);
    }
    this.element.text.value = `${tag('script', {src: new URL('embed.js', this.home).href, async: ''})}</script>\n${tag('headroom-lab', given)}</headroom-lab>`;
    const src = new URL(absolute(this.link, this.home.href));
    src.pathname += 'embed.html';
    for (const name of ['show', 'theme']) src.searchParams.set(name, /** @type {Record<string, string>} */ (given)[name]);
    const height = form.height || String(lab.offsetHeight || 570);
    this.frame.text.value = `${tag('iframe', {src: src.href.replace(/%3A/g, ':').replace(/%2C/g, ','), title: given.title, width: '100%', height, frameborder: '0',
      ...form.autoload ? {} : {loading: 'lazy'}})}</iframe>`;
  }

  /** A field with a code and a button that copies it.
   * @param {string} name @param {string} what */
  code(name, what) {
    const text = el('textarea', {readonly: true, spellcheck: 'false', 'aria-label': `Code: ${name.toLowerCase()}`});
    text.addEventListener('focus', () => text.select());
    const button = el('button', {type: 'button', class: 'button', 'aria-label': `Copy the code: ${name.toLowerCase()}`}, 'Copy');
    const said = el('span', {class: 'away', role: 'status'});
    let timer = 0;
    button.addEventListener('click', async () => {
      text.focus();
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        return; // refused: it stands there selected
      }
      button.focus();
      setText(button, 'Copied');
      setText(said, 'The code is copied');
      clearTimeout(timer);
      timer = setTimeout(() => { setText(button, 'Copy'); setText(said, ''); }, copied);
    });
    const box = el('section', {class: 'embedding-code'}, el('header', {}, el('div', {}, el('h3', {}, name), el('p', {class: 'embedding-note'}, what)), button), text, said);
    return {box, text};
  }
}

/** What an embed can show and how. */
class Choices {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.controls = el('div', {class: 'embedding-checks'});
    this.size = el('input', {type: 'number', class: 'input', min: 200, max: 2000, step: 10, value: 560, 'aria-label': 'Height in pixels', disabled: true});
    this.element = el('form', {class: 'embedding-choices'},
      el('fieldset', {}, el('legend', {}, 'Show'), this.controls),
      radios('Theme', 'theme', [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark']]),
      radios('Starts', 'autoload', [['', 'When asked'], ['visible', 'When seen']]),
      radios('Height', 'size', [['', 'What it needs'], ['fixed', 'Fixed']]),
      el('div', {class: 'embedding-size'}, this.size, 'pixels'));
    this.lab = '';
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.element.addEventListener('input', () => {
      this.size.disabled = this.value('size') === '';
      this.size.parentElement?.toggleAttribute('hidden', this.size.disabled);
      onChange();
    });
    this.size.parentElement?.toggleAttribute('hidden', true);
  }

  /** @param {string} name */
  value(name) {
    return String(new FormData(this.element).get(name) ?? '');
  }

  get theme() { return this.value('theme'); }
  get autoload() { return this.value('autoload') !== ''; }

  get height() {
    const height = Math.round(Number(this.size.value));
    return this.value('size') === 'fixed' && height >= 200 ? String(Math.min(height, 2000)) : '';
  }

  names() {
    return new FormData(this.element).getAll('show').map(String);
  }

  /** @param {State} state */
  offer(state) {
    if (this.lab === state.lab.id) return;
    this.lab = state.lab.id;
    const all = [['timeline', 'Timeline'], ['caption', 'Caption'],
      ...state.actions.map((action) => [action.name, action.label]),
      ...state.params.filter((param) => param.shown).map((param) => [param.key, labelOf(param, state)])];
    this.controls.replaceChildren(...all.map(([name, label]) => el('label', {class: 'embedding-check'},
      el('input', {type: 'checkbox', name: 'show', value: name, checked: ['timeline', 'caption'].includes(name)}), label)));
  }
}

/** @param {string} legend @param {string} name @param {string[][]} options the first is chosen */
function radios(legend, name, options) {
  return el('fieldset', {}, el('legend', {}, legend), el('div', {class: 'segments'}, ...options.map(([value, label], i) =>
    el('label', {class: 'segment'}, el('input', {type: 'radio', name, value, checked: i === 0}), el('span', {}, label)))));
}

/** The link with every parameter in it, and the data where it travels along.
 * @param {App} app */
function pinned(app) {
  const link = app.link();
  return String(app.bridge.send({op: 'pin'}).data ?? link.split('#')[0]) + (link.includes('#') ? link.slice(link.indexOf('#')) : '');
}

/** What whoever embeds this should know.
 * @param {App} app @param {URL} home */
function notes(app, home) {
  const said = [];
  const data = app.state?.data;
  if (data && app.link().includes('#')) said.push('Your own keys travel in the code, and readers see them. The picture before the start stays neutral.');
  else if (data) said.push('Your own keys are not in the link: readers see a neutral frame that says so. Up to 16 KB of keys would fit.');
  if (/^(localhost|127\.|\[::1\])/.test(home.hostname)) said.push('The code leads to this machine: open Headroom at its public address for one that others can use.');
  return said;
}

/** An opening tag.
 * @param {string} name @param {Record<string, string>} attributes */
function tag(name, attributes) {
  const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}${value === '' ? '' : `="${escaped(value)}"`}`).join('')}>`;
}

/** Puts a sheet or a script into the page and waits for it.
 * @param {Element} parent @param {HTMLElement} child */
function arrived(parent, child) {
  return new Promise((resolve, reject) => {
    child.addEventListener('load', resolve);
    child.addEventListener('error', () => reject(new Error('A part of the page did not arrive. Check the connection and press Embed again.')));
    parent.append(child);
  });
}
