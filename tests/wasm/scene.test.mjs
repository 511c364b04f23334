import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import * as scene from '../../web/scene.js';

const repository = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, repository), 'utf8');
const vectors = JSON.parse(read('core/scene/testdata/wire.json'));

/** Says what an operation holds, field by field, as core/scene/wire_test.go does. */
function describe(op) {
  const {kind, fill, stroke, alpha, width, dash, x, y, r} = op;
  const styled = {kind, fill, stroke, alpha, width, dash};
  switch (kind) {
    case scene.rect: return {...styled, x, y, w: op.w, h: op.h, r};
    case scene.circle: return {...styled, x, y, r};
    case scene.line: return {...styled, x, y, x2: op.x2, y2: op.y2};
    case scene.polyline: case scene.polygon: return {...styled, points: pointsOf(op)};
    case scene.arc: return {...styled, x, y, r, from: op.from, to: op.to};
    case scene.text: return {kind, fill, alpha, x, y, size: op.size, bold: op.bold, anchor: op.anchor, text: op.text};
    case scene.dots: return {kind, fill, alpha, r, hollow: op.hollow, points: pointsOf(op)};
    case scene.cells: return {kind, alpha, x, y, size: op.size, gap: op.gap, columns: op.columns, cells: cellsOf(op)};
    case scene.clip: return {kind, x, y, w: op.w, h: op.h};
    default: return {kind};
  }
}

const pointsOf = ({frame, first, n}) => Array.from(frame.words.subarray(first, first + 2 * n), (v) => v * scene.pixel);
const cellsOf = ({frame, first, n}) => Array.from(frame.bytes.subarray(first, first + n));

function describeFrame(frame) {
  const ops = (layer) => {
    const list = [];
    for (frame.begin(layer); frame.next();) list.push(describe(frame.op));
    return list;
  };
  return {width: frame.width, height: frame.height, revision: frame.revision, base: ops(scene.base), live: ops(scene.live)};
}

/** Puts a frame into a memory, behind so many other bytes. */
function memory(hex, before) {
  const bytes = Buffer.from(hex, 'hex');
  const all = new Uint8Array(before + bytes.length + (-bytes.length & 3) + 8).fill(0xee);
  all.set(bytes, before);
  return {buffer: all.buffer, at: before, length: bytes.length};
}

for (const {name, wire, frame: want, error} of vectors) {
  test(error ? `refuses ${name}` : `reads ${name}`, () => {
    for (const before of [0, 64]) {
      const {buffer, at, length} = memory(wire, before);
      const decode = () => describeFrame(new scene.Frame().read(buffer, at, length));
      if (error) assert.throws(decode, {message: error});
      else assert.deepEqual(decode(), want);
    }
  });
}

test('both halves of the format open with the same table', () => {
  const table = (path) => read(path).split('\n').filter((_, i, lines) => lines.slice(0, i + 1).every((line) => line.startsWith('//')));
  assert.ok(table('core/scene/wire.go').length > 30);
  assert.deepEqual(table('web/scene.js'), table('core/scene/wire.go'));
});

test('one frame serves for all, and follows a memory that has grown', () => {
  const [nothing, , everything] = vectors;
  const frame = new scene.Frame();
  for (const {wire, frame: want} of [everything, nothing, everything]) {
    const {buffer, at, length} = memory(wire, 128);
    assert.deepEqual(describeFrame(frame.read(buffer, at, length)), want);
    const words = frame.words;
    frame.read(buffer, at, length);
    assert.equal(frame.words, words, 'the same memory is read through the same view');
  }
});

test('a frame between words is refused', () => {
  assert.throws(() => new scene.Frame().read(new ArrayBuffer(64), 2, 32), {message: 'scene: a frame begins at a multiple of 4 bytes, not at 2'});
});

test('a frame beyond a limit is refused', () => {
  const frameOf = (n, words) => {
    const wire = new Int32Array(8 + n * words.length);
    wire.set([0x43535248, 1, 0, 0, 1, 0, 4 * n * words.length, 0]);
    for (let i = 0; i < n; i++) wire.set(words, 8 + i * words.length);
    return () => new scene.Frame().read(wire.buffer, 0, wire.byteLength);
  };
  const letters = (bytes) => [7, 768 | bytes << 16, 0, 0, ...Array(bytes / 4).fill(0x61616161)];
  assert.throws(frameOf(65_537, [11]), {message: 'scene: operation at byte 262176: the frame has more than 65,536 operations'});
  assert.throws(frameOf(513, letters(2048)), {message: 'scene: operation at byte 1056800: the frame has more than 1,048,576 bytes of text'});
  assert.throws(frameOf(1, letters(2052)), {message: 'scene: operation at byte 32: its text is longer than 2,048 bytes'});
  assert.throws(frameOf(257, [8, 0, 1024, ...Array(2048).fill(0)]), {message: 'scene: operation at byte 2100256: the frame has more than 262,144 points'});
});
