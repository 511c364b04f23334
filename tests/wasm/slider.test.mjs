import assert from 'node:assert/strict';
import test from 'node:test';
import {fromSlider, nudge, rangeOf, share, toSlider, travel} from '../../web/slider.js';

const keys = {min: 1000, max: 1000000, step: 1, log: true, whole: true};
const fromZero = {min: 0, max: 1000, step: 1, log: true, whole: true};
const skew = {min: 0, max: 2, step: 0.05, log: false, whole: false};

test('a parameter without a step moves by whole numbers when it is one', () => {
  assert.equal(rangeOf({kind: 'int', min: 1, max: 9, step: null, scale: 'linear'}).step, 1);
  assert.equal(rangeOf({kind: 'float', min: 0, max: 1, step: null, scale: 'log'}).log, true);
});

test('a linear slider stands at its value, and a logarithmic one at its ratio', () => {
  assert.equal(toSlider(0.9, skew), 0.9);
  assert.ok(Math.abs(share(0.9, skew) - 0.45) < 1e-12);
  assert.equal(toSlider(1000, keys), 0);
  assert.equal(toSlider(1000000, keys), travel);
  assert.ok(Math.abs(toSlider(31623, keys) - travel / 2) < 0.01);
});

test('a logarithmic slider reaches both ends and keeps to two digits between', () => {
  assert.equal(fromSlider(0, keys), 1000);
  assert.equal(fromSlider(travel, keys), 1000000);
  for (let at = 1; at < travel; at++) {
    const value = fromSlider(at, keys);
    assert.equal(value, Number(value.toPrecision(2)), `at ${at}`);
    assert.ok(value >= 1000 && value <= 1000000);
  }
});

test('a logarithmic slider may begin at zero', () => {
  assert.equal(fromSlider(0, fromZero), 0);
  assert.equal(toSlider(0, fromZero), 0);
  assert.equal(fromSlider(1, fromZero), 1);
  assert.ok(toSlider(1, fromZero) > 0);
});

test('what stands on a slider comes back from it', () => {
  for (const value of [1000, 1200, 56000, 100000, 990000, 1000000]) {
    assert.equal(fromSlider(toSlider(value, keys), keys), value);
  }
});

test('values beyond the range stand at its ends', () => {
  assert.equal(toSlider(5, skew), 2);
  assert.equal(toSlider(1, keys), 0);
  assert.equal(toSlider(1e9, keys), travel);
});

test('steps leave no noise behind', () => {
  assert.equal(fromSlider(0.15000000000000002, skew), 0.15);
  assert.equal(fromSlider(1.23, skew), 1.25);
});

test('arrow keys go to the next two-digit number and always move', () => {
  assert.equal(nudge(20, 1, {...keys, min: 1}), 21);
  assert.equal(nudge(1, 1, {...keys, min: 1}), 2);
  assert.equal(nudge(100000, 1, keys), 110000);
  assert.equal(nudge(100000, -1, keys), 90000);
  assert.equal(nudge(1000000, 1, keys), 1000000);
  assert.equal(nudge(1000, -1, keys), 1000);
});
