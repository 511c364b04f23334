import assert from 'node:assert/strict';
import test from 'node:test';

const [playing, pending] = [1, 2];

/** Frames that the page has asked for and not had yet. @type {((now: number) => void)[]} */
const frames = [];
const query = {matches: false, addEventListener() {}};
Object.assign(globalThis, {matchMedia: () => query, requestAnimationFrame: (f) => frames.push(f), cancelAnimationFrame() {},
  IntersectionObserver: class { observe() {} disconnect() {} }, document: {hidden: false, addEventListener() {}}});
const {Loop} = await import('../../web/loop.js');

/** A loop over so many pieces of work; it stops with the test. */
function loop(t, pieces, {flags = 0, hurries = true, told = true} = {}) {
  const done = {pieces: 0, frames: 0};
  const one = new Loop({
    advance: () => ++done.pieces < pieces,
    frame: () => { done.frames++; return flags | (told && done.pieces < pieces ? pending : 0); },
    hurries: () => hurries,
  }, null, null);
  frames.length = 0;
  t.after(() => one.stop());
  return {one, done};
}

/** Long enough for all messages that are on their way. */
async function messages(count) {
  for (let i = 0; i < 3 * count; i++) await new Promise((resolve) => setTimeout(resolve));
}

test('work that somebody waits for goes on between the frames, and its end is drawn at once', async (t) => {
  const {one, done} = loop(t, 6);
  one.tick(0);
  assert.deepEqual(done, {pieces: 1, frames: 1});
  while (frames.length === 0) await messages(1);
  assert.equal(done.pieces, 6);
  frames.shift()(0);
  assert.equal(done.frames, 2, 'the whole way was one frame, and one for its end');
});

test('work that no frame tells of goes on all the same', async (t) => {
  const {one, done} = loop(t, 6, {told: false});
  one.tick(0);
  while (frames.length === 0) await messages(1);
  assert.equal(done.pieces, 6);
});

test('work that nobody waits for gets the frames alone', async (t) => {
  const {one, done} = loop(t, 6, {flags: playing, hurries: false});
  for (let i = 1; i < 6; i++) {
    one.tick(0);
    await messages(1);
    assert.deepEqual(done, {pieces: i, frames: i});
  }
});

test('a loop that has stopped works no more, and lets go of Node', async (t) => {
  const {one, done} = loop(t, 1000);
  one.tick(0);
  one.stop();
  await messages(3);
  assert.deepEqual(done, {pieces: 1, frames: 1});
  assert.deepEqual(frames, []);
});

test('a hidden page rests', async (t) => {
  const {one, done} = loop(t, 1000);
  globalThis.document.hidden = true;
  one.tick(0);
  await messages(3);
  globalThis.document.hidden = false;
  assert.deepEqual([done.pieces, frames.length], [1, 0]);
});
