import assert from 'node:assert/strict';
import test from 'node:test';
import {furnish} from './elements.mjs';

const page = furnish('bottleneck');
const {Deeds} = await import('../../web/deeds.js');
const {Limits} = await import('../../web/limits.js');

const number = (key, label, usual) => ({key, label, kind: 'float', default: usual, options: [], unit: ''});
const slow = {name: 'slow', label: 'Slow down', target: 'part', help: 'Less of its speed.', args: [number('factor', 'Speed', 0.5)], enabled: true};
const kill = {name: 'kill', label: 'Kill', target: 'part', help: '', args: [], enabled: true};
const restore = {...kill, name: 'restore', label: 'Restore'};
const row = {id: 'part:1', name: 'server-1', actions: ['slow', 'kill'], values: {}};

/** A state in which this part is selected. */
const selected = (part = row) => ({parts: {rows: [part]}, selection: {id: part.id}, actions: [slow, kill, restore]});

/** Deeds, what was asked of the page, and what it will answer. */
function deeds() {
  const asked = [];
  const answers = [];
  const all = new Deeds({ask: (request) => { asked.push(request); return answers.shift() ?? null; }});
  return {all, asked, answers};
}

const labels = (all) => all.element.querySelectorAll('button').map((button) => button.textContent);

test('a selected part has what it offers, with a field for each argument', () => {
  const {all} = deeds();
  all.update(selected());
  assert.deepEqual(labels(all), ['Slow down', 'Kill']);
  const [field] = all.element.querySelectorAll('input');
  assert.equal(field.getAttribute('aria-label'), 'Speed for Slow down');
  assert.equal(field.value, '0.5');
  all.update({...selected(), selection: null});
  assert.deepEqual(labels(all), [], 'and nothing selected has none');
});

test('it is done to the part with the numbers that were typed, in plain digits', () => {
  const {all, asked} = deeds();
  all.update(selected());
  all.element.querySelector('input').type(' 0,250.5 ');
  for (const form of all.element.querySelectorAll('form')) form.happens('submit');
  assert.deepEqual(asked, [{op: 'do', action: 'slow', args: ['server-1', '250.5']}, {op: 'do', action: 'kill', args: ['server-1']}]);
});

test('what is refused is said and stays in its field; what is taken shows what is in force', () => {
  const {all, answers} = deeds();
  all.update(selected());
  const [form] = all.element.querySelectorAll('form');
  const [field] = all.element.querySelectorAll('input');
  answers.push({code: 'refused', message: 'Speed is from 0.01 to 10'});
  field.type('-3');
  form.happens('submit');
  all.update(selected());
  assert.deepEqual([field.value, field.getAttribute('aria-invalid')], ['-3', 'true']);
  assert.match(all.element.textContent, /from 0\.01 to 10/);
  field.type('0.2');
  form.happens('submit');
  all.update(selected({...row, values: {factor: '0.25'}}));
  assert.deepEqual([field.value, field.getAttribute('aria-invalid')], ['0.25', null]);
  assert.doesNotMatch(all.element.textContent, /0\.01/);
});

test('where another action takes the place of the one that was done the focus goes there', () => {
  const {all} = deeds();
  all.update(selected());
  all.element.querySelectorAll('button')[1].focus();
  all.update(selected({...row, actions: ['restore']}));
  assert.equal(globalThis.document.activeElement.textContent, 'Restore');
});

test('the bottleneck leads to its part, and is not there when nothing limits', () => {
  const asked = [];
  const revealed = [];
  const limits = new Limits({ask: (request) => { asked.push(request); return null; }, reveal: (section) => revealed.push(section)});
  const state = {parts: {rows: [row]}, bottleneck: {id: row.id, text: 'server-1 is 99% busy'}};
  limits.update(state);
  assert.deepEqual([page.bottleneck.hidden, page.bottleneck.textContent, page.bottleneck.getAttribute('data-tip')],
    [false, 'Bottleneck: server-1', 'server-1 is 99% busy']);
  page.bottleneck.happens('click');
  assert.deepEqual([asked, revealed], [[{op: 'select', id: row.id}], ['selection']]);
  limits.update({...state, bottleneck: null});
  assert.ok(page.bottleneck.hidden);
});
