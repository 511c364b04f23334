import assert from 'node:assert/strict';
import test from 'node:test';
import {furnish} from './elements.mjs';

furnish();
const {Frame} = await import('../../web/control.js');
const {form} = await import('../../web/forms.js');
const {Drawn, roundedUp} = await import('../../web/drawn.js');

const space = '\u00a0';
const param = (given, value) => ({key: given, label: 'Service time', kind: 'text', form: given, value, text: value, help: '', initial: false});

/** The editor of a text, what it sent, and the fault that it will be told. */
function editor(kind, value) {
  const sent = [];
  const faults = [];
  const frame = new Frame(param(kind, value), {hold() {}, release() {},
    change: (_, text, report) => { sent.push(text); report(faults.shift() ?? null); }});
  const one = form(param(kind, value), frame);
  one.update(param(kind, value));
  const find = (selector) => one.element.querySelectorAll(selector);
  return {sent, faults, frame, entry: find('.entry')[0], choice: find('select')[0], slider: find('.slider')[0],
    fields: () => find('.form-field').filter((field) => !field.parentElement.parentElement.words().includes('drawn')).map((field) => field.querySelector('input')),
    update: (text) => one.update(param(kind, text))};
}

test('a distribution says itself in words and shows its text to whoever edits it', () => {
  const {entry, choice} = editor('dist', 'exp:40ms');
  assert.deepEqual([entry.value, choice.value], [`40${space}ms, exponential`, 'exp']);
  entry.select = () => {};
  entry.happens('focus');
  assert.equal(entry.value, 'exp:40ms');
  entry.happens('blur');
  assert.equal(entry.value, `40${space}ms, exponential`);
});

test('another law takes over what it has in common', () => {
  const {choice, sent, update, fields} = editor('dist', 'lognormal:70ms:9');
  const choose = (name) => { choice.value = name; choice.happens('change'); };
  choose('hyper');
  update(sent[0]);
  choose('erlang');
  update(sent[1]);
  assert.deepEqual(fields().map((field) => field.value), ['4'], 'a field for each number but the mean');
  choose('fixed');
  assert.deepEqual(sent, ['hyper:70ms:9', 'erlang:4:70ms', 'fixed:70ms']);
});

test('another shape of arrivals keeps the rate that counts', () => {
  const {choice, sent} = editor('profile', 'ramp:100:900:30s');
  choice.value = 'steady';
  choice.happens('change');
  assert.deepEqual(sent, ['steady:900']);
});

test('numbers and times are written as links have them, whatever way they are typed', () => {
  const {fields, sent, update} = editor('profile', 'bursty:100:700:8s:2s');
  fields()[1].type('1,200');
  update(sent[0]);
  fields()[3].type('1500 ms');
  update(sent[1]);
  fields()[2].type('soon');
  assert.deepEqual(sent, ['bursty:100:1200:8s:2s', 'bursty:100:1200:8s:1.5s', 'bursty:100:1200:soon:1.5s'], 'what is no time is for the program to refuse');
});

test('a time that is typed alone is the mean, and anything else the whole text', () => {
  const {entry, sent} = editor('dist', 'exp:40ms');
  entry.type('0.25 s');
  entry.type(' pareto : 10ms : 2.5 ');
  assert.deepEqual(sent, ['exp:250ms', 'pareto:10ms:2.5']);
});

test('what is refused stays where it was typed, with the reason, until it is mended', () => {
  const {entry, frame, faults, update, choice} = editor('dist', 'exp:40ms');
  faults.push({code: 'refused', message: 'a mean is from 1 ns'});
  entry.type('exp:never');
  entry.happens('blur');
  update('exp:40ms');
  assert.deepEqual([entry.value, entry.getAttribute('aria-invalid'), frame.error.textContent], ['exp:never', 'true', 'a mean is from 1 ns']);
  entry.type('erlang:2:40ms');
  update('erlang:2:40ms');
  assert.deepEqual([entry.getAttribute('aria-invalid'), frame.error.textContent, choice.value], [null, '', 'erlang']);
});

test('the arrow keys of the slider move the mean by its second digit', () => {
  const {slider, sent, update} = editor('dist', 'hyper:40ms:4');
  slider.happens('keydown', {key: 'ArrowRight'});
  update(sent[0]);
  slider.happens('keydown', {key: 'PageDown'});
  slider.happens('keydown', {key: 'Tab'});
  assert.deepEqual(sent, ['hyper:41ms:4', 'hyper:31ms:4']);
});

/** A drawing of a rate, and what it sent. */
function drawing(text) {
  const sent = [];
  const one = new Drawn('Rate', {change: (points) => sent.push(points), hold() {}, release() {}});
  one.update(text);
  return {one, sent, press: (key, shiftKey = false) => one.surface.happens('keydown', {key, shiftKey})};
}

test('a drawn point is moved by keys, between its neighbours and within what is shown', () => {
  const {one, sent, press} = drawing('0s@100,30s@700,31s@100');
  press('PageUp');
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) press(key);
  assert.deepEqual(sent.map((text) => text.split(',')[1]), ['30s@710', '30.6s@710', '31s@710', '31s@710']);
  press('ArrowDown', true);
  press('PageDown');
  press('ArrowLeft');
  assert.equal(sent.at(-1), '0s@100,31s@610,31s@100', 'the first stays at the start');
  assert.equal(one.here.textContent, `100${space}per s at 0${space}s`);
});

test('points come and go, but two remain, and the first of them', () => {
  const {one, sent, press} = drawing('0s@100,30s@700');
  one.add(one.between());
  assert.equal(sent.at(-1), '0s@100,15s@400,30s@700');
  press('Delete');
  press('Delete');
  press('Backspace');
  assert.equal(sent.at(-1), '0s@100,30s@700');
  assert.equal(sent.length, 2);
});

test('a drawing shows all of its points, however far they lie', () => {
  const {one} = drawing('0s@100,250s@4100');
  assert.deepEqual([one.over, one.upTo], [300, 5000]);
  one.extend(100, 1000);
  assert.deepEqual([one.over, one.upTo], [250, 4100], 'and none of them is lost when less is to be shown');
  assert.deepEqual([0, 0.031, 7, 10, 11, 99, -1].map(roundedUp), [0, 0.04, 7, 10, 20, 100, 0]);
});
