// Prints what painting costs in Chromium without a GPU, at 1440x900 and one device pixel per CSS
// pixel: the main thread's time from the frame's bytes in memory to finished pixels, that is
// decoding, painting both layers, and a read of one pixel of each canvas, which makes the browser
// rasterize what it has only noted down. Putting the canvases on the screen comes on top; with a GPU
// the figures differ. "whole" paints the base layer in every frame, as if it always changed.
//
//   CHROMIUM=/usr/bin/chromium node tests/browser/paint-bench.mjs

import {openPaintPage} from './paint-page.mjs';

const phases = 20;
const warmUp = 40;
const measured = 160;

/** What is painted, and the milliseconds that it may take. */
const rows = [
  {name: 'default', what: 'default scene: 600 arcs, 600 ticks, 600 dots, 8 bars', limit: 4},
  {name: 'default', what: 'the same, whole', whole: true, limit: 4},
  {name: 'boxes', what: '5,000 moving dots, 200 labelled boxes', limit: 8},
  {name: 'boxes', what: 'the same, whole, with the 1,600 cells of the boxes', whole: true},
  {name: 'moving-boxes', what: '5,000 dots and 200 labelled boxes, all moving'},
  {name: 'dots', what: '20,000 moving dots, 5 pixels wide', limit: 16},
];

/** @param {number[]} times */
function summary(times) {
  const sorted = times.slice(warmUp).sort((a, b) => a - b);
  return {median: sorted[Math.floor(sorted.length / 2)], p95: sorted[Math.floor(sorted.length * 0.95)]};
}

/** @param {string} what @param {(string|number)[]} figures */
function print(what, ...figures) {
  const columns = figures.map((figure) => (typeof figure === 'number' ? figure.toFixed(2) : figure).padStart(10));
  console.log(what.padEnd(56) + columns.join(''));
}

const {page, errors, close} = await openPaintPage({width: 1440, height: 900});
try {
  print('painting, ms per frame', 'median', 'p95', 'at most');
  for (const {name, what, whole = false, limit} of rows) {
    const times = await page.evaluate((...args) => globalThis.measure(...args), name, phases, warmUp + measured, whole);
    const {median, p95} = summary(times);
    print(what, median, p95, limit === undefined ? '' : median > limit ? `${limit} missed` : String(limit));
  }
  for (const error of errors) console.error(error);
} finally {
  await close();
}
