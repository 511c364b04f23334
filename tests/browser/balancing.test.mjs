import assert from 'node:assert/strict';
import test from 'node:test';
import {dots} from './dots.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=balancing&t=5s';
/** Few requests, which are long on their way: dots that stand alone. */
const sparse = '?lab=balancing&rate=12&latency=fixed:700ms&t=5s';
/** One server is slow, and all wait for it. */
const slow = '?lab=balancing&servers=3&do=2s:slow:server-3:0.1&t=4s';

const slowest = '#selection .word-button';

const story = /^Request [\d,]+ was answered by server-\d after [\d.,]+ m?s/;

/** What is in force of a parameter. */
const value = async (visit, key) => (await visit.settled()).params.find((param) => param.key === key).value;

/** Opens a folded group of the panel. */
const unfold = (visit, title) => visit.page.$$eval('.group-fold', (folds, title) => {
  const fold = folds.find((one) => one.textContent.startsWith(title));
  if (fold.ariaExpanded !== 'true') fold.click();
}, title);

/** Goes from dot to dot until one of them is a request. */
async function selectDot(visit, press) {
  const found = await visit.page.evaluate(dots, 40);
  for (const {x, y} of found) {
    await press(x, y);
    await visit.frames(2);
    const {selection} = await visit.settled();
    if (selection?.id.startsWith('request:')) return selection;
  }
  throw new Error(`none of ${found.length} dots is a request`);
}

test('a dot is a request, and a click tells its story', async (t) => {
  const visit = await site.visit(t, sparse);
  const selection = await selectDot(visit, (x, y) => visit.page.mouse.click(x, y));
  await visit.says('.selected h2', selection.title);
  assert.match(await visit.text('.selected p'), /^Request [\d,]+ /);
  const rows = await visit.page.$$eval('.story > div', (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.deepEqual(rows, selection.rows);
  assert.match(rows[0].join(' '), /^[\d.]+.s the client sends the request$/);
  await visit.page.focus('[aria-label="Select nothing"]');
  await visit.page.keyboard.press('.');
  await visit.settled();
  assert.equal(await visit.focused(), 'Select nothing', 'the focus stays while the story goes on');
  await visit.page.keyboard.press('Enter');
  await visit.says('#selection', 'Nothing is selected');
  assert.equal(await visit.focused(), 'Scene', 'and then goes to where things are selected');
});

test('a tap on a dot does the same on a phone', async (t) => {
  const visit = await site.visit(t, sparse, {viewport: phone});
  const selection = await selectDot(visit, (x, y) => visit.page.touchscreen.tap(x, y));
  await visit.says('#tab-selection', selection.title);
  await visit.page.$eval('#tab-selection', (tab) => tab.scrollIntoView({block: 'center'}));
  await visit.page.tap('#tab-selection');
  await visit.until(() => document.querySelector('.story').checkVisibility());
  const wide = await visit.page.$eval('.story', (list) => list.scrollWidth > list.clientWidth);
  assert.ok(!wide, 'the story fits');
});

for (const [how, press] of [
  ['by mouse', (visit) => visit.page.click(slowest)],
  ['by keyboard', async (visit) => {
    await visit.page.focus(slowest);
    await visit.page.keyboard.press('Enter');
  }],
]) {
  test(`the slowest so far is a press away ${how}, with the moment it ended and why it took so long`, async (t) => {
    const visit = await site.visit(t, slow);
    await press(visit);
    const state = await visit.settled();
    assert.ok(state.t < 4 && !state.playing, `it ended at ${state.t} s`);
    assert.match(state.selection.text, story);
    await visit.says('.selected p', 'was answered by server-');
    const [ended, last] = state.selection.rows.at(-1);
    assert.match(last, /^the client has the answer, after /);
    assert.ok(Math.abs(parseFloat(ended) - state.t) < 0.002, `${ended} is the moment`);
    assert.ok(state.selection.rows.some(([, what]) => /^balancer sends it to server-\d: /.test(what)), 'the decision has its reason');
  });
}

test('where nothing has taken time there is no slowest', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&t=0s');
  assert.ok(!await visit.page.$eval(slowest, (button) => button.checkVisibility()));
});

test('a request is found by its number, before and after it has been there, and what is none is refused', async (t) => {
  const visit = await site.visit(t, link);
  const find = async (text) => {
    await visit.page.$eval('#lookup', (field, text) => { field.value = text; }, text);
    await visit.page.focus('#lookup');
    await visit.page.keyboard.press('Enter');
  };
  await find('4711');
  await visit.says('.selected p', 'has not been sent yet');
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('End');
  await visit.settled();
  await visit.until(() => !document.querySelector('.selected p').textContent.includes('not been sent'));
  await find('nobody');
  await visit.says('#lookup-error', 'nobody');
});

/** The rows of the story on the page. */
const steps = (visit) => visit.page.$$eval('.story > div', (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

test('a request that left long ago is found by its number, and its steps are read', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&t=60s');
  await visit.page.type('#lookup', '100');
  await visit.page.keyboard.press('Enter');
  await visit.says('.selected p', 'Request 100 was answered by server-');
  const rows = await steps(visit);
  assert.match(rows[0].join(' '), /^0\.\d+.s the client sends the request$/);
  assert.ok(rows.some(([, what]) => /^balancer sends it to server-\d: round robin/.test(what)), 'with the decision and its reason');
  assert.match(rows.at(-1)[1], /^the client has the answer, after /);
  assert.equal((await visit.state()).t, 60, 'and time has not moved');
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('Home');
  await visit.says('.selected p', 'has not been sent yet');
});

test('what a selected request went through stays when time has gone on, and follows what is changed before it', async (t) => {
  const visit = await site.visit(t, sparse);
  const {id, rows: before} = await selectDot(visit, (x, y) => visit.page.mouse.click(x, y));
  const {t: begun} = await visit.state();
  await visit.send({op: 'speed', speed: 10});
  await visit.press('Play');
  await visit.ahead(begun + 15);
  await visit.press('Pause');
  await visit.says('.selected p', 'was answered by server-');
  const {selection} = await visit.settled();
  assert.equal(selection.id, id);
  const rows = await steps(visit);
  assert.deepEqual(rows, selection.rows);
  assert.equal(rows[0][1], before[0][1]);
  assert.match(rows.at(-1)[1], /^the client has the answer, after /);
  await visit.page.click('#transport .seed');
  await visit.until((was) => document.querySelectorAll('.story > div').length > 0 && document.querySelector('.story').textContent !== was,
    rows.flat().join(''));
  assert.deepEqual((await visit.settled()).selection.rows, await steps(visit), 'with another seed it is another story');
});

test('the bottleneck is named, and a press leads to its part', async (t) => {
  const visit = await site.visit(t, slow);
  assert.equal(await visit.text('#bottleneck'), 'Bottleneck: server-3');
  await visit.page.focus('#bottleneck');
  await visit.page.keyboard.press('Enter');
  await visit.settled();
  await visit.says('.selected h2', 'server-3');
  await visit.press('Restore');
  assert.deepEqual((await visit.settled()).marks.map((mark) => mark.label), ['Slow down server-3: 0.1 ×', 'Restore server-3']);
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('End');
  await visit.settled();
  await visit.until(() => !document.getElementById('bottleneck').checkVisibility());
});

test('on a phone the bottleneck opens the section of what is selected', async (t) => {
  const visit = await site.visit(t, slow, {viewport: phone});
  await visit.page.$eval('#bottleneck', (button) => button.scrollIntoView({block: 'center'}));
  await visit.page.tap('#bottleneck');
  await visit.until(() => document.querySelector('.selected h2')?.checkVisibility());
  assert.equal(await visit.page.$eval('#tab-selection', (tab) => tab.ariaSelected), 'true');
});

test('a server is slowed from its panel, with a factor, and one out of range is refused in words', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('More on server-2');
  await visit.says('.selected h2', 'server-2');
  const factor = visit.control('Speed for Slow down', 'textbox');
  await factor.fill('-3');
  await visit.page.keyboard.press('Enter');
  await visit.says('.deeds .field-error', '-3');
  assert.equal((await visit.state()).marks.length, 0);
  await factor.fill('0.25');
  await visit.page.keyboard.press('Enter');
  const {marks, parts} = await visit.settled();
  assert.deepEqual(marks.map((mark) => mark.label), ['Slow down server-2: 0.25 ×']);
  assert.equal(parts.rows[1].state, 'slowed');
  assert.equal(await visit.text('.deeds .field-error'), '');
});

test('a distribution is chosen, typed, slid and refused', async (t) => {
  const visit = await site.visit(t, link);
  const field = '[data-key="service"]';
  const typed = async (text) => {
    await visit.page.focus(`${field} .entry`); // which selects all that stands there
    await visit.page.keyboard.type(text);
    await visit.page.keyboard.press('Tab');
  };
  await visit.until((field) => document.querySelector(`${field} select`), field);
  assert.equal(await visit.page.$eval(`${field} .entry`, (entry) => entry.value), '40\u00a0ms, exponential');
  await visit.control('Service time: kind', 'combobox').fill('erlang');
  assert.match(await value(visit, 'service'), /erlang:4:40ms/);
  await visit.page.focus(`${field} .slider`);
  await visit.page.keyboard.press('ArrowRight');
  assert.match(await value(visit, 'service'), /erlang:4:41ms/);
  await typed('pareto:10ms:0.5');
  await visit.says(`${field} .field-error`, '1.1 to 100');
  assert.match(await value(visit, 'service'), /erlang:4:41ms/, 'what was there stays');
  assert.equal(await visit.page.$eval(`${field} .entry`, (entry) => entry.ariaInvalid), 'true');
  await typed('pareto:10ms:2.5');
  await visit.until((field) => document.querySelector(`${field} .field-error`).textContent === '', field);
  assert.match(await value(visit, 'service'), /pareto:10ms:2.5/);
  await visit.until((field) => document.querySelector(`${field} select`).value === 'pareto', field);
});

test('arrivals are drawn by mouse and by keyboard, and typed', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&arrivals=drawn&profile=drawn:0s@200,20s@800,40s@200&t=0s');
  const field = '[data-key="profile"]';
  const points = async () => (await value(visit, 'profile')).split(':').at(-1).split(',');
  await visit.until((field) => document.querySelectorAll(`${field} .drawn-point`).length === 3, field);
  await visit.page.$eval(`${field} .drawn-surface`, (surface) => surface.scrollIntoView({block: 'center'}));
  const box = await (await visit.page.$(`${field} .drawn-surface`)).boundingBox();
  await visit.page.mouse.click(box.x + box.width * 0.85, box.y + box.height / 2);
  assert.equal((await points()).length, 4, 'a press adds a point');
  await visit.page.keyboard.press('ArrowUp');
  const [, risen] = (await points())[3].split('@');
  await visit.page.keyboard.press('ArrowDown');
  assert.ok(Number(risen) > Number((await points())[3].split('@')[1]), 'and keys move it');
  await visit.page.keyboard.press('Delete');
  assert.equal((await points()).length, 3);
  const first = await visit.page.$eval(`${field} .drawn-point`, (point) => point.getBoundingClientRect().toJSON());
  const {mouse} = visit.page;
  await mouse.move(first.left + first.width / 2, first.top + first.height / 2);
  await mouse.down();
  await mouse.move(first.left + first.width / 2, box.y + 12, {steps: 5});
  await mouse.up();
  assert.match((await points())[0], /^0s@[5-9]\d\d/, 'the first is dragged up');
  await visit.press('Undo');
  assert.equal((await points())[0], '0s@200', 'a drag is one step of undo');
  await visit.control('Rate over time: kind', 'combobox').fill('ramp');
  await visit.settled();
  await visit.control('From, per s', 'textbox').fill('many');
  await visit.says(`${field} .field-error`, 'many');
});

test('numbers in a row are typed, and what is none is named', async (t) => {
  const visit = await site.visit(t, link);
  const powers = visit.control('Power of the servers', 'textbox');
  await powers.fill('1,x');
  await visit.says('[data-key="powers"] .field-error', '"x"');
  await powers.fill('1,1,2,4');
  await visit.until(() => document.querySelector('[data-key="powers"] .field-error').textContent === '');
  assert.equal(await value(visit, 'powers'), '1,1,2,4');
});

test('groups that are folded open, and say how much of them is changed', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&loss=0.01&t=1s');
  const network = () => visit.page.$$eval('.group.folds h2', (all) => all.map((one) => one.textContent).find((text) => text.startsWith('Network')));
  assert.match(await network(), /1 changed/);
  await unfold(visit, 'Network');
  await visit.until(() => document.querySelector('[data-key="loss"]').checkVisibility());
  assert.doesNotMatch(await network(), /changed/);
});

test('another lab rebuilds all around the scene, and back leads to where one was', async (t) => {
  const visit = await site.visit(t, slow);
  await visit.page.click(slowest);
  const before = (await visit.settled()).link;
  const around = () => visit.page.evaluate(() => ({
    title: document.title, presets: document.querySelectorAll('.presets a').length,
    fields: [...document.querySelectorAll('.controls .field')].map((field) => field.dataset.key),
    studies: document.querySelector('.studies').checkVisibility(), slowest: document.querySelector('#selection .word-button').checkVisibility(),
    marks: document.querySelectorAll('.timeline-mark').length, parts: [...document.querySelectorAll('.part-name')].map((name) => name.textContent)}));
  await visit.until((link) => location.search === link, before);
  const there = await around();
  assert.ok(there.studies && there.slowest && there.fields.includes('algorithm'));
  await visit.page.$$eval('#labs .lab', (labs) => labs.find((lab) => lab.textContent === 'Hash ring').click());
  await visit.until(() => document.getElementById('title').textContent === 'Hash ring');
  await visit.press('Pause');
  await visit.settled();
  const ring = await around();
  assert.deepEqual([ring.studies, ring.slowest, ring.marks], [false, false, 0]);
  assert.ok(ring.fields.includes('virtual-nodes') && !ring.fields.includes('algorithm'));
  assert.ok(ring.parts.every((name) => name.startsWith('cache-')), ring.parts.join());
  assert.match(await visit.text('#selection'), /Nothing is selected/);
  const charts = (await visit.send({op: 'charts'})).data.map((chart) => chart.title);
  await visit.until((titles) => [...document.querySelectorAll('#charts h2')].map((title) => title.textContent).join() === titles, charts.join());
  assert.ok(!charts.includes('Waiting'), 'and so are the charts');
  await visit.page.goBack();
  await visit.until(() => document.getElementById('title').textContent === 'Load balancing');
  assert.equal((await visit.settled()).link, before);
  assert.deepEqual(await around(), there);
});

test('a preset is opened by keyboard, and plays', async (t) => {
  const visit = await site.visit(t, link);
  await visit.page.$$eval('.presets a', (links) => links.find((link) => link.textContent === 'one server saturates').focus());
  await visit.page.keyboard.press('Enter');
  await visit.until(() => document.querySelectorAll('.part').length === 1);
  assert.equal(await visit.page.$eval('.presets [aria-current]', (link) => link.textContent), 'one server saturates');
  await visit.ahead(9.9);
});

test('on a phone all sections are there by touch, and nothing reaches out of the window', async (t) => {
  const visit = await site.visit(t, slow, {viewport: phone});
  for (const [tab, section] of [['charts', '#charts'], ['selection', '#selection'], ['notes', '#notes'], ['controls', '#controls']]) {
    await visit.page.$eval('#tabs', (tabs) => tabs.scrollIntoView({block: 'center'}));
    await visit.page.tap('#tab-' + tab);
    await visit.until((section) => document.querySelector(section).checkVisibility(), section);
    const wide = await visit.page.evaluate(() => document.scrollingElement.scrollWidth);
    assert.ok(wide <= phone.width, `${tab} is ${wide} wide`);
  }
  await visit.page.$eval('[aria-label="Kill server-1"]', (button) => button.scrollIntoView({block: 'center'}));
  await visit.page.tap('[aria-label="Kill server-1"]');
  assert.equal((await visit.settled()).parts.rows[0].state, 'down');
});
