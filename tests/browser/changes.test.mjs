import assert from 'node:assert/strict';
import test from 'node:test';
import {playground} from './harness.mjs';

const site = playground();

const four = '?lab=ring&nodes=4&keys=20000&t=2s';

/** The parts list as the page shows it: names, and which are down. */
function listed(visit) {
  return visit.page.$$eval('.part', (rows) => rows.map((row) =>
    row.querySelector('.part-name').textContent + (row.dataset.state === 'up' ? '' : ' ' + row.dataset.state)));
}

/** What has to be on the page once cache-e has joined. */
async function joined(visit) {
  const state = await visit.settled();
  assert.deepEqual(await listed(visit), ['cache-a', 'cache-b', 'cache-c', 'cache-d', 'cache-e']);
  assert.equal((await visit.page.$$('.timeline-mark')).length, 1, 'the timeline has a mark');
  assert.match(await visit.text('.timeline ol'), /2\.00.s Add node cache-e/);
  await visit.says('#announcer', 'cache-e joined');
  const moved = state.metrics.find((metric) => metric.name === 'moved-keys');
  assert.match(await visit.text('#announcer'), /^cache-e joined; \d+\.\d% of keys moved$/);
  assert.match(await visit.text('#caption'), /^cache-e joined and \d+\.\d% of the keys moved/);
  assert.ok(moved.value > 1000 && moved.value < 8000, `about a fifth of the keys moved: ${moved.value}`);
}

test('a node is added by mouse: list, timeline, caption and announcement follow', async (t) => {
  const visit = await site.visit(t, four);
  await visit.press('Add node');
  await joined(visit);
});

test('a node is added by keyboard alone', async (t) => {
  const visit = await site.visit(t, four);
  for (let tabs = 0; await visit.focused() !== 'Add node'; tabs++) {
    assert.ok(tabs < 80, 'Tab comes to the button');
    await visit.page.keyboard.press('Tab');
  }
  await visit.page.keyboard.press('Enter');
  await joined(visit);
  assert.equal(await visit.focused(), 'Add node', 'the focus stays where it was');
});

test('a node is added while keys arrive, and they go on arriving', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=4&arrival-rate=500');
  await visit.press('Add node');
  await visit.says('#announcer', 'cache-e joined');
  const {n, playing} = await visit.state();
  assert.ok(playing);
  await visit.until((n) => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.n > n, n);
});

test('a node is killed, restored, weighted and removed from its row', async (t) => {
  const visit = await site.visit(t, four);
  await visit.press('Kill cache-b');
  await visit.settled();
  assert.deepEqual(await listed(visit), ['cache-a', 'cache-b down', 'cache-c', 'cache-d']);
  await visit.says('#announcer', 'cache-b died');
  await visit.press('Restore cache-b');
  await visit.settled();
  assert.deepEqual(await listed(visit), ['cache-a', 'cache-b', 'cache-c', 'cache-d']);

  const before = (await visit.state()).metrics.find((metric) => metric.name === 'keys-cache-c').value;
  await visit.control('Weight of cache-c', 'textbox').fill('3');
  await visit.page.keyboard.press('Enter');
  const {metrics} = await visit.settled();
  assert.ok(metrics.find((metric) => metric.name === 'keys-cache-c').value > 1.5 * before, 'a heavier node holds more');

  await visit.press('Remove cache-a');
  const {marks} = await visit.settled();
  assert.deepEqual(await listed(visit), ['cache-b', 'cache-c', 'cache-d']);
  assert.deepEqual(marks.map((mark) => mark.ok), [true, true, true, true]);
  assert.equal((await visit.page.$$('.timeline-mark')).length, 4);
});

test('a weight that cannot be is refused beside its field and changes nothing', async (t) => {
  const visit = await site.visit(t, four);
  const before = await visit.fingerprint();
  await visit.control('Weight of cache-c', 'textbox').fill('heavy');
  await visit.page.keyboard.press('Enter');
  await visit.says('.parts ~ .field-error', 'heavy');
  assert.equal(await visit.page.$eval('[aria-label="Weight of cache-c"]', (field) => field.ariaInvalid), 'true');
  assert.equal(await visit.fingerprint(), before);
});

test('the last node that is up cannot be taken, and a link that tries shows it with the reason', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=2&keys=1000&do=1s:kill:cache-a&do=2s:kill:cache-b&t=3s');
  assert.deepEqual(await listed(visit), ['cache-a down', 'cache-b']);
  const offered = await visit.page.$$eval('.part-tools button', (buttons) => buttons.map((button) => button.ariaLabel));
  assert.deepEqual(offered, ['Restore cache-a', 'Remove cache-a']);
  assert.equal((await visit.page.$$('.timeline-mark.refused')).length, 1, 'the mark is hollow');
  assert.match(await visit.text('.timeline ol li:nth-child(2)'), /Not possible: .*last node/);
});

test('removing by keyboard leaves the focus in the list', async (t) => {
  const visit = await site.visit(t, four);
  await visit.page.focus('[aria-label="Remove cache-b"]');
  await visit.page.keyboard.press('Enter');
  await visit.settled();
  assert.deepEqual(await listed(visit), ['cache-a', 'cache-c', 'cache-d']);
  assert.ok(await visit.page.evaluate(() => document.activeElement.closest('.part') !== null));
});

test('undo and redo go through the changes', async (t) => {
  const visit = await site.visit(t, four);
  const prints = [await visit.fingerprint()];
  for (const name of ['Add node', 'Kill cache-b']) {
    await visit.press(name);
    await visit.settled();
    prints.push(await visit.fingerprint());
  }
  assert.equal(new Set(prints).size, 3);
  for (const [name, at] of [['Undo', 1], ['Undo', 0], ['Redo', 1], ['Redo', 2]]) {
    await visit.press(name);
    await visit.settled();
    assert.equal(await visit.fingerprint(), prints[at], name);
  }
  assert.ok(await visit.page.$eval('[aria-label="Redo"]', (button) => button.disabled));
});

test('a slider moves the ring, by mouse in one step of undo and by its arrow keys', async (t) => {
  const visit = await site.visit(t, four);
  const {page} = visit;
  const value = async () => (await visit.settled()).params.find((param) => param.key === 'virtual-nodes').value;
  const box = await (await page.$('[data-key="virtual-nodes"] .slider')).boundingBox();
  const before = await visit.pixels();
  await page.mouse.move(box.x + box.width * 0.41, box.y + box.height / 2);
  await page.mouse.down();
  for (const share of [0.5, 0.6, 0.7]) await page.mouse.move(box.x + box.width * share, box.y + box.height / 2, {steps: 3});
  await page.mouse.up();
  const dragged = Number(await value());
  assert.ok(dragged > 100, `virtual nodes stand at ${dragged}`);
  assert.notDeepEqual((await visit.pixels())[0], before[0], 'the ring has been drawn anew');
  await page.keyboard.press('ArrowRight');
  assert.ok(Number(await value()) > dragged);
  await visit.press('Undo');
  await visit.settled();
  if (Number(await value()) === dragged) await visit.press('Undo'); // had the arrow come a second later
  assert.equal(await value(), '20');
  assert.equal(await page.$eval('[data-key="virtual-nodes"] .entry', (entry) => entry.value), '20 per node');
});

test('an exact value can be typed, and one out of range is refused in words', async (t) => {
  const visit = await site.visit(t, four);
  const entry = visit.control('Virtual nodes, exact value', 'textbox');
  await entry.fill('9999');
  await visit.says('[data-key="virtual-nodes"] .field-error', '2,000');
  await entry.fill('64');
  await visit.until(() => document.querySelector('[data-key="virtual-nodes"] .field-error').textContent === '');
  assert.equal((await visit.settled()).params.find((param) => param.key === 'virtual-nodes').value, '64');
});

test('what a method does not have is not shown', async (t) => {
  const visit = await site.visit(t, four);
  const fields = () => visit.page.$$eval('.field:not([hidden])', (all) => all.map((field) => field.dataset.key));
  assert.ok((await fields()).includes('virtual-nodes') && !(await fields()).includes('table-size'));
  await visit.control('Method', 'combobox').fill('maglev');
  await visit.settled();
  assert.ok(!(await fields()).includes('virtual-nodes') && (await fields()).includes('table-size'));
});

test('another seed brings other arrivals, and undo the old ones', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&arrival-rate=50&t=5s');
  const before = await visit.fingerprint();
  await visit.press('Seed 1: run with another');
  await visit.settled();
  assert.notEqual(await visit.fingerprint(), before);
  assert.equal((await visit.state()).seed, '2');
  await visit.press('Undo');
  await visit.settled();
  assert.equal(await visit.fingerprint(), before);
});
