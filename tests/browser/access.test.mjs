import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&do=1.5s:kill:cache-b&t=2s';
/** One server is slow, and all wait for it. */
const system = '?lab=balancing&servers=3&do=2s:slow:server-3:0.1&t=4s';

for (const theme of ['light', 'dark']) {
  const media = {'prefers-color-scheme': theme};

  test(`axe finds nothing on a desktop in the ${theme} theme`, async (t) => {
    const visit = await site.visit(t, link, {media});
    await visit.until(() => document.querySelectorAll('#charts canvas').length === 3);
    await clean(visit, 'at rest');
    await visit.page.type('#lookup', 'user:4711');
    await visit.page.keyboard.press('Enter');
    await visit.says('.selected p', 'user:4711');
    await visit.control('Weight of cache-c', 'textbox').fill('heavy');
    await visit.page.keyboard.press('Enter');
    await visit.press('Table');
    await clean(visit, 'with a selection, a refusal and the table');
    await visit.press('Notes', 'tab');
    await clean(visit, 'with the notes');
    await visit.press('Keys');
    await clean(visit, 'with a dialog open');
  });

  test(`axe finds nothing on a system in the ${theme} theme: at rest, with a story, compared, with marks and menus open`, async (t) => {
    const visit = await site.visit(t, system, {media});
    await visit.until(() => document.querySelectorAll('#charts canvas').length === 3);
    await clean(visit, 'at rest, with a bottleneck');
    await visit.press('Slowest so far');
    await visit.until(() => document.querySelector('.story'));
    await clean(visit, 'with a story');
    await visit.press('More on server-2');
    await visit.says('.selected h2', 'server-2');
    await clean(visit, 'with a server and what can be done to it');
    await visit.press('Actions');
    await clean(visit, 'with the list of actions');
    await visit.page.keyboard.press('Escape');
    await visit.page.click('#compare');
    await visit.until(() => document.querySelector('.menu'));
    await clean(visit, 'with the menu of the comparison');
    await visit.page.$$eval('.menu-item', (items) => items.find((item) => item.textContent === 'two choices against random').click());
    await visit.settled();
    await visit.until(() => document.querySelector('.divergence').checkVisibility());
    await clean(visit, 'with two sides');
    await visit.control('Arrivals', 'combobox').fill('drawn');
    await visit.until(() => document.querySelector('.drawn-point')?.checkVisibility());
    await clean(visit, 'with a drawing');
  });

  test(`axe finds nothing on a system on a phone in the ${theme} theme, compared, whichever tab is open`, async (t) => {
    const visit = await site.visit(t, system + '&b.algorithm=least-connections', {media, viewport: phone});
    for (const tab of ['Charts', 'Selection', 'Notes', 'Controls']) {
      await visit.press(tab, 'tab');
      await clean(visit, tab);
    }
    await visit.page.$eval('#bottleneck', (button) => button.click());
    await visit.until(() => document.querySelector('.selected h2')?.checkVisibility());
    await clean(visit, 'with the bottleneck selected');
  });

  test(`axe finds nothing on a phone in the ${theme} theme, whichever tab is open`, async (t) => {
    const visit = await site.visit(t, link, {media, viewport: phone});
    for (const tab of ['Controls', 'Charts', 'Selection', 'Notes']) {
      await visit.press(tab, 'tab');
      await clean(visit, tab);
    }
    await visit.press('Labs and presets');
    await clean(visit, 'with the labs open');
  });

  test(`axe finds nothing where the program does not arrive, in the ${theme} theme`, async (t) => {
    const visit = await site.visit(t, link, {media, live: false, intercept: (request) => request.url().endsWith('.wasm') && request.abort()});
    visit.expect(/failed: .*headroom\.wasm/, /console: .*ERR_FAILED.*headroom\.wasm/);
    await visit.until(() => document.getElementById('failure').checkVisibility());
    await clean(visit, 'after the failure');
  });
}

test('axe finds nothing at 320 pixels with a notice', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=many&t=1s', {viewport: {width: 320, height: 700}});
  await clean(visit, 'with a notice');
});

test('the page has one heading of the first level, and landmarks with names', async (t) => {
  const visit = await site.visit(t, link);
  const tree = await visit.page.accessibility.snapshot({interestingOnly: false});
  const all = [];
  (function walk(node) { all.push(node); (node.children ?? []).forEach(walk); })(tree);
  assert.deepEqual(all.filter((node) => node.role === 'heading' && node.level === 1).map((node) => node.name), ['Hash ring']);
  for (const role of ['banner', 'navigation', 'main', 'complementary']) {
    assert.equal(all.filter((node) => node.role === role).length, 1, role);
  }
  const nameless = all.filter((node) => ['button', 'textbox', 'searchbox', 'slider', 'combobox', 'link', 'radio', 'tab', 'region', 'group'].includes(node.role) && !node.name);
  assert.deepEqual(nameless.map((node) => node.role), []);
});
