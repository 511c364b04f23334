import assert from 'node:assert/strict';
import test from 'node:test';
import {desktop, launch, phone, playground} from './harness.mjs';
import {Visit} from './visit.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&t=2s';

/** Two sides, marks, a list of servers that is longer than the panel, and what drawn rates are edited with. */
const sides = '?lab=balancing&servers=12&slots=4&arrivals=drawn&do=1s:slow:server-3:0.5&do=2s:kill:server-4&b.algorithm=least-connections&t=4s';

/** The windows that have to work. The last is 1440x900 at 200% zoom. */
const windows = [desktop, {width: 1024, height: 768}, {width: 900, height: 600}, phone, {width: 320, height: 700}, {width: 720, height: 450, deviceScaleFactor: 2}];

/** What is wrong with the layout as it stands; runs on the page. A phone zooms out where a page is
 * too wide, so its own word about the window's width would hide that. */
function flaws(width) {
  const found = [];
  const {scrollWidth} = document.scrollingElement;
  if (scrollWidth > width || innerWidth > width) found.push(`the page is ${scrollWidth} wide in a window of ${width}`);
  const stops = document.querySelectorAll('a[href], button:not(:disabled), input, select, textarea, [tabindex="0"]');
  for (const stop of stops) {
    if (!stop.checkVisibility({visibilityProperty: true}) || stop.closest('[inert]')) continue;
    stop.focus();
    if (document.activeElement !== stop) continue;
    const name = stop.id || stop.ariaLabel || stop.textContent.trim().slice(0, 30) || stop.className;
    const box = stop.getBoundingClientRect();
    if (box.width < 8 || box.height < 8) found.push(`${name} is ${box.width}x${box.height} while it has the focus`);
    else if (box.left < -1 || box.right > width + 1) found.push(`${name} reaches from ${box.left} to ${box.right}`);
    else if (!seen(stop, box)) found.push(`${name} is under something else`);
    else if (box.bottom < 4 || box.top > innerHeight - 4) found.push(`${name} is at ${box.top} to ${box.bottom} of ${innerHeight}`);
  }
  document.activeElement.blur();
  return found;

  /** Some of it can be seen: nothing that sticks or floats lies over all of the middle line of what is
   * within the window. */
  function seen(stop, box) {
    const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
    return [0.1, 0.5, 0.9].some((share) => {
      const top = document.elementFromPoint(box.left + box.width * share, y);
      return top !== null && (stop.contains(top) || top.contains(stop) && top.closest('label, .stage, .inspector') !== null);
    });
  }
}

/** Texts that are cut off although nothing says so; runs on the page. */
function cut() {
  return [...document.querySelectorAll('button, h1, h2, label, dt, dd, .part-name, .part-note, .position, .time, .caption span')]
    .filter((element) => element.checkVisibility() && !element.closest('.away, .inspector:not(.shown)'))
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
      && getComputedStyle(element).textOverflow !== 'ellipsis')
    .map((element) => `${element.id || element.className || element.tagName}: ${element.textContent.trim().slice(0, 40)}`);
}

for (const viewport of windows) for (const open of [link, sides]) {
  const {width, height} = viewport;
  const what = open === link ? 'one side' : 'two sides with a selected server';
  test(`at ${width}x${height}, with ${what}, nothing scrolls sideways, nothing is cut and all that takes the focus is in sight`, async (t) => {
    const visit = await site.visit(t, open, {viewport});
    if (open === sides) {
      await visit.page.$eval('[aria-label="More on server-3"]', (button) => button.click());
      await visit.settled();
    }
    assert.deepEqual(await visit.page.evaluate(flaws, width), []);
    assert.deepEqual(await visit.page.evaluate(cut), []);
    for (const tab of await visit.page.$$('[role="tab"]:not([hidden])')) {
      await tab.evaluate((tab) => tab.click());
      await visit.frames(2);
      assert.deepEqual(await visit.page.evaluate(flaws, width), [], await tab.evaluate((tab) => tab.textContent));
    }
  });
}

test('with words of twice the size a phone does not scroll sideways', async (t) => {
  const browser = await launch('--blink-settings=defaultFontSize=32');
  t.after(() => browser.close());
  for (const lab of [link, sides]) {
    const page = await browser.newPage();
    const visit = new Visit(page, site.base);
    await visit.open(lab, {viewport: phone});
    for (const tab of await page.$$('[role="tab"]:not([hidden])')) {
      await tab.evaluate((tab) => tab.click());
      await visit.frames(2);
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth) <= phone.width, await tab.evaluate((tab) => tab.textContent));
    }
  }
});

test('what happens is said in sight, whole, above the transport', async (t) => {
  for (const [width, height] of [[720, 450], [320, 700], [390, 844], [844, 390]]) {
    const visit = await site.visit(t, '?lab=balancing&do=2s:slow:server-3:0.25&t=6s', {viewport: {width, height}});
    const [said, transport] = await visit.page.evaluate(() => ['#caption', '#transport-main'].map((name) => document.querySelector(name).getBoundingClientRect().toJSON()));
    assert.ok(said.top > 52 && said.bottom <= transport.top && transport.bottom <= height, `at ${width}x${height} it ends at ${said.bottom}, the transport begins at ${transport.top}`);
  }
});

test('in a low window the whole scene and the charts can be scrolled to, over the words and the transport', async (t) => {
  for (const [width, height] of [[900, 600], [1024, 600]]) {
    const visit = await site.visit(t, '?lab=balancing&do=2s:slow:server-3:0.25&t=6s', {viewport: {width, height}});
    await visit.until(() => document.querySelectorAll('#charts canvas').length > 0);
    const found = await visit.page.evaluate(() => {
      const [main, stage, canvas, row] = ['.main', '#stage', '#base', '.caption-row'].map((name) => document.querySelector(name));
      const seen = row.getBoundingClientRect().bottom <= innerHeight - 46;
      const whole = canvas.offsetHeight <= stage.offsetHeight && document.querySelector('h1').scrollWidth <= document.querySelector('h1').clientWidth;
      main.scrollTop = 9999;
      return {seen, whole, low: document.scrollingElement.scrollHeight <= innerHeight, charts: document.querySelector('#charts').getBoundingClientRect().bottom <= innerHeight + 1};
    });
    assert.deepEqual(found, {seen: true, whole: true, low: true, charts: true});
  }
});

test('the scene is drawn anew at the size of the window', async (t) => {
  const visit = await site.visit(t, link);
  const sizes = new Map();
  for (const viewport of [...windows, desktop]) {
    await visit.page.setViewport({...viewport, hasTouch: false, isMobile: false});
    await visit.until((width) => innerWidth === width, viewport.width);
    await visit.frames(3);
    const [space, scale] = await visit.page.$eval('#stage', (stage) => [stage.clientWidth, devicePixelRatio]);
    const [base, live] = await visit.pixels();
    assert.ok(space <= viewport.width && Math.abs(base.width - space * scale) < 1, `${base.width} pixels in ${space}`);
    assert.ok(base.colours > 20 && live.colours > 10, 'painted');
    sizes.set(base.width, base.sum);
  }
  assert.ok(sizes.size >= 4, 'each width has a picture of its own');
});

test('on a phone the tabs show one section at a time', async (t) => {
  const visit = await site.visit(t, link, {viewport: phone});
  await visit.until(() => document.querySelector('[role="tab"]'));
  const shown = () => visit.page.evaluate(() => ['controls', 'charts', 'selection', 'notes'].filter((id) => document.getElementById(id).checkVisibility()));
  assert.deepEqual(await shown(), ['controls']);
  await visit.press('Charts', 'tab');
  assert.deepEqual(await shown(), ['charts']);
  await visit.until(() => document.querySelectorAll('#charts canvas').length > 0);
  await visit.page.keyboard.press('ArrowRight');
  assert.deepEqual(await shown(), ['selection'], 'arrow keys go from tab to tab');
  await visit.page.keyboard.press('ArrowRight');
  assert.deepEqual(await shown(), ['notes']);
});

test('on a phone the labs and presets are behind the title', async (t) => {
  const visit = await site.visit(t, link, {viewport: phone});
  await visit.press('Labs and presets');
  await visit.until(() => document.getElementById('labs').checkVisibility());
  await visit.page.$$eval('.presets a', (links) => links.find((link) => link.textContent === 'a node dies').click());
  await visit.until(() => document.getElementById('subtitle').textContent === 'a node dies');
  assert.ok(!await visit.page.$eval('#labs', (labs) => labs.checkVisibility()), 'choosing closes them');
});

test('the timeline can be dragged by touch', async (t) => {
  const visit = await site.visit(t, link, {viewport: phone});
  const box = await (await visit.page.$('.timeline-marks')).boundingBox();
  const y = box.y + box.height / 2;
  const touch = await visit.page.touchscreen.touchStart(box.x + box.width * 0.1, y);
  await touch.move(box.x + box.width * 0.3, y);
  await touch.move(box.x + box.width * 0.5, y);
  await touch.end();
  const {t: at} = await visit.settled();
  assert.ok(at > 9 && at < 11, `half of the timeline is ${at} s`);
});

test('the theme switch changes what is painted, and a reload keeps it', async (t) => {
  const visit = await site.visit(t, link, {fresh: true});
  const choose = async (theme) => {
    await visit.control('Theme', 'combobox').fill(theme);
    await visit.frames(2);
    return {
      pixels: (await visit.pixels()).map((canvas) => canvas.sum),
      page: await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    };
  };
  const light = await choose('light');
  const dark = await choose('dark');
  assert.notEqual(dark.page, light.page);
  assert.notEqual(dark.pixels[0], light.pixels[0]);
  assert.notEqual(dark.pixels[1], light.pixels[1]);
  await visit.page.reload();
  await visit.live();
  assert.deepEqual((await visit.pixels()).map((canvas) => canvas.sum), dark.pixels);
  assert.deepEqual(await choose('system'), light, 'the system is light');
  await visit.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
  assert.deepEqual((await visit.pixels()).map((canvas) => canvas.sum), dark.pixels, 'and then dark');
});
