import {byId, el, setAttribute, setText} from './element.js';

/**
 * The tabs of the panel. A narrow page shows one of four sections at a time; a wide one has room
 * for the charts and the selection beside the controls, and only the notes take their place.
 */

const names = ['controls', 'charts', 'selection', 'notes'];

export class Tabs {
  constructor() {
    this.list = byId('tabs');
    this.wide = matchMedia('(min-width: 56.25rem)');
    this.chosen = 'controls';
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {};
    for (const [i, label] of ['Controls', 'Charts', 'Selection', 'Notes'].entries()) {
      const name = names[i];
      this.buttons[name] = el('button', {
        type: 'button', role: 'tab', class: 'tab', id: 'tab-' + name, 'aria-controls': name,
        onclick: () => this.choose(name),
      }, label);
    }
    this.list.append(...Object.values(this.buttons));
    this.list.addEventListener('keydown', (event) => this.key(event));
    this.wide.addEventListener('change', () => this.show());
    this.show();
  }

  /** @param {string} name */
  choose(name) {
    this.chosen = name;
    this.show();
    dispatchEvent(new Event('resize'));
  }

  /** Brings a section into sight that is not, and the focus with it.
   * @param {string} name */
  reveal(name) {
    if (this.sees(name)) return;
    this.choose(name);
    this.buttons[name].focus({preventScroll: true});
    byId(name).scrollIntoView({block: 'nearest'});
  }

  /** What is selected gives its tab its name.
   * @param {string} title */
  rename(title) {
    setText(this.buttons.selection, title);
  }

  /** Whether somebody can see the section now.
   * @param {string} name */
  sees(name) {
    return this.current() === name || this.wide.matches && name !== 'notes' && name !== 'controls';
  }

  current() {
    return this.wide.matches && this.chosen !== 'notes' ? 'controls' : this.chosen;
  }

  show() {
    const current = this.current();
    const wide = this.wide.matches;
    for (const name of names) {
      const tab = this.buttons[name];
      const section = byId(name);
      const alone = wide && (name === 'charts' || name === 'selection');
      tab.hidden = alone;
      setAttribute(tab, 'aria-selected', String(name === current));
      tab.tabIndex = name === current ? 0 : -1;
      section.hidden = !alone && name !== current;
      if (name === 'notes') section.tabIndex = 0;
      setAttribute(section, 'role', alone ? 'region' : 'tabpanel');
      setAttribute(section, 'aria-labelledby', alone ? null : tab.id);
      setAttribute(section, 'aria-label', alone ? {charts: 'Charts', selection: 'Selection'}[name] ?? null : null);
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const shown = names.filter((name) => !this.buttons[name].hidden);
    const at = shown.indexOf(this.current());
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(shown[(to + shown.length) % shown.length]);
    this.buttons[this.chosen].focus();
  }
}
