// Prints how long an embed takes from being wanted until it is live, in a page of another origin where
// three others already run: in Chromium, from the real server on this machine.
//
//   make build .build/server && node tests/browser/embed-bench.mjs

import {Host, HostVisit} from './hosts.mjs';

const visits = 9;
const target = 300;

/** A lab of the default settings, and the preset that asks the most of a start. */
const pages = [
  ['the default scenario', 'lab="ring"'],
  ['"a fifth cache joins", 100,000 keys', 'link="?lab=ring&nodes=4&virtual-nodes=14&hash=md5&keys=100000&do=3s:add:cache-e&t=2.5s"'],
];

/** Runs four embeds after each other and returns the milliseconds that each took. Runs on the page. */
async function four() {
  const taken = [];
  for (const lab of document.querySelectorAll('headroom-lab')) {
    lab.scrollIntoView({block: 'center'});
    await new Promise((resolve) => setTimeout(resolve, 500)); // the picture and those before have come to rest
    const from = performance.now();
    await new Promise((resolve) => {
      lab.addEventListener('ready', resolve, {once: true});
      lab.shadowRoot.querySelector('button').click();
    });
    taken.push(performance.now() - from);
  }
  return taken;
}

/** @param {Host} host @param {string} attributes @returns {Promise<number[]>} */
async function visit(host, attributes) {
  const context = await host.browser.createBrowserContext();
  try {
    const visit = new HostVisit(await context.newPage(), host.home);
    await visit.open(host.page(`<headroom-lab ${attributes} height="300"></headroom-lab>`.repeat(4)), {viewport: {width: 1000, height: 1300}, live: false});
    await visit.until(() => customElements.get('headroom-lab'));
    return await visit.page.evaluate(four);
  } finally {
    await context.close();
  }
}

/** @param {string} what @param {number[]} values @param {number} [bound] */
function line(what, values, bound) {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const held = bound === undefined ? '' : `${bound}${median > bound ? ' missed' : ''}`;
  console.log(what.padEnd(64) + `${median.toFixed(0)} ms`.padStart(11) + sorted.at(-1).toFixed(0).padStart(9) + held.padStart(14));
}

const host = new Host();
try {
  await host.start();
  console.log('embeds, wanted to live, Chromium without GPU'.padEnd(64) + 'median'.padStart(11) + 'worst'.padStart(9) + 'at most'.padStart(14));
  for (const [what, attributes] of pages) {
    const taken = [];
    for (let i = 0; i < visits; i++) taken.push(await visit(host, attributes));
    line(`the fourth while three run: ${what}`.slice(0, 63), taken.map((one) => one[3]), target);
    line('  the first, nothing cached', taken.map((one) => one[0]));
    line('  the second', taken.map((one) => one[1]));
  }
} finally {
  await host.stop();
}
