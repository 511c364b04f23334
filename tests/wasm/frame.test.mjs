import assert from 'node:assert/strict';
import test from 'node:test';
import {newStatus, pending, playing, readStatus, statusLength} from '../../web/frame.js';

/** A status block as core/session writes it. */
function block() {
  const view = new DataView(new ArrayBuffer(8 + statusLength));
  for (const [i, letter] of [...'HRFS'].entries()) view.setUint8(8 + i, letter.charCodeAt(0));
  view.setUint16(12, 1, true);
  view.setUint16(14, playing | pending, true);
  view.setFloat64(16, 6.2, true);
  view.setFloat64(24, 30, true);
  view.setUint32(32, 0xfffffffe, true);
  view.setUint32(36, 120, true);
  view.setFloat32(40, 0.5, true);
  view.setFloat32(44, 1000, true);
  view.setFloat32(48, 380, true);
  return view;
}

test('the status is read where it lies, into one object', () => {
  const into = newStatus();
  assert.equal(readStatus(block(), 8, into), into);
  assert.deepEqual(into, {flags: 3, t: 6.2, end: 30, rev: 0xfffffffe, n: 120, progress: 0.5, speed: 1000, reached: 380});
});

test('other bytes are refused', () => {
  const view = block();
  view.setUint8(8, 0);
  assert.throws(() => readStatus(view, 8, newStatus()), /other bytes than HRFS/);
});

test('an unknown version is refused by its number', () => {
  const view = block();
  view.setUint16(12, 7, true);
  assert.throws(() => readStatus(view, 8, newStatus()), /version 7; this page reads version 1/);
});
