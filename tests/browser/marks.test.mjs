import assert from 'node:assert/strict';
import test from 'node:test';
import {phone, playground} from './harness.mjs';

const site = playground();

/** Two actions on a timeline of 60 s, 10 s and 40 s. */
const link = '?lab=balancing&do=10s:slow:server-3:0.5&do=40s:restore:server-3&t=1s';

/** When which action happens. */
const done = (state) => state.marks.map((mark) => `${mark.t} ${mark.label}`);

/** The middle of the head of a mark, and how many pixels a second has. */
async function head(visit, i) {
  const box = await visit.page.$eval(`.mark-head[data-i="${i}"]`, (head) => head.getBoundingClientRect().toJSON());
  const {width} = await (await visit.page.$('.timeline-marks')).boundingBox();
  return {x: box.left + box.width / 2, y: box.top + box.height / 2, second: width / 60};
}

test('dragging the head of a mark moves its action, in one step of undo, and leaves the moment alone', async (t) => {
  const visit = await site.visit(t, link);
  const {mouse} = visit.page;
  const {x, y, second} = await head(visit, 0);
  await mouse.move(x, y);
  await visit.says('.timeline-tip', 'Slow down server-3');
  await mouse.down();
  await mouse.move(x + 10 * second, y, {steps: 6});
  assert.match(await visit.text('.timeline-tip'), /^(19|20|21)\.\d\d.s Slow down/, 'the tip says where it would go');
  const [top, stem] = await visit.page.evaluate(() => ['.mark-head', '.timeline-mark'].map((name) => document.querySelector(name).getBoundingClientRect()).map(({left, width}) => left + width / 2));
  assert.ok(Math.abs(top - stem) < 2, `the stem at ${stem} follows its head at ${top}`);
  const colours = await visit.page.$$eval('.mark-head, .timeline-mark, .timeline-fill', (all) => all.map((one) => getComputedStyle(one).backgroundColor));
  assert.equal(new Set(colours).size, 1, `what was done and what will be are of one colour: ${colours}`);
  assert.deepEqual(done(await visit.state()), ['10 Slow down server-3: 0.5 ×', '40 Restore server-3'], 'while the mouse is down');
  await mouse.up();
  const state = await visit.settled();
  assert.ok(Math.abs(state.marks[0].t - 20) < 1.01, `it is at ${state.marks[0].t}`);
  assert.equal(Number(state.marks[0].t.toFixed(1)), state.marks[0].t, 'at a time that a person would choose');
  assert.equal(state.t, 1);
  await visit.press('Undo');
  assert.deepEqual(done(await visit.settled()), ['10 Slow down server-3: 0.5 ×', '40 Restore server-3']);
});

test('a mark that is dragged past another changes places with it', async (t) => {
  const visit = await site.visit(t, link);
  const {x, y, second} = await head(visit, 0);
  await visit.page.mouse.move(x, y);
  await visit.page.mouse.down();
  await visit.page.mouse.move(x + 40 * second, y, {steps: 6});
  await visit.page.mouse.up();
  const {marks} = await visit.settled();
  assert.deepEqual(marks.map((mark) => mark.label), ['Restore server-3', 'Slow down server-3: 0.5 ×']);
});

test('Escape ends a drag without a change', async (t) => {
  const visit = await site.visit(t, link);
  const {x, y, second} = await head(visit, 0);
  await visit.page.mouse.move(x, y);
  await visit.page.mouse.down();
  await visit.page.mouse.move(x + 10 * second, y, {steps: 3});
  await visit.page.keyboard.press('Escape');
  await visit.page.mouse.up();
  const state = await visit.settled();
  assert.deepEqual(done(state), ['10 Slow down server-3: 0.5 ×', '40 Restore server-3']);
  assert.ok(!state.undo, 'nothing was done');
  assert.ok(!await visit.page.$eval('.mark-list', (list) => list.checkVisibility()));
});

test('a press opens what lies there: an exact time, going there, removing', async (t) => {
  const visit = await site.visit(t, link);
  const {x, y} = await head(visit, 0);
  await visit.page.mouse.click(x, y);
  await visit.until(() => document.activeElement.closest('.mark-list'));
  assert.equal((await visit.page.$$('.mark-row')).length, 1, 'the other lies elsewhere');
  const time = visit.control('Time of Slow down server-3: 0.5 ×', 'textbox');
  await time.fill('soon');
  await visit.page.keyboard.press('Enter');
  await visit.says('.mark-list .field-error', 'is no time');
  await time.fill('12.5 s');
  await visit.page.keyboard.press('Enter');
  assert.deepEqual(done(await visit.settled()), ['12.5 Slow down server-3: 0.5 ×', '40 Restore server-3']);
  await visit.page.click('.mark-row .button');
  assert.equal((await visit.settled()).t, 12.5);
  await visit.press('Remove Slow down server-3: 0.5 ×');
  assert.deepEqual(done(await visit.settled()), ['40 Restore server-3']);
  assert.equal((await visit.page.$$('.timeline-mark')).length, 1);
  await visit.press('Undo');
  assert.equal((await visit.settled()).marks.length, 2);
});

test('the button beside undo lists all, and Escape gives the focus back', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Actions');
  await visit.until(() => document.querySelectorAll('.mark-row').length === 2);
  await visit.press('Remove Restore server-3');
  await visit.settled();
  assert.deepEqual(await visit.page.$$eval('.mark-label', (all) => all.map((one) => one.textContent)), ['Slow down server-3: 0.5 ×']);
  await visit.page.keyboard.press('Escape');
  assert.equal(await visit.focused(), 'Actions');
  await visit.press('Actions');
  await visit.press('Remove Slow down server-3: 0.5 ×');
  await visit.settled();
  assert.ok(await visit.page.$eval('[aria-label="Actions"].icon-button', (button) => button.disabled), 'there is nothing left to list');
  assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'timeline', 'the focus is not lost');
});

test('by keyboard: to a mark, later, earlier, its list, and away with it', async (t) => {
  const visit = await site.visit(t, link);
  const {keyboard} = visit.page;
  await visit.page.focus('#timeline');
  await keyboard.press('PageUp');
  assert.equal((await visit.settled()).t, 10);
  await keyboard.press('>');
  await visit.settled();
  await keyboard.press('>');
  let state = await visit.settled();
  assert.deepEqual([done(state)[0], state.t], ['12 Slow down server-3: 0.5 ×', 12], 'the moment goes with it');
  await keyboard.press('<');
  state = await visit.settled();
  assert.equal(state.marks[0].t, 11);
  assert.match(await visit.page.$eval('#timeline', (slider) => slider.ariaValueText), /11\.00.s.*Slow down server-3/);
  for (let i = 0; (await visit.settled()).marks[0].t !== 10; i++) { // one step of undo, had no move come a second after the last
    assert.ok(i < 3, 'undo brings it back');
    await visit.press('Undo');
  }
  await visit.page.focus('#timeline');
  await keyboard.press('Home');
  await visit.settled();
  await keyboard.press('PageUp');
  await visit.settled();
  await keyboard.press('Enter');
  await visit.until(() => document.activeElement.closest('.mark-list'));
  await keyboard.press('Escape');
  assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'timeline');
  await keyboard.press('Delete');
  assert.deepEqual(done(await visit.settled()), ['40 Restore server-3']);
  await keyboard.press('Delete');
  assert.equal((await visit.settled()).marks.length, 1, 'where there is no mark nothing is removed');
});

test('on a phone a mark is dragged, and its list opened, by touch', async (t) => {
  const visit = await site.visit(t, link, {viewport: phone});
  const {x, y, second} = await head(visit, 0);
  const touch = await visit.page.touchscreen.touchStart(x, y);
  await touch.move(x + 8 * second, y);
  await touch.move(x + 20 * second, y);
  await touch.end();
  const {marks} = await visit.settled();
  assert.ok(Math.abs(marks[0].t - 30) < 2, `it is at ${marks[0].t}`);
  const at = await head(visit, 0);
  await visit.page.touchscreen.tap(at.x, at.y);
  await visit.until(() => document.querySelector('.mark-list').checkVisibility());
  const box = await visit.page.$eval('.mark-list', (list) => list.getBoundingClientRect().toJSON());
  assert.ok(box.left >= 0 && box.right <= phone.width, `the list reaches from ${box.left} to ${box.right}`);
});

test('an action that has become impossible says so in the list', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&servers=2&do=10s:kill:server-1&do=20s:remove:server-1&t=30s');
  const {x, y, second} = await head(visit, 1);
  await visit.page.mouse.move(x, y);
  await visit.page.mouse.down();
  await visit.page.mouse.move(x - 15 * second, y, {steps: 6});
  await visit.page.mouse.up();
  await visit.settled();
  assert.equal((await visit.page.$$('.mark-head.refused')).length, 1, 'the mark is hollow');
  await visit.press('Actions');
  await visit.until(() => document.querySelectorAll('.mark-row').length === 2);
  assert.match(await visit.text('.mark-reason'), /Not possible: .*server-1/);
});
