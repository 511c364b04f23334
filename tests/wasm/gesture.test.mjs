import assert from 'node:assert/strict';
import test from 'node:test';
import {Gestures} from '../../web/gesture.js';

test('all changes of one drag are one gesture, however slow', () => {
  const gestures = new Gestures();
  gestures.hold('nodes', 0);
  const first = gestures.of('nodes', 10);
  assert.equal(gestures.of('nodes', 60000), first);
  gestures.release();
  gestures.hold('nodes', 60100);
  assert.notEqual(gestures.of('nodes', 60110), first);
});

test('a burst of keys is one gesture, and a rest ends it', () => {
  const gestures = new Gestures();
  const first = gestures.of('nodes', 0);
  assert.equal(gestures.of('nodes', 900), first);
  assert.equal(gestures.of('nodes', 1800), first);
  assert.notEqual(gestures.of('nodes', 2801), first);
});

test('another control is another gesture, even while one is held', () => {
  const gestures = new Gestures();
  gestures.hold('nodes', 0);
  const first = gestures.of('nodes', 10);
  const second = gestures.of('keys', 20);
  assert.notEqual(second, first);
  assert.notEqual(gestures.of('nodes', 30), first);
});

test('no gesture has the number 0, which coalesces nothing', () => {
  assert.ok(new Gestures().of('nodes', 0) > 0);
});
