import {el} from './element.js';

/**
 * One tooltip for the whole page: what an element's `data-tip` says is shown while the pointer is
 * over it or the keyboard's focus in it, and Escape takes it away. The words reach screen readers
 * by the element's name or description, so the tooltip itself is hidden from them.
 */

const gap = 8;
const delay = 350;

export function tooltips() {
  const tip = el('div', {class: 'tooltip', 'aria-hidden': 'true', hidden: true});
  document.body.append(tip);
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    tip.hidden = true;
  };
  /** @param {Event} event @param {number} wait */
  const show = (event, wait) => {
    const owner = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
    hide();
    if (owner instanceof HTMLElement && owner.dataset.tip) timer = setTimeout(() => place(tip, owner), wait);
  };

  document.addEventListener('pointerover', (event) => show(event, delay));
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('pointerdown', hide);
  document.addEventListener('scroll', hide, true);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
}

/** Above its owner, or beside it where that covers nothing, within the window.
 * @param {HTMLElement} tip @param {HTMLElement} owner */
function place(tip, owner) {
  if (!owner.isConnected) return;
  tip.textContent = owner.dataset.tip ?? '';
  tip.hidden = false;
  const at = owner.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const beside = owner.dataset.side === 'left' && at.left > size.width + 4 * gap;
  const left = beside ? at.left - size.width - 3.5 * gap : at.left + at.width / 2 - size.width / 2;
  const above = at.top - size.height - gap;
  const top = beside ? at.top - 2 : above < gap ? at.bottom + gap : above;
  tip.style.left = Math.max(gap, Math.min(innerWidth - size.width - gap, left)) + 'px';
  tip.style.top = Math.max(gap, Math.min(innerHeight - size.height - gap, top)) + 'px';
}
