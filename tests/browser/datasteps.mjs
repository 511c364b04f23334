import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
 * What a person does with a file of keys, as steps of a test.
 *
 * @typedef {import('./visit.mjs').Visit} Visit
 */

/** Writes a file for as long as a test runs, and returns where it is.
 * @param {import('node:test').TestContext} t @param {string} name @param {string|Uint8Array} content */
export function fileFor(t, name, content) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Drags a file from outside over the page, as the browser itself does, and lets it go.
 * @param {Visit} visit @param {string} path @param {() => Promise<void>} [over] runs while it hovers */
export async function drop(visit, path, over) {
  await visit.until(() => document.querySelector('.own'));
  const input = await visit.page.createCDPSession();
  const event = (type) => input.send('Input.dispatchDragEvent', {type, x: 200, y: 300, data: {items: [], files: [path], dragOperationsMask: 1}});
  await event('dragEnter');
  await event('dragOver');
  await over?.();
  await event('drop');
  await input.detach();
}

/** Opens the dialog by its button.
 * @param {Visit} visit @param {string} [name] */
export async function openDialog(visit, name = 'Use your own keys') {
  await visit.press(name);
  await visit.until(() => document.querySelector('dialog.data')?.open);
}

/** Chooses a file by the dialog's own button.
 * @param {Visit} visit @param {string} path @param {string} [name] */
export async function choose(visit, path, name = 'Choose a file') {
  const [chooser] = await Promise.all([visit.page.waitForFileChooser(), visit.press(name)]);
  await chooser.accept([path]);
}

/** What the dialog shows of the first keys.
 * @param {Visit} visit */
export async function first(visit) {
  await visit.until(() => [...document.querySelectorAll('.data-first li')].some((key) => key.checkVisibility()));
  return visit.page.$$eval('.data-first li', (keys) => keys.map((key) => key.textContent));
}

/** Waits until the dialog says what is wrong.
 * @param {Visit} visit */
export async function wrong(visit) {
  await visit.until(() => document.querySelector('dialog.data .field-error')?.textContent);
  return visit.text('dialog.data .field-error');
}

/** Uses the keys that the dialog shows, and returns the state when they are placed.
 * @param {Visit} visit @param {string} [name] */
export async function use(visit, name = 'Use these keys') {
  await visit.press(name);
  await closed(visit);
  return visit.settled();
}

/** @param {Visit} visit */
export function closed(visit) {
  return visit.until(() => !document.querySelector('dialog.data')?.open);
}

/** So many lines with keys, of which a few come often. */
export function visits(lines) {
  return Array.from({length: lines}, (_, i) => `user:${i % 7 === 0 ? i % 5 : i}\n`).join('');
}
