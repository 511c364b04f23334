import assert from 'node:assert/strict';
import test from 'node:test';
import {playground} from './harness.mjs';

const site = playground();

/** Two changes, and the moment after both. */
const link = '?lab=ring&nodes=4&keys=20000&do=3s:add:cache-e&do=6s:kill:cache-b&t=8s';

async function timeline(visit) {
  const box = await (await visit.page.$('.timeline-marks')).boundingBox();
  return {at: (share) => box.x + share * box.width, y: box.y + box.height / 2};
}

/** Names of the nodes that are there at this moment. */
async function nodes(visit) {
  return (await visit.settled()).parts.rows.map((row) => row.name + (row.state === 'up' ? '' : ' ' + row.state));
}

const moved = (state) => state.metrics.find((metric) => metric.name === 'moved-keys')?.value;

test('dragging the timeline back takes changes back, and forward brings them again', async (t) => {
  const visit = await site.visit(t, link);
  const {mouse} = visit.page;
  const {at, y} = await timeline(visit);
  const prints = [await visit.fingerprint()];
  assert.deepEqual(await nodes(visit), ['cache-a', 'cache-b down', 'cache-c', 'cache-d', 'cache-e']);
  await mouse.move(at(8 / 20), y);
  await mouse.down();
  await mouse.move(at(4.5 / 20), y, {steps: 8});
  await mouse.up();
  assert.deepEqual(await nodes(visit), ['cache-a', 'cache-b', 'cache-c', 'cache-d', 'cache-e']);
  await mouse.move(at(4.5 / 20), y);
  await mouse.down();
  await mouse.move(at(1 / 20), y, {steps: 8});
  assert.deepEqual(await nodes(visit), ['cache-a', 'cache-b', 'cache-c', 'cache-d'], 'while the mouse is still down');
  await mouse.up();
  assert.match(await visit.text('#transport .time'), /^(1\.0|0\.9)/);
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('PageUp');
  await visit.page.keyboard.press('PageUp');
  await visit.settled();
  for (let i = 0; i < 10; i++) await visit.page.keyboard.press('ArrowRight');
  const state = await visit.settled();
  assert.equal(state.t, 8);
  prints.push(await visit.fingerprint());
  assert.equal(prints[0], prints[1], 'the same moment is the same state');
});

test('the timeline answers to its keys and says where it stands', async (t) => {
  const visit = await site.visit(t, link);
  const {keyboard} = visit.page;
  const slider = () => visit.page.$eval('#timeline', (slider) => [Number(slider.ariaValueNow), slider.ariaValueText]);
  await visit.page.focus('#timeline');
  for (const [key, t] of [['Home', 0], ['PageUp', 3], ['PageUp', 6], ['ArrowLeft', 5.8], ['ArrowRight', 6], ['PageDown', 3], ['Shift+ArrowRight', 5]]) {
    if (key.startsWith('Shift+')) await keyboard.down('Shift');
    await keyboard.press(key.replace('Shift+', ''));
    await keyboard.up('Shift');
    assert.equal((await visit.settled()).t, t, key);
    assert.equal((await slider())[0], t, key + ' is told');
  }
  await keyboard.press('PageDown');
  await visit.settled();
  assert.match((await slider())[1], /3\.00.s of 20\.00.s, change 1 of 2, .*Add node cache-e/);
  await keyboard.press('End');
  assert.equal((await visit.settled()).t, 20);
});

test('pressing near a mark goes to its very moment', async (t) => {
  const visit = await site.visit(t, link);
  const {at, y} = await timeline(visit);
  await visit.page.mouse.move(at(3 / 20) + 4, y);
  await visit.says('.timeline-tip', 'Add node cache-e');
  await visit.page.mouse.down();
  await visit.page.mouse.up();
  const state = await visit.settled();
  assert.equal(state.t, 3);
  assert.ok(moved(state) > 0, 'the change has happened');
});

test('single events go on and back to the same state', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&arrival-rate=50&do=2s:kill:cache-b&t=1.99s');
  const before = [await visit.fingerprint(), (await visit.state()).n];
  await visit.press('One event');
  const after = await visit.settled();
  assert.equal(after.n, before[1] + 1);
  const print = await visit.fingerprint();
  assert.notEqual(print, before[0]);
  await visit.press('Back one event');
  assert.equal((await visit.settled()).n, before[1]);
  assert.equal(await visit.fingerprint(), before[0]);
  await visit.press('One event');
  await visit.settled();
  assert.equal(await visit.fingerprint(), print);
});

test('keys on the stage play, step, seek, restart and change the speed', async (t) => {
  const visit = await site.visit(t, link);
  const {keyboard} = visit.page;
  await visit.page.focus('#stage');
  await keyboard.press('Space');
  assert.ok((await visit.state()).playing);
  await keyboard.press('Space');
  const paused = await visit.settled();
  assert.ok(!paused.playing);
  await keyboard.press('.');
  assert.equal((await visit.settled()).n, paused.n + 1);
  await keyboard.press(',');
  await keyboard.press(',');
  assert.equal((await visit.settled()).n, paused.n - 1);
  await keyboard.press(']');
  assert.equal((await visit.state()).speed, 2);
  await keyboard.press('[');
  await keyboard.press('[');
  assert.equal((await visit.state()).speed, 0.5);
  await keyboard.press('r');
  assert.equal((await visit.settled()).t, 0);
  await keyboard.press('ArrowRight');
  assert.equal((await visit.settled()).t, 0.2);
});

test('a question mark lists the keys, and Escape brings the focus back', async (t) => {
  const visit = await site.visit(t, link);
  const {page} = visit;
  await page.focus('#stage');
  await page.keyboard.press('?');
  await visit.until(() => document.getElementById('keys').open);
  assert.match(await visit.text('#keys'), /Space.*Play or pause.*One event on/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'stage');
});

test('in text fields and on buttons the same keys do what they do everywhere', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  await visit.page.focus('#lookup');
  await visit.page.keyboard.type('r .,[]?');
  await visit.page.focus('[data-key="name"] input');
  await visit.page.keyboard.press('ArrowLeft');
  await visit.page.focus('#copy');
  await visit.page.keyboard.press('.');
  const after = await visit.state();
  assert.equal(await visit.page.$eval('#lookup', (field) => field.value), 'r .,[]?');
  assert.deepEqual([after.t, after.n, after.speed, after.playing], [before.t, before.n, before.speed, before.playing]);
  assert.ok(!await visit.page.$eval('#keys', (dialog) => dialog.open));
});

test('play and pause, speed and restart are buttons, too', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Play');
  await visit.until(() => document.querySelector('.play').ariaLabel === 'Pause');
  await visit.control('Speed', 'combobox').fill('20');
  await visit.ahead(12);
  await visit.press('Pause');
  const {link: where, playing} = await visit.settled();
  assert.ok(!playing);
  assert.match(where, /speed=20/);
  await visit.press('Restart');
  assert.equal((await visit.settled()).t, 0);
});

test('time goes on past the end of the timeline', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&t=19.9s');
  await visit.press('Play');
  await visit.ahead(20.2);
  assert.ok((await visit.state()).end > 20);
});

/** Counts the animation frames that the page asks for. */
function counting() {
  globalThis.framesDrawn = 0;
  const real = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) => {
    globalThis.framesDrawn++;
    return real(callback);
  };
}

const drawn = (visit) => visit.page.evaluate(() => globalThis.framesDrawn);
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('a hidden page rests, and goes on from where it was', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000', {before: counting});
  const hide = (hidden) => visit.page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
    Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => hidden ? 'hidden' : 'visible'});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const before = await drawn(visit);
  await rest(200);
  assert.ok(await drawn(visit) > before, 'it runs while it is seen');
  await hide(true);
  await rest(100);
  const [frames, {t: at}] = [await drawn(visit), await visit.state()];
  await rest(700);
  assert.deepEqual([await drawn(visit), (await visit.state()).t], [frames, at], 'nothing runs while it is hidden');
  const shown = Date.now();
  await hide(false);
  await visit.ahead(at);
  const {t: now} = await visit.state();
  assert.ok(now - at < (Date.now() - shown) / 1000 + 0.3, 'the time in between is not caught up');
});

test('a page at rest draws no frames', async (t) => {
  const visit = await site.visit(t, link, {before: counting});
  await rest(600);
  const before = await drawn(visit);
  await rest(500);
  assert.equal(await drawn(visit), before);
});

test('who asks for less motion gets a paused page, steps instead of motion, and no transitions', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&arrival-rate=100', {media: {'prefers-reduced-motion': 'reduce'}, before: counting});
  assert.ok(!(await visit.state()).playing, 'it does not begin by itself');
  await visit.press('Play');
  await rest(600);
  const before = await visit.page.evaluate(() => [performance.now(), globalThis.framesDrawn]);
  const from = (await visit.state()).t;
  await visit.ahead(from + 0.9);
  const after = await visit.page.evaluate(() => [performance.now(), globalThis.framesDrawn]);
  const steps = ((await visit.state()).t - from) / 0.25;
  assert.ok(Math.abs(steps - Math.round(steps)) < 1e-6, `time goes on in quarters of a second: ${steps} of them`);
  const [passed, count] = [after[0] - before[0], after[1] - before[1]];
  assert.ok(count <= passed / 250 + 3, `in few frames: ${count} in ${Math.round(passed)} ms`);
  const moving = await visit.page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element);
    return style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || style.animationName !== 'none';
  }).length);
  assert.equal(moving, 0, 'nothing has a transition');
});
