import {byId, el} from './element.js';

const shown = 2000;

/** Copies the link of what is on screen. Where the clipboard is refused, as in some frames, the
 * link appears in a field, selected, to be copied by hand.
 * @param {() => string} link the absolute link */
export function copyButton(link) {
  const button = byId('copy');
  let timer = 0;
  button.addEventListener('click', async () => {
    const text = link();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      offer(button, text);
      return;
    }
    button.classList.add('done');
    byId('announcer').textContent = 'Link copied';
    clearTimeout(timer);
    timer = setTimeout(() => button.classList.remove('done'), shown);
  });
}

/** @param {HTMLElement} button @param {string} text */
function offer(button, text) {
  const field = el('input', {type: 'text', readonly: true, class: 'copy-field', 'aria-label': 'Link of this scenario', value: text});
  field.addEventListener('keydown', (event) => { if (event.key === 'Escape') button.focus(); });
  field.addEventListener('blur', () => field.remove());
  button.parentElement?.append(field);
  field.focus();
  field.select();
}
