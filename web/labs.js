import {byId, el, setAttribute, setText} from './element.js';

/** @typedef {import('./types.js').Lab} Lab */

/**
 * The list of labs and, under it, what to try in the lab that is open. On a narrow page it is a
 * sheet behind the title.
 */
export class Labs {
  /** @param {Lab[]} labs */
  constructor(labs) {
    this.nav = byId('labs');
    this.toggle = byId('labs-toggle');
    this.labs = labs;
    this.shown = '';
    this.toggle.addEventListener('click', () => this.open(this.toggle.getAttribute('aria-expanded') !== 'true'));
    this.nav.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a')) this.open(false);
    });
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.nav.classList.contains('open')) {
        this.open(false);
        this.toggle.focus();
      }
    });
    addEventListener('pointerdown', (event) => {
      const inside = event.target instanceof Element && event.target.closest('#labs, .heading');
      if (!inside) this.open(false);
    });
  }

  /** @param {boolean} open */
  open(open) {
    setAttribute(this.toggle, 'aria-expanded', String(open));
    this.nav.classList.toggle('open', open);
  }

  /** @param {string} id */
  of(id) {
    return this.labs.find((lab) => lab.id === id);
  }

  /** @param {import('./types.js').State} state */
  update(state) {
    setText(byId('title'), state.lab.title);
    setText(byId('subtitle'), state.heading);
    document.title = [state.lab.title, state.heading].filter(Boolean).join(': ') + ' · Headroom';
    if (this.shown !== state.lab.id) this.build(state.lab.id);
    this.shown = state.lab.id;
    for (const [i, link] of this.presets.entries()) {
      setAttribute(link, 'aria-current', i === state.preset ? 'true' : null);
    }
  }

  /** @param {string} current the lab's id */
  build(current) {
    this.presets = (this.of(current)?.presets ?? []).map((preset) => el('a', {href: preset.link}, preset.name));
    const groups = [...new Set(this.labs.map((one) => one.group))].map((group) => section(group,
      this.labs.filter((one) => one.group === group).map((one) => el('a',
        {href: '?lab=' + one.id, class: 'lab', 'aria-current': one.id === current ? 'page' : null}, one.title))));
    this.nav.replaceChildren(...groups, ...(this.presets.length > 0 ? [section('Try', this.presets, 'presets')] : []));
  }

  /** @type {HTMLAnchorElement[]} */
  presets = [];
}

/** @param {string} title @param {HTMLAnchorElement[]} links @param {string} [kind] */
function section(title, links, kind = '') {
  return el('section', {class: 'labs-group ' + kind}, el('h2', {}, title),
    el('ul', {}, ...links.map((link) => el('li', {}, link))));
}
