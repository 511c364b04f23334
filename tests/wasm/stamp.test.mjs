import assert from 'node:assert/strict';
import {test} from 'node:test';

globalThis.ImageData = class {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
};
const {Stamp} = await import('../../web/stamp.js');

const red = 0x0000ff;
const blue = 0xff0000;

/** Stamps discs on a fresh image of 100 by 80. */
function stamped(draw) {
  const stamp = new Stamp();
  stamp.resize(100, 80);
  stamp.begin();
  draw(stamp);
  return stamp;
}

const dot = (stamp, x, y, {r = 3, ring = 0, colour = red, alpha = 255} = {}) =>
  stamp.dots(Int32Array.of(x * 64, y * 64), 0, 1, 1 / 64, r, ring, colour, alpha);
const alphaAt = (stamp, x, y) => stamp.pixels[100 * y + x] >>> 24;
const colourAt = (stamp, x, y) => stamp.pixels[100 * y + x] & 0xffffff;
const ink = (stamp) => stamp.pixels.reduce((sum, pixel) => sum + (pixel >>> 24), 0) / 255;

test('a disc covers its area, wherever in a pixel its middle is', () => {
  for (const r of [0.5, 1, 2.2, 3, 7.3]) {
    for (const shift of [0, 0.25, 0.5, 0.9]) {
      const area = Math.PI * r * r;
      const covered = ink(stamped((stamp) => dot(stamp, 50 + shift, 40 - shift, {r})));
      assert.ok(Math.abs(covered - area) < 0.15 + area * 0.02, `r ${r}, shift ${shift}: ${covered} of ${area}`);
    }
  }
});

test('a ring leaves its middle free', () => {
  const stamp = stamped((stamp) => dot(stamp, 50.5, 40.5, {r: 6, ring: 1.5}));
  assert.equal(alphaAt(stamp, 50, 40), 0);
  assert.equal(alphaAt(stamp, 55, 40), 255);
});

test('discs of one colour do not darken each other, those of two mix', () => {
  const same = stamped((stamp) => { dot(stamp, 50, 40, {alpha: 128}); dot(stamp, 51, 40, {alpha: 128}); });
  assert.equal(alphaAt(same, 50, 40), 128);
  const mixed = stamped((stamp) => { dot(stamp, 50, 40, {alpha: 128}); dot(stamp, 50, 40, {alpha: 128, colour: blue}); });
  assert.equal(alphaAt(mixed, 50, 40), 192);
  assert.ok((colourAt(mixed, 50, 40) >> 16) > (colourAt(mixed, 50, 40) & 255), 'what lies above counts more');
  const hidden = stamped((stamp) => { dot(stamp, 50, 40); dot(stamp, 50, 40, {colour: blue}); });
  assert.equal(colourAt(hidden, 50, 40), blue);
});

test('mixing is what compositing in floating point gives', () => {
  for (let a = 1; a < 256; a += 6) {
    for (let b = 1; b < 256; b += 6) {
      const stamp = stamped((stamp) => {
        dot(stamp, 50, 40, {alpha: b, colour: 0x2060c8});
        dot(stamp, 50, 40, {alpha: a, colour: 0xf08010});
      });
      const sum = a + b * (255 - a) / 255;
      const want = [0, 8, 16].map((bits) => ((0xf08010 >> bits & 255) * a + (0x2060c8 >> bits & 255) * b * (255 - a) / 255) / sum);
      const found = [0, 8, 16].map((bits) => stamp.pixels[40 * 100 + 50] >>> bits & 255);
      assert.ok(Math.abs(alphaAt(stamp, 50, 40) - sum) <= 1, `alpha of ${a} over ${b}`);
      found.forEach((channel, i) => assert.ok(Math.abs(channel - want[i]) <= 2.5, `${a} over ${b}: ${found} for ${want}`));
    }
  }
});

test('nothing is stamped outside of the image or of a clip', () => {
  const edges = stamped((stamp) => {
    for (const [x, y] of [[0, 0], [99, 79], [-1, 40], [101, 40], [-500, 3], [1e6, 1e6], [50, -4]]) dot(stamp, x, y, {r: 3});
  });
  assert.equal(alphaAt(edges, 0, 0), 255);
  assert.equal(alphaAt(edges, 99, 79), 255);
  assert.equal(alphaAt(edges, 99, 0), 0);
  const clipped = stamped((stamp) => {
    stamp.clip(48, 38, 52, 42);
    dot(stamp, 50, 40, {r: 8});
    dot(stamp, 20, 20);
  });
  assert.equal(ink(clipped), 16);
});

test('many points give what they give one by one', () => {
  const n = 1000;
  const points = Int32Array.from({length: 2 * n}, (_, i) => (i * 7919) % (64 * (i % 2 ? 80 : 100)));
  const once = stamped((stamp) => stamp.dots(points, 0, n, 1 / 64, 2, 0, red, 200));
  const single = stamped((stamp) => { for (let i = 0; i < n; i++) stamp.dots(points, 2 * i, 1, 1 / 64, 2, 0, red, 200); });
  assert.deepEqual(once.pixels, single.pixels);
});

test('the canvas gets what this frame and the last one have touched, and nothing else', () => {
  const stamp = stamped((stamp) => dot(stamp, 10, 10));
  const put = () => {
    const areas = [];
    stamp.put({putImageData: (_image, _x, _y, ...area) => areas.push(area)});
    return areas;
  };
  assert.deepEqual(put(), [[6, 0, 9, 32]]);
  stamp.begin();
  dot(stamp, 90, 50);
  assert.deepEqual(put(), [[6, 0, 9, 32], [86, 32, 9, 32]]);
  assert.equal(alphaAt(stamp, 10, 10), 0);
  stamp.begin();
  assert.deepEqual(put(), [[86, 32, 9, 32]]);
  stamp.begin();
  assert.deepEqual(put(), []);
  assert.equal(ink(stamp), 0);
});
