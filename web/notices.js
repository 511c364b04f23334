import {byId, el} from './element.js';
import {iconButton} from './icons.js';

/** What there is to say about a link or a request, until it is dismissed or the scenario changes. */
export class Notices {
  constructor() {
    this.root = byId('notices');
    this.listed = '';
    /** @type {Set<string>} */
    this.dismissed = new Set();
  }

  /** A new scenario: what was dismissed may be said again. */
  clear() {
    this.dismissed.clear();
    this.listed = '';
    this.root.replaceChildren();
  }

  /** @param {import('./types.js').State} state */
  update(state) {
    const listed = state.notices.join('\n');
    if (listed === this.listed) return;
    this.listed = listed;
    this.root.replaceChildren();
    for (const text of state.notices) this.say(text);
  }

  /** @param {string} text */
  say(text) {
    if (this.dismissed.has(text)) return;
    for (const notice of this.root.children) if (notice.firstChild?.textContent === text) return;
    const notice = el('div', {class: 'notice', role: 'status'}, el('p', {}, text));
    notice.append(iconButton('close', 'Dismiss', () => {
      this.dismissed.add(text);
      notice.remove();
    }));
    this.root.append(notice);
  }
}
