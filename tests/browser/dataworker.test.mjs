import assert from 'node:assert/strict';
import test from 'node:test';
import {choose, closed, drop, fileFor, first, openDialog, use, visits, wrong} from './datasteps.mjs';
import {playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=1000&t=1s';

/** Keeps the workers that the page starts in globalThis.workers. */
function watched() {
  const Real = globalThis.Worker;
  globalThis.workers = [];
  globalThis.Worker = class extends Real {
    constructor(...args) {
      super(...args);
      globalThis.workers.push(this);
    }
  };
}

/** Refuses workers, as a frame does that is sandboxed without same-origin. */
function refused() {
  globalThis.workers = [];
  globalThis.Worker = class {
    constructor() { throw new DOMException('access to the worker is denied', 'SecurityError'); }
  };
}

/** Starts workers that never come to life, as under a policy that refuses them. */
function stillborn() {
  const Real = globalThis.Worker;
  globalThis.workers = [];
  globalThis.Worker = class extends Real {
    constructor(_, options) {
      super('/healthz', options);
      globalThis.workers.push(this);
    }
  };
}

/** How many workers run. */
const running = (visit) => visit.page.workers().length;

test('a worker reads the file while the page answers, and goes when the dialog does', async (t) => {
  const visit = await site.visit(t, link, {before: watched});
  assert.equal(running(visit), 0, 'there is none before it is wanted');
  await openDialog(visit);
  await visit.until(() => globalThis.workers.length === 1);
  await choose(visit, fileFor(t, 'many.txt', visits(300_000)));
  await first(visit);
  const {data} = await use(visit);
  assert.equal(data.lines, 300_000);
  assert.equal(await visit.page.evaluate(() => globalThis.workers.length), 1, 'one, kept warm');
  await visit.frames(10);
  assert.equal(running(visit), 0, 'it has gone');
});

test('where workers are refused the page reads the file itself, in slices, to the same keys', async (t) => {
  const file = fileFor(t, 'many.txt', visits(300_000));
  const read = async (before) => {
    const visit = await site.visit(t, link, {before});
    await drop(visit, file);
    await first(visit);
    const frames = visit.page.evaluate(async () => {
      const shares = [];
      const bar = document.querySelector('dialog.data [role=progressbar]');
      while (document.querySelector('dialog.data').open) {
        await new Promise(requestAnimationFrame);
        shares.push(Number(bar.getAttribute('aria-valuenow')));
      }
      return shares;
    });
    const {data} = await use(visit);
    const shares = await frames;
    assert.deepEqual(shares, shares.toSorted((a, b) => a - b), 'the bar never goes back');
    assert.ok(new Set(shares).size >= 3, `frames came while it was read: ${[...new Set(shares)]}`);
    return {data, print: await visit.fingerprint()};
  };
  assert.deepEqual(await read(refused), await read(watched));
});

test('a worker that never comes to life is no obstacle', async (t) => {
  const visit = await site.visit(t, link, {before: stillborn});
  visit.expect(/failed: .*healthz/);
  await drop(visit, fileFor(t, 'few.txt', 'alice\nbob\n'));
  await first(visit);
  assert.equal((await use(visit)).data.keys, 2);
});

test('cancelling where workers are refused leaves everything as it was', async (t) => {
  const visit = await site.visit(t, link, {before: refused});
  const before = await visit.state();
  await drop(visit, fileFor(t, 'many.txt', visits(900_000)));
  await first(visit);
  await visit.page.evaluate(async () => {
    const button = (name) => [...document.querySelectorAll('dialog.data button')].find((one) => one.textContent === name);
    button('Use these keys').click();
    while (Number(document.querySelector('dialog.data [role=progressbar]').getAttribute('aria-valuenow')) < 10) await new Promise(requestAnimationFrame);
    button('Cancel').click();
  });
  await visit.until(() => !document.querySelector('.data-progress').checkVisibility());
  await visit.page.keyboard.press('Escape');
  await closed(visit);
  assert.deepEqual(await visit.state(), before);
});

test('a worker that crashes fails its file with words, and the next try gets a new one', async (t) => {
  const visit = await site.visit(t, link, {before: watched});
  const before = await visit.state();
  await openDialog(visit);
  await choose(visit, fileFor(t, 'many.txt', visits(900_000)));
  await first(visit);
  const [worker] = visit.page.workers();
  await worker.evaluate(() => {
    const post = globalThis.postMessage;
    globalThis.postMessage = (message, transfer) => {
      post.call(globalThis, message, transfer);
      if (message.progress?.share > 0.3) setTimeout(() => { throw new Error('forced'); });
    };
  });
  await visit.press('Use these keys');
  assert.match(await wrong(visit), /The worker that read the file has stopped.*Try again/);
  assert.deepEqual(await visit.state(), before);
  const {data} = await use(visit);
  assert.equal(data.lines, 900_000);
  assert.equal(await visit.page.evaluate(() => globalThis.workers.length), 2);
});

test('a program that runs out of stack within the worker is a crash, too', async (t) => {
  const visit = await site.visit(t, link, {before: watched});
  await openDialog(visit);
  await choose(visit, fileFor(t, 'many.txt', visits(900_000)));
  await first(visit);
  const [worker] = visit.page.workers();
  await worker.evaluate(() => { globalThis.headroom = {send: () => { throw new RangeError('Maximum call stack size exceeded'); }}; });
  await visit.press('Use these keys');
  assert.match(await wrong(visit), /has stopped.*Try again/);
  assert.equal((await use(visit)).data.lines, 900_000);
});

test('a file that goes away while the dialog is open says so', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  await visit.page.evaluate(() => {
    const input = document.querySelector('dialog.data input[type=file]');
    const file = new File(['alice\n'], 'gone.txt');
    Object.defineProperty(file, 'slice', {value: () => ({arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError'))})});
    Object.defineProperty(input, 'files', {configurable: true, value: [file]});
    input.dispatchEvent(new Event('change'));
  });
  assert.match(await wrong(visit), /gone\.txt cannot be read: it is a folder, or has changed since it was chosen\. Choose it again\./);
});

test('a dialog that does not arrive leaves a notice and the button for another try', async (t) => {
  let lost = true;
  const visit = await site.visit(t, link, {intercept: (request) => lost && request.url().endsWith('/data.css') && request.abort()});
  visit.expect(/failed: .*data\.css/, /console: .*ERR_FAILED.*data\.css/);
  await visit.press('Use your own keys');
  await visit.says('#notices', 'A part of the page did not arrive. Check the connection and try again.');
  lost = false;
  await openDialog(visit);
});
