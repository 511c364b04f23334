import assert from 'node:assert/strict';
import test from 'node:test';
import {desktop, phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=30000&do=1s:add:cache-e&do=2s:kill:cache-b&t=3s';

/** A link whose program arrives when the test says so. */
async function held(t, options) {
  let release = () => {};
  const released = new Promise((resolve) => { release = resolve; });
  const visit = await site.visit(t, link, {...options, live: false, intercept: (request) =>
    request.url().endsWith('.wasm') && released.then(() => request.continue())});
  return {visit, release};
}

/** What the stage looks like on screen, as a data URL. */
async function look(visit) {
  const stage = await visit.page.$('#stage');
  return 'data:image/png;base64,' + await stage.screenshot({encoding: 'base64'});
}

/** How far two pictures are apart, in blocks of 8 pixels: the mean and the largest difference of a channel. */
async function apart(one, other) {
  const blocks = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(image.width / 8);
    canvas.height = Math.floor(image.height / 8);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return {size: [image.width, image.height], data: context.getImageData(0, 0, canvas.width, canvas.height).data};
  };
  const [a, b] = [await blocks(one), await blocks(other)];
  const differences = [...a.data].map((value, i) => Math.abs(value - b.data[i]));
  return {sizes: [a.size, b.size], mean: differences.reduce((sum, x) => sum + x, 0) / differences.length, most: Math.max(...differences)};
}

for (const [what, viewport] of [['desktop', desktop], ['phone', phone]]) {
  for (const theme of ['light', 'dark']) {
    test(`on a ${what} in the ${theme} theme the page shows the picture of its link before the program arrives, and the program the same`, async (t) => {
      const {visit, release} = await held(t, {viewport, media: {'prefers-color-scheme': theme}});
      await visit.until(() => [...document.querySelectorAll('#picture svg')].filter((picture) => picture.checkVisibility()).length === 1);
      assert.equal(await visit.text('#title'), 'Hash ring');
      const [caption, before] = [await visit.text('#caption'), await look(visit)];
      assert.match(caption, /^cache-b died and [\d.]+% of the keys moved/);
      release();
      await visit.live();
      const after = await look(visit);
      const {sizes, mean, most} = await visit.page.evaluate(apart, before, after);
      t.diagnostic(`${sizes.join(' and ')}, blocks differ by ${mean.toFixed(2)} of 255, at most by ${most}`);
      assert.deepEqual(sizes[0], sizes[1], 'nothing jumps');
      assert.ok(mean < 1 && most < 40, `blocks differ by ${mean}, at most by ${most}`);
      assert.equal(await visit.text('#caption'), caption);
    });
  }
}

test('the words in the picture are those of the state', async (t) => {
  const {visit, release} = await held(t, {});
  await visit.until(() => document.querySelector('#picture svg'));
  const words = await visit.page.$$eval('#picture text', (texts) => texts.map((text) => text.textContent));
  release();
  await visit.live();
  const {parts, metrics} = await visit.state();
  for (const {name} of parts.rows) assert.ok(words.some((word) => word.startsWith(name)), name);
  for (const name of ['keys-cache-a', 'busiest-node']) assert.ok(words.includes(metrics.find((metric) => metric.name === name).text), name);
});
