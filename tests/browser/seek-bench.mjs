// Prints what a seek costs in ten simulated minutes of the balancing lab, in Chromium: anywhere in
// what has been played already, and to the end of what has not. Frames of the lab while it plays
// stand beside it.
//
//   make build .build/server && node tests/browser/seek-bench.mjs

import {Site, desktop} from './harness.mjs';
import {probe} from './probe.mjs';
import {Visit} from './visit.mjs';

const minutes = 600;
const link = '?lab=balancing&t=0.001s';
const places = [599, 300, 1, 450, 30, 598.5, 120, 10, 555.5, 0.5];

/** Seeks and returns the milliseconds until the program has arrived.
 * @param {Visit} visit @param {number} t */
async function seek(visit, t) {
  return visit.page.evaluate((t) => new Promise((resolve) => {
    const {calls} = globalThis.probe;
    calls.length = 0;
    const begun = performance.now();
    globalThis.headroom.send(JSON.stringify({op: 'seek', t}));
    document.getElementById('stage').dispatchEvent(new PointerEvent('pointermove')); // wakes the page
    const look = () => {
      const last = calls.filter(({name}) => name === 'advance').at(-1);
      if (last && (last.value & 2) === 0) resolve(last.at + last.ms - begun);
      else setTimeout(look, 1);
    };
    look();
  }), t);
}

const median = (/** @type {number[]} */ all) => all.sort((a, b) => a - b)[all.length >> 1];

const site = new Site();
try {
  await site.start();
  const visit = new Visit(await site.browser.newPage(), site.base);
  const fresh = [];
  for (let i = 0; i < 3; i++) {
    await visit.open(link, {viewport: desktop, before: probe});
    fresh.push(await seek(visit, minutes));
  }
  const again = [];
  for (const t of places) again.push(await seek(visit, t));
  console.log(`ten minutes not yet played   ${median(fresh).toFixed(0)} ms (worst ${Math.max(...fresh).toFixed(0)}; at most 2000)`);
  console.log(`within ten minutes played    ${median(again).toFixed(0)} ms (worst ${Math.max(...again).toFixed(0)}; at most 100)`);
} finally {
  await site.stop();
}
