import assert from 'node:assert/strict';
import test from 'node:test';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=balancing&t=5s';
const two = '?lab=balancing&servers=10&slots=4&rate=900&b.algorithm=random&t=5s';
const acted = '?lab=balancing&do=2s:kill:server-2&do=6s:restore:server-2&speed=1&t=4s';

const metric = (state, name) => state.metrics.find((one) => one.name === name).value;

/** Which side the page shows in front. */
const front = (visit) => visit.page.$eval('#comparison input:checked', (input) => input.value);

/** Presses something of the menu of the Compare button. */
const choose = (visit, words) => visit.page.$$eval('.menu-item', (items, words) =>
  items.find((item) => item.textContent.startsWith(words)).click(), words);

test('by mouse: what is changed changes B alone, both serve the same requests, and the bar says where they part', async (t) => {
  const visit = await site.visit(t, link);
  assert.ok(!await visit.page.$eval('#comparison', (bar) => bar.checkVisibility()), 'nothing is compared yet');
  await visit.page.click('#compare');
  await visit.until(() => document.querySelector('.menu'));
  await choose(visit, 'A copy');
  await visit.says('.verdict', 'the same so far');
  assert.equal(await front(visit), 'b');
  await visit.control('Algorithm', 'combobox').fill('least-connections');
  await visit.settled();
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('End');
  const b = await visit.settled();
  assert.deepEqual([b.compare.a.name, b.compare.b.name], ['Round robin', 'Least connections']);
  assert.match(b.link, /[?&]b\.do=5s:set:algorithm:least-connections/);
  await visit.says('.verdict', b.compare.verdict);
  await visit.says('.divergence', 'First differ at 5.0');
  assert.match(await visit.text('.side-note'), /B, Least connections/);

  await visit.page.click('.sides input[value="a"]');
  const a = await visit.settled();
  assert.equal(await front(visit), 'a');
  assert.equal(await visit.page.$eval('[data-key="algorithm"] select', (select) => select.value), 'round-robin');
  assert.equal(a.link.split('b.')[0], b.link.split('b.')[0], 'side A is what it was');
  assert.equal(metric(a, 'sent'), metric(b, 'sent'), 'the same requests');
});

test('the first difference is a press away, and the timeline marks it', async (t) => {
  const visit = await site.visit(t, two);
  await visit.until(() => document.querySelector('.divergence').checkVisibility());
  const {t: at, text} = (await visit.state()).compare.divergence;
  assert.match(await visit.text('.divergence'), /^First differ at 0\.\d+.s: /);
  await visit.says('.divergence', text);
  assert.equal((await visit.page.$$('.timeline-mark.difference')).length, 1);
  await visit.page.click('.divergence');
  const {t: now} = await visit.settled();
  assert.ok(now >= at && now - at < 0.001, `the two differ from ${at} on, and ${now} is when they do`);
});

test('a link with two sides opens with both, and the charts lay one over the other', async (t) => {
  const visit = await site.visit(t, two);
  assert.equal(await front(visit), 'a');
  assert.deepEqual(await visit.page.$$eval('.side-name', (names) => names.map((name) => name.textContent)), ['Round robin', 'Random']);
  assert.equal(await visit.text('[data-key="algorithm"] .field-other'), 'B: Random');
  assert.match(await visit.text('.verdict'), /\d.*round robin.*against.*\d.*random/, 'the verdict has the numbers of both');
  await visit.until(() => document.querySelectorAll('#charts canvas').length === 3);
  const {data} = await visit.send({op: 'charts'});
  for (const {title, series} of data) assert.ok(series.some((one) => one.other) && series.some((one) => !one.other), title);
});

for (const keep of ['a', 'b']) {
  test(`closing keeps side ${keep}, which is in front, and undo brings both back`, async (t) => {
    const visit = await site.visit(t, two);
    await visit.page.click(`.sides input[value="${keep}"]`);
    await visit.settled();
    const {compare} = await visit.state();
    await visit.press(`End the comparison and keep ${keep.toUpperCase()}, ${compare[keep].name}`);
    const state = await visit.settled();
    assert.equal(state.compare, null);
    assert.doesNotMatch(state.link, /b\./);
    assert.equal(state.params.find((param) => param.key === 'algorithm').value, keep === 'a' ? 'round-robin' : 'random');
    assert.equal(await visit.focused(), 'Compare', 'the focus goes to the button that began it');
    assert.ok(!await visit.page.$eval('#comparison', (bar) => bar.checkVisibility()));
    await visit.press('Undo');
    assert.deepEqual((await visit.settled()).compare?.differs, compare.differs);
  });
}

test('A and B change places by a button, the one in front stays there, and undo takes it back', async (t) => {
  const visit = await site.visit(t, two);
  const before = await visit.state();
  await visit.control('Swap A and B').setWaitForStableBoundingBox(false).wait();
  await visit.page.focus('[aria-label="Swap A and B"]');
  await visit.page.keyboard.press('Enter');
  const after = await visit.settled();
  assert.deepEqual([after.compare.a.name, after.compare.b.name], [before.compare.b.name, before.compare.a.name]);
  assert.equal(after.compare.side, 'b', 'what was in front stays in front');
  assert.match(after.link, /[?&]algorithm=random.*&b\.algorithm=round-robin/);
  assert.equal(await visit.focused(), 'Swap A and B');
  assert.deepEqual(await visit.page.$$eval('.side-name', (names) => names.map((name) => name.textContent)), ['Random', 'Round robin']);
  await visit.press('Undo');
  assert.equal((await visit.settled()).link, before.link);
});

test('by keyboard: the menu opens, is walked through and left, and the sides are radios', async (t) => {
  const visit = await site.visit(t, link);
  const {keyboard} = visit.page;
  await visit.page.focus('#compare');
  await keyboard.press('Enter');
  await visit.until(() => document.activeElement.closest('.menu'));
  assert.equal(await visit.focused(), 'A copy, to change it');
  await keyboard.press('Escape');
  await visit.until(() => !document.querySelector('.menu'));
  assert.equal(await visit.focused(), 'Compare');
  await keyboard.press('Enter');
  await visit.until(() => document.activeElement.closest('.menu'));
  await keyboard.press('ArrowDown');
  assert.match(await visit.focused(), /^The same until 5\.00.s/);
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await visit.settled();
  await visit.page.focus('.sides input:checked');
  await keyboard.press('ArrowLeft');
  assert.equal((await visit.settled()).compare.side, 'a');
  await keyboard.press('ArrowRight');
  assert.equal((await visit.settled()).compare.side, 'b');
});

test('a link can be compared with, of another lab too, and what is none is refused in words', async (t) => {
  const visit = await site.visit(t, link);
  await visit.page.click('#compare');
  await visit.until(() => document.getElementById('compare-link'));
  await visit.page.type('#compare-link', 'the other one');
  await visit.page.keyboard.press('Enter');
  await visit.says('.menu .field-error', 'no link');
  assert.equal((await visit.state()).compare, null);
  await visit.page.$eval('#compare-link', (field) => { field.value = 'https://example.org/?lab=ring&keys=1000&seed=9'; });
  await visit.page.keyboard.press('Enter');
  const {compare, lab} = await visit.settled();
  assert.deepEqual([compare.side, lab.id, await visit.text('#title')], ['b', 'ring', 'Hash ring']);
  await visit.page.click('.sides input[value="a"]');
  assert.equal((await visit.settled()).lab.id, 'balancing');
});

test('f forks: B has what was done until now, and its future is open', async (t) => {
  const visit = await site.visit(t, acted);
  await visit.page.focus('#stage');
  await visit.page.keyboard.press('f');
  const b = await visit.settled();
  assert.equal(b.compare.side, 'b');
  assert.deepEqual(b.marks.map((mark) => mark.label), ['Kill server-2']);
  await visit.page.click('.sides input[value="a"]');
  assert.deepEqual((await visit.settled()).marks.map((mark) => mark.label), ['Kill server-2', 'Restore server-2']);
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('End');
  await visit.settled();
  await visit.until(() => document.querySelector('.divergence').textContent.startsWith('First differ at 6.0'));
  await visit.press('Undo');
  const {compare, marks} = await visit.settled();
  assert.deepEqual([compare, marks.length], [null, 2]);
});

test('the button of the transport forks, too, and both sides play under one clock', async (t) => {
  const visit = await site.visit(t, acted);
  await visit.press('Fork');
  await visit.settled();
  await visit.press('Play');
  await visit.ahead(4.5);
  await visit.press('Pause');
  const b = await visit.settled();
  await visit.page.click('.sides input[value="a"]');
  assert.equal((await visit.settled()).t, b.t);
});

test('on a phone the same is done by touch', async (t) => {
  const visit = await site.visit(t, acted, {viewport: phone});
  await visit.page.$eval('#compare-tool', (button) => button.scrollIntoView({block: 'center'}));
  await visit.page.tap('#compare-tool');
  await visit.until(() => document.querySelector('.menu')?.checkVisibility());
  const box = await visit.page.$eval('.menu', (menu) => menu.getBoundingClientRect().toJSON());
  assert.ok(box.left >= 0 && box.right <= phone.width, `the menu reaches from ${box.left} to ${box.right}`);
  await visit.page.tap('.menu .menu-group:nth-of-type(1) .menu-item:nth-of-type(2)');
  assert.equal((await visit.settled()).compare.side, 'b');
  await visit.page.$eval('#comparison', (bar) => bar.scrollIntoView({block: 'center'}));
  await visit.page.tap('.sides .segment:nth-of-type(1)');
  assert.equal((await visit.settled()).compare.side, 'a');
  await visit.page.tap('#comparison > .icon-button');
  assert.equal((await visit.settled()).compare, null);
});

test('a side that is without something is named by that', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&timeout=200&b.timeout=0&t=2s');
  assert.deepEqual(await visit.page.$$eval('.side-name', (names) => names.map((name) => name.textContent)), ['Time-out 200 ms', 'No time-out']);
  assert.equal(await visit.text('[data-key="timeout"] .field-other'), 'B: No time-out');
  await visit.page.click('.sides input[value="b"]');
  await visit.settled();
  assert.equal(await visit.page.$eval('[data-key="timeout"] .entry', (entry) => entry.value), 'No time-out');
  assert.equal(await visit.page.$eval('[data-key="timeout"] .slider', (slider) => slider.getAttribute('aria-valuetext')), 'No time-out');
});
