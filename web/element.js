/** Building elements without markup in strings. */

/** @typedef {Node|string|null|false|undefined} Child */

/** An element with attributes, properties and listeners: `on…` listens, booleans toggle, the rest
 * are attributes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {Record<string, any>} [given] @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]} */
export function el(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== undefined).map(asNode));
  return element;
}

/** @param {any} child @returns {Node} */
function asNode(child) {
  return typeof child === 'string' ? document.createTextNode(child) : child;
}

/** What the page has by this id; its absence is a mistake in index.html.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id @returns {T} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return /** @type {T} */ (element);
}

/** Writes a text only where it differs, so that nothing is laid out or spoken again.
 * @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Element} element @param {string} name @param {string|null} value */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
