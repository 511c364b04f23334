import {byId, setAttribute, setText} from './element.js';

/**
 * What limits the whole, by name, as the way to it: beside the caption. Its numbers are in the tip.
 *
 * @typedef {import('./types.js').State} State
 */
export class Limits {
  /** @param {import('./types.js').Page} page */
  constructor(page) {
    this.id = '';
    this.button = byId('bottleneck');
    this.button.addEventListener('click', () => {
      page.ask({op: 'select', id: this.id});
      page.reveal?.('selection');
    });
  }

  /** @param {State} state */
  update({bottleneck, parts}) {
    this.button.hidden = bottleneck === null;
    this.id = bottleneck?.id ?? '';
    const name = parts?.rows.find((row) => row.id === this.id)?.name;
    if (!bottleneck) return;
    setText(this.button, `Bottleneck: ${name ?? this.id}`);
    setAttribute(this.button, 'data-tip', bottleneck.text);
    setAttribute(this.button, 'aria-description', bottleneck.text);
  }
}
