// Prints what a million keys of one's own cost, from the file to the screen: in Chromium, from the real
// server on this machine. The file is made on the page, so that no disk and no network is measured.
//
//   make build .build/server && node tests/browser/data-bench.mjs

import {Site, desktop} from './harness.mjs';
import {probe} from './probe.mjs';
import {Visit} from './visit.mjs';

const runs = 5;
const million = 1_000_000;

/** Gives the page a file of 30 MB, by its own input, and uses its keys; runs on the page.
 * @param {number} keys */
async function importFile(keys) {
  const line = (/** @type {number} */ i) => `account:${String(Math.imul(i, 2654435761) >>> 0).padStart(10, '0')}/basket:${i.toString(36).padStart(4, '0')}\n`;
  const parts = [];
  for (let i = 0; i < keys; i += 10_000) parts.push(Array.from({length: 10_000}, (_, k) => line(i + k)).join(''));
  const file = new File(parts, 'baskets.txt');
  const until = async (/** @type {() => unknown} */ ready) => {
    while (!ready()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const find = (/** @type {string} */ name) => /** @type {any} */ ([...document.querySelectorAll('button')].find((button) => button.textContent === name));
  await until(() => find('Use your own keys'));
  find('Use your own keys').click();
  await until(() => document.querySelector('dialog.data')?.hasAttribute('open'));
  await new Promise((resolve) => setTimeout(resolve, 1000)); // a person takes longer to find a file
  const gaps = [];
  let last = performance.now();
  let watching = true;
  requestAnimationFrame(function frame(now) {
    gaps.push(now - last);
    last = now;
    if (watching) requestAnimationFrame(frame);
  });
  const {probe} = /** @type {any} */ (globalThis);
  probe.reset();
  const from = performance.now();
  const given = new DataTransfer();
  given.items.add(file);
  const input = /** @type {HTMLInputElement} */ (document.querySelector('dialog.data input[type=file]'));
  input.files = given.files;
  input.dispatchEvent(new Event('change'));
  await until(() => find('Use these keys')?.checkVisibility());
  const looked = performance.now();
  find('Use these keys').click();
  const state = () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data;
  await until(() => probe.calls.some((/** @type {any} */ call) => call.name === 'data'));
  const read = performance.now();
  await until(() => probe.calls.at(-1)?.name === 'frame' && !state().pending);
  const shown = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 300)); // long tasks are told a little later
  watching = false;
  const tasks = probe.tasks.map((/** @type {any} */ {at, ms}) => ({at: at - from, ms}));
  const slow = probe.calls.filter((/** @type {any} */ call) => call.ms > 20).map((/** @type {any} */ {name, ms, at}) => `${name} ${Math.round(ms)} at ${Math.round(at - from)}`);
  return {size: file.size, keys: state().data?.keys, looked: looked - from, read: read - from, shown: shown - from,
    gap: Math.max(...gaps), tasks, slow};
}

/** @param {Site} site @param {(() => void)} [before] */
async function measure(site, before) {
  const context = await site.browser.createBrowserContext();
  try {
    const visit = new Visit(await context.newPage(), site.base);
    if (before) await visit.page.evaluateOnNewDocument(before);
    await visit.open('?lab=ring&t=1s', {viewport: desktop, before: probe});
    return await visit.page.evaluate(importFile, million);
  } finally {
    await context.close();
  }
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** @param {string} what @param {number[]} values @param {number} [target] */
function line(what, values, target) {
  const middle = median(values);
  const bound = target === undefined ? '' : `${target}${middle > target ? ' missed' : ''}`;
  console.log(what.padEnd(64) + `${Math.round(middle)} ms`.padStart(11) + String(Math.round(Math.max(...values))).padStart(9) + bound.padStart(14));
}

/** @param {Site} site @param {string} where @param {number|undefined} target @param {() => void} [before] */
async function report(site, where, target, before) {
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await measure(site, before));
  const [{size, keys}] = all;
  console.log(`${keys.toLocaleString('en')} keys, ${(size / 1e6).toFixed(1)} MB, ${where}`.padEnd(64) + 'median'.padStart(11) + 'worst'.padStart(9) + 'at most'.padStart(14));
  line('from the file to the screen', all.map(({shown}) => shown), target);
  line('  of that until the first keys are shown', all.map(({looked}) => looked));
  line('  and until all are read', all.map(({read}) => read));
  line('longest task of the page', all.map(({tasks}) => Math.max(0, ...tasks.map((/** @type {any} */ {ms}) => ms))), 50);
  line('longest gap between two animation frames', all.map(({gap}) => gap), 50);
  if (process.env.HEADROOM_DETAILS) for (const {tasks, slow} of all) console.log(JSON.stringify({tasks, slow}));
}

const site = new Site();
try {
  await site.start();
  await report(site, 'read by a worker', 3000);
  await report(site, 'read on the page, where workers are refused', undefined,
    () => { /** @type {any} */ (globalThis).Worker = class { constructor() { throw new DOMException('refused', 'SecurityError'); } }; });
} finally {
  await site.stop();
}
