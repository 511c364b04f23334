import assert from 'node:assert/strict';
import test from 'node:test';
import {axisText, compact, nextSpeed, parseNumber, plain, seconds, speeds, speedText, typedNumber, typedTime} from '../../web/format.js';

for (const [text, want] of [
  ['14', 14],
  [' 14 per node', 14],
  ['100,000', 100000],
  ['100 000', 100000],
  ['1_000', 1000],
  ['0.9', 0.9],
  ['.5', 0.5],
  ['-3', -3],
  ['1e5', 100000],
  ['2.5e-3', 0.0025],
  ['100k', 100000],
  ['1.5 M', 1500000],
  ['6 per s', 6],
  ['12 months', 12],
]) {
  test(`"${text}" is typed for ${want}`, () => assert.equal(parseNumber(text), want));
}

for (const text of ['', 'many', '-', '.', 'k', 'x5']) {
  test(`"${text}" is no number, and the program is sent what was typed`, () => {
    assert.ok(Number.isNaN(parseNumber(text)));
    assert.equal(typedNumber(` ${text} `), text);
  });
}

test('what is sent for a number has no separators, exponent or noise', () => {
  assert.equal(typedNumber('1,000,000'), '1000000');
  assert.equal(plain(0.1 + 0.2), '0.3');
  assert.equal(plain(1e-7), '0.0000001');
  assert.equal(plain(-0), '0');
});

test('time has as many digits as can be read', () => {
  assert.equal(seconds(0.0425), '0.043\u00a0s');
  assert.equal(seconds(6.2), '6.20\u00a0s');
});

for (const [x, want] of [[1, '1×'], [0.001, '1/1,000×'], [0.2, '1/5×'], [1000, '1000×'], [1.5, '1.5×'], [0.3, '0.3×']]) {
  test(`a speed of ${x} reads ${want}`, () => assert.equal(speedText(x), want));
}

test('the speeds go from a thousandth to a thousand in even ratios, and hold the one in force', () => {
  const steps = speeds(1);
  assert.equal(steps.length, 19);
  assert.deepEqual([steps[0], steps.at(-1)], [0.001, 1000]);
  for (let i = 1; i < steps.length; i++) assert.ok(steps[i] / steps[i - 1] <= 2.5 + 1e-9);
  assert.ok(speeds(3).includes(3));
});

test('keys go through the speeds and stop at the ends', () => {
  assert.equal(nextSpeed(1, 1), 2);
  assert.equal(nextSpeed(1, -1), 0.5);
  assert.equal(nextSpeed(3, 1), 5);
  assert.equal(nextSpeed(1000, 1), 1000);
  assert.equal(nextSpeed(0.001, -1), 0.001);
});

for (const [value, axis, want] of [
  [0.147, {unit: '', format: 'percent'}, '14.7%'],
  [0, {unit: '', format: 'percent'}, '0%'],
  [14659, {unit: '', format: 'count'}, '14.7k'],
  [1000, {unit: '', format: 'count'}, '1,000'],
  [2500000, {unit: '', format: 'count'}, '2.5M'],
  [6.25, {unit: 's', format: 'number'}, '6.25\u00a0s'],
  [1.26, {unit: '×', format: 'number'}, '1.26×'],
]) {
  test(`an axis shows ${value} as ${want}`, () => assert.equal(axisText(value, axis), want));
}

test('compact numbers keep their sign', () => assert.equal(compact(-27000), '-27k'));

for (const [text, want] of [['30', 30], ['42.6 s', 42.6], ['250ms', 0.25], [' 1.5min ', 90], ['2 m', 120], ['1h', 3600], ['80us', 8e-5],
  ['80 µs', 8e-5], ['.5', 0.5], ['7.', 7], ['0', 0]]) {
  test(`"${text}" is a time of ${want} s`, () => assert.equal(typedTime(text), want));
}

for (const text of ['', 's', '-3', '1e3', '5 parsecs', '3 s later', 'noon']) {
  test(`"${text}" is no time`, () => assert.ok(Number.isNaN(typedTime(text))));
}
