// Prints what the playground costs where people meet it: in Chromium, from the real server on this
// machine. What a figure is measured against is what the project promised itself.
//
//   make build .build/server && node tests/browser/start-bench.mjs

import {Site, desktop} from './harness.mjs';
import {probe, timed} from './probe.mjs';
import {Visit} from './visit.mjs';

const starts = 9;
const frames = 240;
const million = '?lab=ring&keys=1000000&t=1s';

/** Runs something on a page in a fresh profile.
 * @template T @param {Site} site @param {(visit: Visit, context: any) => Promise<T>} what @returns {Promise<T>} */
async function afresh(site, what) {
  const context = await site.browser.createBrowserContext();
  try {
    return await what(new Visit(await context.newPage(), site.base));
  } finally {
    await context.close();
  }
}

/** Milliseconds from navigation to the first live frame, and the bytes that came in until the page
 * was at rest: as compressed for the way, and with the headers that HTTP/1.1 repeats. */
async function visitFirst(visit) {
  const network = await visit.page.createCDPSession();
  let received = 0;
  network.on('Network.loadingFinished', ({encodedDataLength}) => { received += encodedDataLength; });
  await network.send('Network.enable');
  await visit.open('', {viewport: desktop});
  await visit.page.waitForNetworkIdle();
  return visit.page.evaluate((received) => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const program = entries.find(({name}) => name.endsWith('.wasm'));
    return {
      ms: performance.getEntriesByName('headroom-first-frame')[0].startTime,
      html: entries[0].responseEnd,
      program: program.responseEnd,
      bytes: entries.reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0),
      wasm: program.encodedBodySize,
      received,
    };
  }, received);
}

/** What frames of the default scene cost while it plays: Go, the whole callback of the page, and that with its pixels done. */
async function playing(visit) {
  await visit.open('', {viewport: desktop, before: probe});
  const sample = async (finish) => {
    await visit.page.evaluate((finish) => { globalThis.probe.finish = finish; globalThis.probe.reset(); }, finish);
    await visit.until((frames) => globalThis.probe.frames.length >= frames, frames);
    return visit.page.evaluate(() => globalThis.probe.frames.map(({at, ms}) => {
      const inside = globalThis.probe.calls.filter((call) => call.at >= at && call.at < at + ms);
      const of = (wanted) => inside.filter(({name}) => name === wanted).reduce((sum, call) => sum + call.ms, 0);
      const program = inside.reduce((sum, call) => sum + call.ms, 0);
      return {frame: of('frame'), advance: of('advance'), rest: ms - program};
    }));
  };
  await sample(true); // until the compilers are done
  const all = await sample(true);
  return Object.fromEntries(['frame', 'advance', 'rest'].map((name) => [name, all.map((one) => one[name])]));
}

/** Changes and jumps with a million keys: milliseconds, and the longest block of each. */
async function manyKeys(visit) {
  await visit.open(million, {viewport: desktop, before: probe});
  const adds = [];
  for (let i = 0; i < 5; i++) adds.push(await visit.page.evaluate(timed, '.buttons .button'));
  await visit.page.evaluate(() => document.querySelector('.play').click());
  await visit.ahead(4);
  await visit.page.evaluate(() => document.querySelector('.play').click());
  const seeks = [];
  for (const key of ['Home', 'PageUp', 'ArrowRight', 'ArrowLeft', 'PageDown', 'ArrowRight', 'PageUp', 'Home', 'PageUp']) {
    seeks.push(await visit.page.evaluate(timed, '#timeline', key));
  }
  return {adds, seeks};
}

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** One line: the median, the worst, and the target that the median is held to. */
function line(what, values, unit, target) {
  const median = quantile(values, 0.5);
  const digits = median < 20 ? 2 : 0;
  const bound = target === undefined ? '' : `${target}${median > target ? ' missed' : ''}`;
  console.log(what.padEnd(64) + `${median.toFixed(digits)} ${unit}`.padStart(11) + Math.max(...values).toFixed(digits).padStart(9) + bound.padStart(14));
}

async function report(site) {
  console.log('in Chromium, 1440x900, no GPU'.padEnd(64) + 'median'.padStart(11) + 'worst'.padStart(9) + 'at most'.padStart(14));
  const visits = [];
  for (let i = 0; i < starts; i++) visits.push(await afresh(site, visitFirst));
  line('navigation to the first live frame, nothing cached', visits.map(({ms}) => ms), 'ms', 300);
  line('  of that until the page itself has come', visits.map(({html}) => html), 'ms');
  line('  and until the program has come', visits.map(({program}) => program), 'ms');
  line('bytes of the first visit, the picture of the link in the page', visits.map(({bytes}) => bytes / 1000), 'KB', 1025);
  line('  of that the program', visits.map(({wasm}) => wasm / 1000), 'KB', 925);
  line('  and with headers', visits.map(({received}) => received / 1000), 'KB');
  const {frame, advance, rest} = await afresh(site, playing);
  line('a frame of the default scene while it plays: Go', frame, 'ms', 1);
  line('  letting time pass', advance, 'ms');
  line('  painting, pixels and all else the page does', rest, 'ms', 4);
  const {adds, seeks} = await afresh(site, manyKeys);
  line('a million keys placed anew after "add"', adds.map(({ms}) => ms), 'ms', 600);
  line('  the longest block of the page meanwhile', adds.map(({block}) => block), 'ms', 50);
  line('seek within what has been played, a million keys', seeks.map(({ms}) => ms), 'ms', 100);
}

const site = new Site();
try {
  await site.start();
  await report(site);
} finally {
  await site.stop();
}
