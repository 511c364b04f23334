import assert from 'node:assert/strict';
import test from 'node:test';
import {nameOf} from '../../web/comparison.js';
import {scenarioIn} from '../../web/comparing.js';
import {absolute, AddressBar, hasEvent, hasMoment, linkOf, scenarioOf} from '../../web/link.js';

test('a link is the query and the fragment, and the path belongs to the host', () => {
  assert.equal(linkOf({search: '?lab=ring', hash: '#d=1.abc'}), '?lab=ring#d=1.abc');
  assert.equal(linkOf({search: '', hash: ''}), '');
});

for (const [link, named] of [
  ['?lab=ring', false],
  ['?lab=ring&t=6.2s', true],
  ['?lab=ring&n=120', true],
  ['?lab=ring#t=6.2s', false],
  ['?lab=ring&text=1', false],
  ['', false],
]) {
  test(`"${link}" names ${named ? 'a' : 'no'} moment`, () => assert.equal(hasMoment(link), named));
}

test('only a link that counts events names one', () => {
  assert.deepEqual(['?lab=ring&n=120', '?lab=ring&t=6.2s', '?lab=ring#n=1'].map(hasEvent), [true, false, false]);
});

for (const [text, want] of [
  ['https://example.org/play/?lab=balancing&seed=3#d=1.x', '?lab=balancing&seed=3'],
  [' ?lab=ring ', '?lab=ring'],
  ['lab=ring', ''],
  ['', ''],
]) {
  test(`"${text}" is to be compared with ${want || 'nothing'}`, () => assert.equal(scenarioIn(text), want));
}

test('a side of a comparison goes by its letter and its name, if it has one', () => {
  const compare = {a: {name: 'Round robin'}, b: {name: ''}};
  assert.deepEqual([nameOf(compare, 'a'), nameOf(compare, 'b')], ['A, Round robin', 'B']);
});

for (const [link, base, want] of [
  ['?lab=ring', 'http://localhost:8080/', 'http://localhost:8080/?lab=ring'],
  ['?lab=ring', 'https://example.org/play/index.html?lab=x#d=1.y', 'https://example.org/play/index.html?lab=ring'],
  ['?lab=ring#d=1.abc', 'https://example.org/play/', 'https://example.org/play/?lab=ring#d=1.abc'],
  ['', 'https://example.org/play/?lab=x', 'https://example.org/play/'],
]) {
  test(`"${link}" on ${base} is ${want}`, () => assert.equal(absolute(link, base), want));
}

test('an absolute link opens the same scenario again', () => {
  const link = '?lab=ring&v=1&do=2.6s:add:cache-f&do=3s:set:name:a%3Ab&t=3.15s';
  assert.equal(linkOf(new URL(absolute(link, 'https://example.org/p/'))), link);
});

for (const [href, want] of [
  ['?lab=ring&seed=2', '?lab=ring&seed=2'],
  ['https://example.org/p/?lab=ring#d=1.x', '?lab=ring#d=1.x'],
  ['https://example.org/other/?lab=ring', null],
  ['https://elsewhere.org/p/?lab=ring', null],
  ['#panel', null],
  ['?', null],
]) {
  test(`an anchor to ${href} leads to ${want ?? 'no scenario of this page'}`, () => {
    assert.equal(scenarioOf(href, 'https://example.org/p/'), want);
  });
}

/** A clock that a test moves. */
class Clock {
  time = 0;
  waiting = new Map();
  next = 1;
  now = () => this.time;
  after = (ms, f) => {
    this.waiting.set(this.next, {at: this.time + ms, f});
    return this.next++;
  };
  cancel = (timer) => { this.waiting.delete(timer); };
  pass(ms) {
    this.time += ms;
    for (const [timer, {at, f}] of [...this.waiting]) {
      if (at > this.time || !this.waiting.delete(timer)) continue;
      f();
    }
  }
}

function addressBar() {
  const clock = new Clock();
  const written = [];
  const bar = new AddressBar((link) => written.push(link), clock);
  bar.is('?lab=ring');
  return {bar, clock, written};
}

test('the address bar follows a quarter of a second after the last change', () => {
  const {bar, clock, written} = addressBar();
  bar.follow('?a');
  clock.pass(200);
  bar.follow('?b');
  clock.pass(200);
  assert.deepEqual(written, []);
  clock.pass(50);
  assert.deepEqual(written, ['?b']);
});

test('the address bar follows a run that never rests once a second', () => {
  const {bar, clock, written} = addressBar();
  for (let i = 0; i < 60; i++) {
    bar.follow('?t=' + i);
    clock.pass(100);
  }
  assert.ok(written.length >= 5 && written.length <= 6, `${written.length} times in six seconds`);
});

test('the address bar writes nothing that it already shows', () => {
  const {bar, clock, written} = addressBar();
  bar.follow('?a');
  bar.follow('?lab=ring');
  clock.pass(5000);
  assert.deepEqual(written, []);
});

test('what the address bar was given by a load cancels what was waiting', () => {
  const {bar, clock, written} = addressBar();
  bar.follow('?a');
  bar.is('?b');
  clock.pass(5000);
  assert.deepEqual(written, []);
  assert.equal(bar.shown, '?b');
});

test('flushing writes at once, and only once', () => {
  const {bar, clock, written} = addressBar();
  bar.follow('?a');
  bar.flush();
  clock.pass(5000);
  assert.deepEqual(written, ['?a']);
});
