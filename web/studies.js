import {el} from './element.js';
import {lost, stylesheet} from './late.js';

/**
 * The studies that a lab offers: tables that many runs fill, each starting from what is on screen. A
 * button each; the dialog comes when one is wanted.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Study} Study
 */
export class Studies {
  /** @param {import('./app.js').App} app @param {(text: string) => void} complain */
  constructor(app, complain) {
    this.app = app;
    this.complain = complain;
    this.element = el('section', {class: 'group studies', hidden: true});
    this.built = '';
    /** @type {Promise<import('./studydialog.js').StudyDialog>|null} */
    this.dialog = null;
  }

  /** @param {State} state */
  update({studies}) {
    const built = JSON.stringify(studies);
    if (built === this.built) return;
    this.built = built;
    this.element.hidden = studies.length === 0;
    this.element.replaceChildren(el('h2', {}, 'From many runs'), el('div', {class: 'buttons'}, ...studies.map((study) => el('button', {
      type: 'button', class: 'button', 'aria-haspopup': 'dialog', 'data-tip': study.help || null, 'data-side': 'left',
      onclick: () => this.open(study)}, study.title))));
  }

  /** @param {Study} study */
  async open(study) {
    try {
      this.dialog ??= Promise.all([import('./studydialog.js'), stylesheet('study.css')]).then(([{StudyDialog}]) => new StudyDialog(this.app));
      (await this.dialog).open(study);
    } catch {
      this.dialog = null;
      this.complain(lost);
    }
  }
}
