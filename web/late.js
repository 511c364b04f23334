import {el} from './element.js';

/** What comes when it is first wanted. */

/** What is said where it does not come. */
export const lost = 'A part of the page did not arrive. Check the connection and try again.';

/** @type {Map<string, Promise<unknown>>} */
const styled = new Map();

/** The looks of what comes late; what did not arrive is asked for again.
 * @param {string} name of the file */
export function stylesheet(name) {
  const had = styled.get(name);
  if (had) return had;
  const one = new Promise((resolve, reject) => {
    document.head.append(el('link', {rel: 'stylesheet', href: new URL('./' + name, import.meta.url).href, onload: resolve,
      onerror: (/** @type {Event} */ event) => {
        /** @type {HTMLElement} */ (event.target).remove();
        styled.delete(name);
        reject(event);
      }}));
  });
  styled.set(name, one);
  return one;
}
