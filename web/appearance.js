import {byId} from './element.js';
import {watchColours} from './theme.js';

/** Light, dark, or as the system says; kept where the browser lets us keep things. */

const store = 'headroom-theme';

/** @param {() => void} onChange when the colours may have changed */
export function theme(onChange) {
  const select = /** @type {HTMLSelectElement} */ (byId('theme'));
  const root = document.documentElement;
  select.value = root.dataset.theme ?? 'system';
  select.addEventListener('change', () => {
    if (select.value === 'system') delete root.dataset.theme;
    else root.dataset.theme = select.value;
    keep(select.value);
    onChange();
  });
  watchColours(onChange);
}

/** @param {string} value */
function keep(value) {
  try {
    if (value === 'system') localStorage.removeItem(store);
    else localStorage.setItem(store, value);
  } catch { /* refused in a sandboxed frame: the choice holds until the page goes */ }
}
