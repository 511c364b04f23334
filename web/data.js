import {byId, el, setText} from './element.js';
import {grouped} from './format.js';
import {lost, stylesheet} from './late.js';

/**
 * A person's own data on the page: what the panel says of it, a file that is dropped anywhere, and
 * a link whose data is not here. How it is called comes from the lab. The dialog, and all that reads
 * files, comes when it is first wanted.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Data} Data
 */

/** "48,210 keys", "48,210 keys, 1,000,000 lines".
 * @param {string} one what one is called @param {{keys: number, lines?: number}} of */
export function counted(one, {keys, lines = 0}) {
  const many = (/** @type {number} */ n, /** @type {string} */ one) => `${grouped(n)} ${one}${n === 1 ? '' : 's'}`;
  return lines > 0 ? `${many(keys, one)}, ${many(lines, 'line')}` : many(keys, one);
}

export class OwnData {
  /** @param {import('./app.js').App} app @param {(text: string) => void} complain */
  constructor(app, complain) {
    this.app = app;
    this.complain = complain;
    /** @type {State|null} */
    this.state = null;
    /** @type {Promise<import('./datadialog.js').DataDialog|null>|null} */
    this.dialog = null;
    /** @type {import('./datadialog.js').Missing|null} */
    this.missing = null;
    this.name = el('p', {class: 'own-name'});
    this.count = el('p', {class: 'own-note'});
    this.travel = el('p', {class: 'own-note'});
    this.choose = el('button', {type: 'button', class: 'button', onclick: () => this.open()});
    this.back = el('button', {type: 'button', class: 'button', onclick: () => this.generate()});
    this.element = el('div', {class: 'own'}, this.name, this.count, this.travel, el('div', {class: 'buttons'}, this.choose, this.back));
    this.dropping = el('p', {});
    this.target = el('div', {class: 'drop', hidden: true}, this.dropping);
    byId('scene').append(this.target);
    this.listen();
  }

  /** @param {State} state */
  update(state) {
    const {data, takesData} = state;
    const playing = this.state?.playing && (state.undo || state.redo); // and not just opened
    this.state = state;
    if (data?.missing && this.app.fragments.has(data.digest)) {
      this.restore(data, playing);
      return;
    }
    this.element.hidden = takesData === null;
    const {one, made} = takesData ?? {one: '', made: ''};
    setText(this.dropping, `Drop a file to use its ${one}s`);
    setText(this.back, `Back to ${made}`);
    this.name.hidden = this.count.hidden = this.travel.hidden = this.back.hidden = data === null;
    setText(this.choose, data === null ? `Use your own ${one}s` : data.missing ? 'Choose the file' : 'Replace');
    if (data) {
      setText(this.name, data.name);
      setText(this.count, data.missing ? `${counted(one, {keys: data.keys})}, not here` : counted(one, data));
      setText(this.travel, data.missing ? '' : this.app.fragments.has(data.digest) ? 'They travel in the link.' : 'The link only names them.');
    }
    if (data?.missing || this.missing) this.miss(data?.missing ? data : null);
  }

  generate() {
    const fault = this.app.ask({op: 'generate'});
    if (fault) this.complain(fault.message);
    else this.choose.focus();
  }

  /** Takes keys in again that the link carries, and goes on.
   * @param {Data} data @param {boolean|undefined} playing */
  async restore(data, playing) {
    const {restore} = await import('./fragment.js');
    await restore(data, this.app);
    const {state} = this.app;
    if (playing && state?.data?.digest === data.digest && !state.data.missing && !state.playing) this.app.ask({op: 'play'});
  }

  /** Shows that keys are missing, or no longer.
   * @param {Data|null} data */
  async miss(data) {
    if (!this.missing) {
      const module = await this.arrive();
      this.missing ??= module && new module.Missing((file) => this.open(file), () => this.generate());
      data = this.state?.data?.missing ? this.state.data : null;
    }
    this.missing?.update(data, this.state?.takesData ?? null);
  }

  /** Opens the dialog, with a file if there is one already.
   * @param {File} [file] */
  async open(file) {
    this.dialog ??= this.arrive().then((module) => {
      if (!module) this.dialog = null;
      return module && new module.DataDialog(this.app);
    });
    (await this.dialog)?.open(file);
  }

  /** What comes late, with its looks; null when it does not come. */
  async arrive() {
    try {
      return (await Promise.all([import('./datadialog.js'), stylesheet('data.css')]))[0];
    } catch {
      this.complain(lost);
      return null;
    }
  }

  /** A file may be dropped anywhere on the page. */
  listen() {
    const files = (/** @type {DragEvent} */ event) => this.state?.takesData != null && event.dataTransfer?.types.includes('Files');
    for (const kind of /** @type {const} */ (['dragenter', 'dragover'])) {
      addEventListener(kind, (event) => {
        if (!files(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        this.target.hidden = false;
      });
    }
    addEventListener('dragleave', (event) => { if (event.relatedTarget === null) this.target.hidden = true; });
    addEventListener('drop', (event) => {
      this.target.hidden = true;
      if (!files(event)) return;
      event.preventDefault();
      this.open(event.dataTransfer?.files[0]);
    });
  }
}
