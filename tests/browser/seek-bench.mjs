// Prints what a seek costs in ten simulated minutes of the balancing lab, in Chromium: anywhere in
// what has been played already, and to the end of what has not; and how long it takes until the
// steps of a request are told that left long ago.
//
//   make build .build/server && node tests/browser/seek-bench.mjs

import {Site, desktop} from './harness.mjs';
import {probe} from './probe.mjs';
import {Visit} from './visit.mjs';

const minutes = 600;
const link = '?lab=balancing&t=0.001s';
const requests = [100, 419_000, 210_000, 5000, 350_000, 77_777, 1, 300_300, 150_000, 42];
const places = [599, 300, 1, 450, 30, 598.5, 120, 10, 555.5, 0.5];

/** Asks for something and returns the milliseconds until the program has nothing left to do.
 * @param {Visit} visit @param {object} request */
async function done(visit, request) {
  return visit.page.evaluate((json) => new Promise((resolve) => {
    const {calls} = globalThis.probe;
    calls.length = 0;
    const begun = performance.now();
    globalThis.headroom.send(json);
    document.getElementById('stage').dispatchEvent(new PointerEvent('pointermove')); // wakes the page
    const look = () => {
      const last = calls.filter(({name}) => name === 'advance').at(-1);
      if (last && (last.value & 2) === 0) resolve(last.at + last.ms - begun);
      else setTimeout(look, 1);
    };
    look();
  }), JSON.stringify(request));
}

const median = (/** @type {number[]} */ all) => all.sort((a, b) => a - b)[all.length >> 1];

const site = new Site();
try {
  await site.start();
  const visit = new Visit(await site.browser.newPage(), site.base);
  const fresh = [];
  for (let i = 0; i < 3; i++) {
    await visit.open(link, {viewport: desktop, before: probe});
    fresh.push(await done(visit, {op: 'seek', t: minutes}));
  }
  const again = [];
  for (const t of places) again.push(await done(visit, {op: 'seek', t}));
  await done(visit, {op: 'seek', t: minutes});
  const stories = [];
  for (const number of requests) stories.push(await done(visit, {op: 'lookup', text: String(number)}));
  const {selection} = await visit.state();
  if (selection.rows.length === 0) throw new Error(selection.text);
  console.log(`ten minutes not yet played   ${median(fresh).toFixed(0)} ms (worst ${Math.max(...fresh).toFixed(0)}; at most 2000)`);
  console.log(`within ten minutes played    ${median(again).toFixed(0)} ms (worst ${Math.max(...again).toFixed(0)}; at most 100)`);
  console.log(`story of one that left       ${median(stories).toFixed(0)} ms (worst ${Math.max(...stories).toFixed(0)}; at most 100)`);
} finally {
  await site.stop();
}
