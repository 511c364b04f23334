import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPaintPage} from './paint-page.mjs';

let opened;
before(async () => { opened = await openPaintPage({width: 1440, height: 900}); });
after(() => opened?.close());

const evaluate = (...args) => opened.page.evaluate(...args);

for (const name of ['ring', 'gallery', 'boxes']) {
  for (const theme of ['light', 'dark']) {
    test(`the canvas shows what the SVG shows: ${name}, ${theme}`, async () => {
      const share = await evaluate((...args) => globalThis.compare(...args), name, theme, 40);
      assert.ok(share < 0.004, `${(100 * share).toFixed(3)}% of the pixels differ`);
    });
  }
}

test('a screen of two pixels per pixel gets twice the pixels', async () => {
  await opened.page.setViewport({width: 1440, height: 900, deviceScaleFactor: 2});
  const share = await evaluate((...args) => globalThis.compare(...args), 'ring', 'light', 40);
  const size = await evaluate(() => [...document.querySelectorAll('canvas')].map((c) => [c.width, c.height, c.style.width, c.style.height]));
  await opened.page.setViewport({width: 1440, height: 900, deviceScaleFactor: 1});
  assert.deepEqual(size, Array(2).fill([1768, 1196, '884px', '598px']));
  assert.ok(share < 0.004, `${(100 * share).toFixed(3)}% of the pixels differ`);
});

test('the base layer is painted when it, the size or the theme has changed, and not else', async () => {
  const counts = await evaluate(async () => {
    const {memory, frames} = await globalThis.load('ring', 3);
    const gallery = await globalThis.load('gallery', 1);
    const times = (work) => globalThis.countBase(work);
    globalThis.paint(memory, frames[0]);
    return {
      moved: await times(() => { globalThis.paint(memory, frames[1]); globalThis.paint(memory, frames[2]); }),
      theme: await times(() => { globalThis.painter.retheme(); globalThis.paint(memory, frames[2]); }),
      size: await times(() => globalThis.paint(gallery.memory, gallery.frames[0])),
    };
  });
  assert.deepEqual(counts, {moved: 0, theme: 1, size: 1});
});

test('what moves leaves no trace', async () => {
  const same = await evaluate(async () => {
    const {memory, frames} = await globalThis.load('moving-boxes', 3);
    const live = document.getElementById('live');
    const pixels = () => live.getContext('2d').getImageData(0, 0, live.width, live.height).data.join();
    globalThis.paint(memory, frames[2]);
    const first = pixels();
    globalThis.paint(memory, frames[0]);
    const between = pixels();
    globalThis.paint(memory, frames[2]);
    return {back: pixels() === first, other: between !== first};
  });
  assert.deepEqual(same, {back: true, other: true});
});

test('a frame that cannot be read is an error and not half a picture', async () => {
  const message = await evaluate(async () => {
    const {memory, frames} = await globalThis.load('ring', 1);
    memory[4] = 9;
    try {
      globalThis.paint(memory, frames[0]);
      return 'painted';
    } catch (error) {
      return error.message;
    }
  });
  assert.equal(message, 'scene: frame of version 9, this program reads version 1');
  assert.deepEqual(opened.errors, []);
});
