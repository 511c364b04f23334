/** The colours in force, by role: for the canvas, and for what stands around it. */

/** Calls back when the system's colours change.
 * @param {() => void} onChange */
export function watchColours(onChange) {
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', onChange);
  }
}

/** The names of the roles as custom properties, by their numbers on the wire. */
export const roleNames = [
  '', 'background', 'panel', 'hairline', 'border', 'ink', 'muted', 'faint', 'accent', 'accent-soft', 'ok', 'warn', 'danger',
  'series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6', 'series-7', 'series-8',
];

/** A role as CSS.
 * @param {number} role */
export function roleVar(role) {
  return role > 0 && role < roleNames.length ? `var(--${roleNames[role]})` : 'transparent';
}

/** A role as the colour of the theme in force, for a canvas.
 * @param {number} role */
export function roleColour(role) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + (roleNames[role] || 'muted')).trim();
}
