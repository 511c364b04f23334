import assert from 'node:assert/strict';
import test from 'node:test';
import {furnish} from './elements.mjs';

const {scene} = furnish('keys', 'scene');
const frames = [];
globalThis.requestAnimationFrame = (f) => frames.push(f);
const {Timeline} = await import('../../web/timeline.js');
const {Marks} = await import('../../web/marks.js');

const wide = 400;
scene.getBoundingClientRect = () => ({left: 0, right: wide});

/** A timeline of 20 s and 400 pixels with these marks, and what was asked of the page. */
function timeline(...times) {
  const asked = [];
  const answers = [];
  const ask = (request) => { asked.push(request); return answers.shift() ?? null; };
  const line = new Timeline({seek: (t) => ask({op: 'seek', t}), begin() {}, end() {}});
  const marks = new Marks({ask}, line);
  const box = {left: 0, width: wide};
  for (const part of [line.markLayer, line.element]) part.getBoundingClientRect = () => box;
  Object.assign(marks.layer, {clientWidth: wide, setPointerCapture() {}});
  globalThis.innerWidth = wide;
  const show = (times, t = 0) => {
    const state = {t, end: 20, position: '', compare: null, marks: times.map((at, i) => ({i, t: at, label: `Kill server-${i}`, ok: true, reason: ''}))};
    line.update(state);
    marks.update(state);
  };
  show(times);
  return {line, marks, asked, answers, show};
}

/** Drags the head of a mark by so many pixels, and lets it go unless told to hold it. */
function drag({marks}, i, by) {
  const from = wide * marks.marks[i].t / 20;
  marks.at = () => i;
  marks.layer.happens('pointerdown', {button: 0, clientX: from, pointerId: 1});
  marks.layer.happens('pointermove', {clientX: from + by});
  marks.layer.happens('lostpointercapture');
}

test('a mark is dragged to a time that a person would choose', () => {
  const all = timeline(3, 8);
  drag(all, 1, 51.3);
  const [{gesture, ...request}] = all.asked;
  assert.deepEqual(request, {op: 'move-mark', i: 1, t: 10.6});
  assert.ok(gesture > 0);
});

test('a press without a drag opens what lies there, near marks together', () => {
  const all = timeline(3, 3.2, 8);
  drag(all, 0, 2);
  assert.ok(!all.marks.list.element.hidden);
  assert.deepEqual(all.marks.list.shown, [0, 1]);
  assert.deepEqual(all.asked, []);
});

test('Escape takes a drag back', () => {
  const all = timeline(3);
  all.marks.at = () => 0;
  all.marks.layer.happens('pointerdown', {button: 0, clientX: 60, pointerId: 1});
  all.marks.layer.happens('pointermove', {clientX: 200});
  globalThis.dispatchEvent(Object.assign(new Event('keydown'), {key: 'Escape'}));
  all.marks.layer.happens('lostpointercapture');
  assert.deepEqual(all.asked, []);
  assert.ok(all.marks.list.element.hidden);
});

test('with the keyboard the timeline moves and removes the mark at its moment, and goes along', () => {
  const {line, asked, show} = timeline(3, 8);
  const press = (key) => line.slider.happens('keydown', {key});
  press('>');
  assert.deepEqual(asked, [], 'there is none at zero');
  show([3, 8], 8);
  press('>');
  assert.deepEqual(asked.map(({op, t}) => [op, t]), [['move-mark', 8.2], ['seek', 8.2]]);
  show([3, 8.2], 8.2);
  press('<');
  assert.equal(asked[2].gesture, asked[0].gesture, 'to and fro is one step of undo');
  show([3, 8], 3);
  press('>');
  assert.notEqual(asked[4].gesture, asked[0].gesture, 'another mark is another step');
  press('Delete');
  assert.deepEqual(asked.at(-1), {op: 'remove-mark', i: 0});
});

test('a mark that cannot go there is not followed', () => {
  const {line, asked, answers, show} = timeline(3);
  show([3], 3);
  answers.push({code: 'refused', message: 'not there'});
  line.slider.happens('keydown', {key: '<'});
  assert.deepEqual(asked.map(({op}) => op), ['move-mark']);
});

test('the list takes exact times, and says what is none', () => {
  const {marks, asked, answers} = timeline(3, 8);
  marks.all.happens('click');
  const [field] = marks.list.element.querySelectorAll('input');
  field.type('noon');
  assert.match(marks.list.element.textContent, /"noon" is no time/);
  answers.push({code: 'refused', message: 'a run has 24 hours'});
  field.type('90000');
  assert.match(marks.list.element.textContent, /24 hours/);
  field.type('12.5 s');
  assert.deepEqual(asked.map(({t}) => t), [90000, 12.5]);
  assert.equal(field.getAttribute('aria-invalid'), null);
});

test('an empty list closes, and the focus goes to the timeline', () => {
  const {line, marks, show} = timeline(3);
  marks.all.happens('click');
  show([]);
  assert.ok(marks.list.element.hidden && marks.all.disabled);
  assert.equal(globalThis.document.activeElement, line.slider);
});

test('page up and page down go from mark to mark, and to where two sides differ', () => {
  const {line, asked} = timeline();
  line.update({t: 5, end: 20, position: '', marks: [{i: 0, t: 8, label: 'Kill', ok: true, reason: ''}],
    compare: {divergence: {t: 6.5, text: 'request 3 goes elsewhere'}}});
  for (const key of ['PageUp', 'PageDown', 'Home', 'End']) {
    line.slider.happens('keydown', {key});
    for (const frame of frames.splice(0)) frame(0);
  }
  assert.deepEqual(asked.map(({t}) => t), [6.5, 0, 0, 20]);
  assert.match(line.spoken.textContent, /6\.50.s first difference: request 3 goes elsewhere.*8\.00.s Kill/);
});
