// Prints what painting costs in Chromium without a GPU, at 1440x900 and one device pixel per CSS
// pixel: the main thread's time from the frame's bytes in memory to finished pixels, that is
// decoding, painting both layers, and a read of one pixel of each canvas, which makes the browser
// rasterize what it has only noted down. Putting the canvases on the screen comes on top; with a GPU
// the figures differ. "whole" paints the base layer in every frame, as if it always changed.
//
//   node tests/browser/paint-bench.mjs [chromium]

import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '..', '..');
const phases = 20;
const warmUp = 40;
const measured = 160;

/** What is painted, and the milliseconds that it may take. */
const rows = [
  {name: 'default', what: 'default scene: 600 arcs, 600 ticks, 600 dots, 8 bars', limit: 4},
  {name: 'default', what: 'the same, whole', whole: true, limit: 4},
  {name: 'boxes', what: '5,000 moving dots, 200 labelled boxes', limit: 8},
  {name: 'boxes', what: 'the same, whole', whole: true},
  {name: 'moving-boxes', what: '5,000 dots and 200 labelled boxes, all moving'},
  {name: 'dots', what: '20,000 moving dots', limit: 16},
];

const types = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.frame': 'application/octet-stream'};

/** Serves the bench, the page's modules and the frames, isolated, so that the clock is fine. */
function serve(frames) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const file = path === '/' ? join(here, 'paint-bench.html')
      : path.startsWith('/web/') ? join(repository, path)
      : path.startsWith('/frames/') ? join(frames, path.slice('/frames/'.length)) : '';
    if (file === '' || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }).end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function launch() {
  return puppeteer.launch({
    executablePath: process.argv[2] ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    defaultViewport: {width: 1440, height: 900},
  });
}

/** @param {number[]} times */
function summary(times) {
  const sorted = times.slice(warmUp).sort((a, b) => a - b);
  return {median: sorted[Math.floor(sorted.length / 2)], p95: sorted[Math.floor(sorted.length * 0.95)]};
}

async function report(page) {
  console.log('painting, ms per frame'.padEnd(58) + 'median'.padStart(8) + 'p95'.padStart(8) + 'at most'.padStart(10));
  for (const {name, what, whole = false, limit} of rows) {
    const times = await page.evaluate((...args) => globalThis.measure(...args), name, phases, warmUp + measured, whole);
    const {median, p95} = summary(times);
    const bound = limit === undefined ? '' : limit + (median > limit ? ' missed' : '');
    console.log(what.padEnd(58) + median.toFixed(2).padStart(8) + p95.toFixed(2).padStart(8) + bound.padStart(10));
  }
}

const frames = mkdtempSync(join(tmpdir(), 'headroom-frames-'));
try {
  execFileSync('go', ['run', './tests/browser', '-o', frames], {cwd: repository, stdio: 'inherit'});
  const server = await serve(frames);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => globalThis.measure !== undefined);
    await report(page);
  } finally {
    await browser.close();
    server.close();
  }
} finally {
  rmSync(frames, {recursive: true});
}
