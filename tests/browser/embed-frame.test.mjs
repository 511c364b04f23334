import assert from 'node:assert/strict';
import test from 'node:test';
import {first, openDialog, use} from './datasteps.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const moment = 'embed?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&t=2s';

/** The names of the parts. */
const names = async (visit) => (await visit.state()).parts.rows.map(({name}) => name);

test('by itself an embed shows the scene, the way of time, the caption and a way to the playground', async (t) => {
  const visit = await site.visit(t, moment);
  const [base, live] = await visit.pixels();
  assert.ok(base.colours > 20 && live.colours > 20);
  assert.match(await visit.text('#caption'), /^cache-e joined and [\d.]+% of the keys moved/);
  assert.deepEqual(await visit.page.$$eval('#transport :is(button, a, [role=slider])', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.ariaLabel)),
    ['Play', 'Timeline', 'Open in Headroom']);
  const {height, inner} = await visit.page.evaluate(() => ({height: document.documentElement.scrollHeight, inner: innerHeight}));
  assert.equal(height, inner, 'the scene fills the frame that there is');
});

test('in a small frame Play and the caption stay in sight, and the scene scrolls', async (t) => {
  for (const [width, height, lab] of [[390, 480, 'do=2s:slow:server-3:0.25&t=6s'], [600, 300, 'servers=30&t=1s']]) {
    const visit = await site.visit(t, 'embed?lab=balancing&' + lab, {viewport: {width, height}});
    const found = await visit.page.evaluate(() => {
      const [said, bar] = ['#caption', '#transport'].map((name) => document.querySelector(name).getBoundingClientRect());
      const stage = document.querySelector('#stage');
      stage.scrollTop = 9999;
      return {said: said.bottom <= bar.top, bar: bar.bottom <= innerHeight, room: stage.clientHeight >= 100, whole: stage.scrollTop + stage.clientHeight >= document.querySelector('#base').offsetHeight};
    });
    assert.deepEqual(found, {said: true, bar: true, room: true, whole: true}, `${width}x${height}`);
  }
});

test('embed.html is the same page', async (t) => {
  const visit = await site.visit(t, moment.replace('embed?', 'embed.html?'));
  assert.equal((await visit.state()).t, 2);
});

test('the address of an embed is never written', async (t) => {
  const visit = await site.visit(t, moment + '&show=add', {fresh: true});
  const before = [visit.page.url(), await visit.page.evaluate(() => history.length)];
  await visit.press('Add node');
  await visit.press('Play');
  await visit.ahead(4);
  assert.deepEqual([visit.page.url(), await visit.page.evaluate(() => history.length)], before);
});

test('storage is neither read nor written', async (t) => {
  const visit = await site.visit(t, moment + '&theme=dark', {before: () => {
    Object.defineProperty(globalThis, 'localStorage', {get() { globalThis.touched = true; throw new DOMException('', 'SecurityError'); }});
  }});
  assert.equal(await visit.page.evaluate(() => globalThis.touched), undefined);
  assert.equal(await visit.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
});

for (const [theme, system, want] of [['light', 'dark', 'light'], ['dark', 'light', 'dark'], ['auto', 'dark', 'dark'], ['auto', 'light', 'light']]) {
  test(`theme=${theme} is ${want} on a ${system} system`, async (t) => {
    const visit = await site.visit(t, `${moment}&theme=${theme}`, {media: {'prefers-color-scheme': system}});
    const background = await visit.page.$eval('#frame', (frame) => getComputedStyle(frame).backgroundColor);
    assert.equal(background, {light: 'rgb(250, 250, 247)', dark: 'rgb(14, 17, 22)'}[want]);
  });
}

test('it has the controls that show= names, in that order', async (t) => {
  const visit = await site.visit(t, moment + '&show=virtual-nodes,remove,add');
  const order = await visit.page.$$eval('#transport :is(.offered .button, .offered .field)', (all) => all.map((one) => one.dataset.key ?? one.textContent));
  assert.deepEqual(order, ['virtual-nodes', 'Remove', 'Add node']);
  assert.equal(await visit.page.$('#timeline'), null);
  assert.equal(await visit.page.$eval('#caption', (caption) => caption.checkVisibility()), false);
  await visit.page.focus('.slider');
  await visit.page.keyboard.press('ArrowRight');
  await visit.until(() => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.params.find(({key}) => key === 'virtual-nodes').value === '21');
  assert.equal(await visit.page.$eval('.entry', (entry) => entry.value), '21');
  await visit.press('Add node');
  await visit.settled();
  assert.deepEqual((await names(visit)).at(-1), 'cache-f');
});

test('an action that needs a part asks which, and takes the one that is selected', async (t) => {
  const visit = await site.visit(t, moment + '&show=remove,kill');
  await visit.press('Remove');
  assert.equal(await visit.focused(), 'cache-a', 'the choice has the focus');
  await visit.page.keyboard.press('Escape');
  assert.equal(await visit.focused(), 'Remove', 'and gives it back');
  await visit.page.keyboard.press('Enter');
  await visit.page.keyboard.press('ArrowDown');
  await visit.page.keyboard.press('Enter');
  await visit.settled();
  assert.deepEqual(await names(visit), ['cache-a', 'cache-c', 'cache-d', 'cache-e']);
  assert.equal(await visit.focused(), 'Remove');
  const {parts} = await visit.state();
  await visit.page.$$eval('#inspector tbody button', (buttons, name) => buttons.find((one) => one.textContent === name).click(), parts.rows[2].name);
  await visit.until(() => document.querySelector('.offered .button').ariaLabel === 'Remove cache-d');
  await visit.press('Remove cache-d');
  await visit.settled();
  assert.deepEqual(await names(visit), ['cache-a', 'cache-c', 'cache-e']);
});

test('an action with an argument asks for it and says what is wrong with it', async (t) => {
  const visit = await site.visit(t, moment + '&show=weight');
  await visit.press('Weight');
  await visit.page.$eval('.choice input', (input) => { input.value = 'heavy'; });
  await visit.page.click('.choice-part:nth-child(2)');
  await visit.says('.choice .field-error', 'heavy');
  await visit.page.$eval('.choice input', (input) => { input.value = '2'; });
  await visit.page.click('.choice-part:nth-child(2)');
  await visit.settled();
  assert.match((await visit.state()).link, /do=2s:weight:cache-b:2/);
  assert.equal(await visit.page.$eval('.choice', (choice) => choice.hidden), true);
});

test('a name in show= that is not there is said, with those that are', async (t) => {
  const visit = await site.visit(t, moment + '&show=add,explode');
  assert.match(await visit.text('#notices'), /explode.*add, remove.*virtual-nodes/);
  assert.equal((await visit.page.$$('.offered .button')).length, 1, 'the rest is there');
});

test('what a link gets wrong is said', async (t) => {
  const visit = await site.visit(t, 'embed?lab=ring&nodes=many&t=1s');
  assert.match(await visit.text('#notices'), /nodes/);
});

test('the keys of the stage and the table work in an embed', async (t) => {
  const visit = await site.visit(t, moment);
  await visit.page.focus('#stage');
  await visit.page.keyboard.press('Space');
  await visit.ahead(2);
  await visit.page.keyboard.press('Space');
  assert.equal((await visit.state()).playing, false);
  await visit.page.keyboard.press('?');
  assert.match(await visit.text('#keys'), /Play or pause/);
  await visit.page.keyboard.press('Escape');
  await visit.page.keyboard.press('Tab');
  assert.equal(await visit.focused(), 'cache-a', 'the table comes after the scene');
  assert.ok(await visit.page.$eval('#inspector', (table) => table.getBoundingClientRect().height > 100), 'and shows while it has the focus');
  await visit.page.keyboard.press('Enter');
  await visit.says('#caption', 'cache-a');
});

test('of a comparison it shows the verdict, and forks nothing', async (t) => {
  const visit = await site.visit(t, 'embed?lab=balancing&algorithm=two-choices&servers=10&slots=4&rate=900&b.algorithm=random&t=5s');
  const {compare} = await visit.state();
  assert.match(compare.verdict, /two choices.*random/);
  await visit.says('#caption .try', compare.verdict);
  await visit.page.focus('#stage');
  await visit.page.keyboard.press('f');
  assert.deepEqual((await visit.settled()).compare, compare);
  await visit.page.keyboard.press('?');
  await visit.until(() => document.getElementById('keys').open);
  assert.doesNotMatch(await visit.text('#keys'), /Fork/, 'what there is no room to show is not offered');
});

test('a link whose data is not there says so and leads to the playground', async (t) => {
  const data = 'data=0123456789abcdef:5:orders.csv';
  const visit = await site.visit(t, `embed?lab=ring&${data}&show=add`);
  assert.match(await visit.text('#caption'), /author's own data.*Open it in Headroom/);
  assert.ok(await visit.page.$eval('.play', (play) => play.disabled));
  assert.ok((await visit.page.$eval('#open', (link) => link.href)).includes(data));
});

test('data that travels in the fragment is there, and goes on to the playground', async (t) => {
  const source = await site.visit(t, '?lab=ring&t=1s');
  await openDialog(source);
  await source.page.type('#data-text', 'alice\nbob\nalice');
  await first(source);
  await use(source);
  await source.until(() => location.hash.startsWith('#d=1.'));
  const {pathname, search, hash} = new URL(source.page.url());
  assert.equal(pathname, '/');
  const print = await source.fingerprint();
  const visit = await site.visit(t, 'embed' + search + hash, {fresh: true});
  assert.equal(await visit.fingerprint(), print);
  assert.equal(await visit.page.$eval('#open', (link) => link.href), visit.base + (await visit.state()).link + hash);
});

test('without JavaScript the picture of the link stands there', async (t) => {
  const visit = await site.visit(t, moment, {script: false});
  visit.expect(/failed: .*\.js csp/); // modules named for preloading
  const seen = JSON.stringify(await visit.page.accessibility.snapshot());
  assert.match(seen, /Headroom needs JavaScript/);
  assert.equal(seen.match(/"role":"image"/g)?.length, 1, 'one of the two layouts of the picture is shown');
});

test('on a phone nothing sticks out sideways', async (t) => {
  const visit = await site.visit(t, moment, {viewport: phone});
  assert.ok(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
