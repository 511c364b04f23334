import {byId, el, setAttribute, setText} from './element.js';
import {iconButton} from './icons.js';
import {Tasks} from './task.js';
import {Pipe} from './tasks.js';

/**
 * The dialog of a study: it runs in a worker, with progress, and can be left at any time. Each cell of
 * the table that comes of it leads to the scenario that was run; the best of each row is marked.
 *
 * @typedef {import('./types.js').Study} Study
 * @typedef {import('./types.js').StudyTable} Table
 */
const lost = 'The worker that ran this has stopped, perhaps for want of memory. Close this and try again.';

export class StudyDialog {
  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
    const pipe = new Pipe(app.bridge.exports, (request) => app.bridge.send(request));
    this.tasks = new Tasks(pipe, () => new Worker(new URL('worker.js', import.meta.url), {type: 'module'}),
      globalThis.headroomProgram.then(({module}) => module), undefined, lost);
    /** @type {AbortController|null} */
    this.running = null;
    /** The last table, and what it is of: asked for again it is there at once. */
    this.done = {of: '', table: /** @type {Table|null} */ (null)};
    this.title = el('h2', {id: 'study-title'});
    this.help = el('p', {class: 'own-note'});
    this.error = el('p', {class: 'field-error', role: 'alert'});
    this.bar = el('div', {class: 'study-bar', role: 'progressbar', 'aria-label': 'Working', 'aria-valuemin': 0, 'aria-valuemax': 100});
    this.share = el('p', {class: 'own-note'});
    this.progress = el('div', {class: 'study-progress'}, this.bar, this.share);
    this.table = el('div', {class: 'study-table', role: 'region', 'aria-labelledby': 'study-title', tabindex: 0});
    this.leave = el('button', {type: 'button', class: 'button', onclick: () => this.dialog.close()}, 'Cancel');
    this.dialog = el('dialog', {class: 'study', 'aria-labelledby': 'study-title', onclose: () => this.closed()},
      el('header', {}, this.title, iconButton('close', 'Close', () => this.dialog.close())),
      el('div', {class: 'study-body'}, this.help, this.error, this.progress, this.table),
      el('footer', {}, this.leave));
    this.dialog.addEventListener('click', (event) => {
      const {target} = event;
      const chosen = target instanceof Element && target.closest('a');
      if (target === this.dialog || chosen) this.dialog.close();
      if (chosen) byId('stage').focus({preventScroll: true});
    });
    document.body.append(this.dialog);
  }

  /** @param {Study} study */
  async open(study) {
    setText(this.title, study.title);
    setText(this.help, study.help);
    setText(this.error, '');
    const link = this.app.state?.link ?? '';
    const of = JSON.stringify([study.id, link]);
    const table = this.done.of === of ? this.done.table : null;
    this.show(table);
    this.dialog.showModal();
    if (table) return;
    const running = this.running = new AbortController();
    this.tell(0);
    try {
      const {result} = await this.tasks.run('study', {link, study: study.id}, {signal: running.signal, progress: ({share}) => this.tell(share)});
      if (this.running !== running) return;
      this.done = {of, table: result};
      this.show(result);
    } catch (error) {
      if (this.running === running) this.fail(error instanceof Error ? error.message : String(error));
    }
    if (this.running === running) this.running = null;
  }

  /** @param {Table|null} table null while it is worked on */
  show(table) {
    this.progress.hidden = table !== null;
    this.table.hidden = table === null;
    setText(this.leave, table ? 'Close' : 'Cancel');
    this.table.replaceChildren(...(table ? [tableOf(table)] : []));
  }

  /** @param {number} share */
  tell(share) {
    this.bar.style.setProperty('--share', share.toFixed(3));
    setAttribute(this.bar, 'aria-valuenow', String(Math.floor(share * 100)));
    setText(this.share, share > 0 ? `${Math.floor(share * 100)}% of the runs` : 'Starting');
  }

  /** @param {string} why */
  fail(why) {
    setText(this.error, why);
    this.progress.hidden = true;
    setText(this.leave, 'Close');
  }

  closed() {
    this.running?.abort(new Error('cancelled'));
    this.running = null;
    this.tasks.stop();
  }
}

/** In a narrow dialog each row is laid out as a list (study.css), which would cost the table its
 * meaning if the roles did not say what it is.
 * @param {Table} table */
function tableOf({columns, rows}) {
  return el('table', {role: 'table'},
    el('thead', {role: 'rowgroup'}, el('tr', {role: 'row'}, el('td', {role: 'cell'}),
      ...columns.map((name) => el('th', {scope: 'col', role: 'columnheader'}, name)))),
    el('tbody', {role: 'rowgroup'}, ...rows.map((row) => el('tr', {role: 'row'},
      el('th', {scope: 'row', role: 'rowheader'}, row.label, el('span', {class: 'study-measure'}, measured(row)), row.help !== '' && el('span', {class: 'study-help'}, row.help)),
      ...row.cells.map((cell, i) => el('td', {role: 'cell', class: cell.best ? 'best' : null},
        el('span', {class: 'study-column', 'aria-hidden': 'true'}, columns[i]),
        el('a', {href: cell.link}, cell.text), cell.best && el('span', {class: 'study-best'}, 'best'), cell.behind && el('span', {class: 'study-behind'}, cell.behind)))))));
}

/** What the cells of a row say, and which is best: "latency p99, less is better".
 * @param {import('./types.js').StudyRow} row */
function measured({metric, more}) {
  return `${metric.replaceAll('-', ' ')}, ${more ? 'more' : 'less'} is better`;
}
