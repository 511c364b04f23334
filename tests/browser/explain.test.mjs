import assert from 'node:assert/strict';
import test from 'node:test';
import {dots} from './dots.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=20000&arrival-rate=0&do=1s:add:cache-e&t=3s';
const why = /^user:\d+ hashes to 0x[0-9a-f]{4}…; the next point clockwise is cache-[a-e], virtual node \d+\.$/;

test('pointing at a key says in one sentence why it is where it is', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.text('#caption');
  const [dot] = await visit.page.evaluate(dots, 1);
  assert.ok(dot, 'there is a dot that stands alone');
  await visit.page.mouse.move(dot.x, dot.y);
  await visit.says('#caption', 'hashes to');
  const sentence = await visit.text('#caption');
  assert.match(sentence, why);
  await visit.page.mouse.move(5, 5);
  await visit.until((before) => document.getElementById('caption').textContent.replace(/\s+/g, ' ').trim() === before, before);
  await visit.page.mouse.click(dot.x, dot.y);
  await visit.says('.selected p', 'hashes to');
  assert.equal(await visit.text('.selected p'), sentence, 'a click keeps it');
  await visit.press('Select nothing');
  await visit.until(() => !document.getElementById('selection').textContent.includes('hashes to'));
});

test('a tap on a key does the same on a phone', async (t) => {
  const visit = await site.visit(t, link, {viewport: phone});
  const [dot] = await visit.page.evaluate(dots, 1);
  await visit.page.touchscreen.tap(dot.x, dot.y);
  await visit.until(() => document.getElementById('tab-selection').textContent.startsWith('user:'));
  await visit.page.$eval('#tab-selection', (tab) => tab.click());
  assert.match(await visit.text('.selected p'), why);
});

test('pointing at the band names its node', async (t) => {
  const visit = await site.visit(t, link);
  const box = await (await visit.page.$('#live')).boundingBox();
  for (let y = 8; !/holds [\d,]+ keys/.test(await visit.text('#caption')); y += 6) {
    assert.ok(y < 120, 'the band is somewhere at the top');
    await visit.page.mouse.move(box.x + box.width * 0.36, box.y + y);
    await visit.frames(2);
  }
  assert.match(await visit.text('#caption'), /^cache-[a-e] holds [\d,]+ keys, \d\.\d\d times its fair share\./);
});

test('a key that is typed gets the same sentence, whether it is counted or not', async (t) => {
  const visit = await site.visit(t, link);
  await visit.page.type('#lookup', 'user:4711');
  await visit.page.keyboard.press('Enter');
  await visit.says('.selected p', 'user:4711');
  assert.match(await visit.text('.selected p'), why);
  const {selection} = await visit.settled();
  assert.equal(selection.id, 'key:user:4711');
  await visit.control('Find a key', 'searchbox').fill('order:né/17');
  await visit.page.keyboard.press('Enter');
  await visit.says('.selected', 'not one of the keys that are counted');
  await visit.control('Find a key', 'searchbox').fill(' ');
  await visit.page.keyboard.press('Enter');
  await visit.says('#lookup-error', 'type a key');
});

test('a typed name of a node selects the node', async (t) => {
  const visit = await site.visit(t, link);
  await visit.page.type('#lookup', 'cache-b');
  await visit.page.keyboard.press('Enter');
  await visit.says('.selected p', 'cache-b holds');
});

test('the table beside the scene is reached by keyboard, has a row per node and selects it', async (t) => {
  const visit = await site.visit(t, link);
  const {page} = visit;
  await visit.until(() => document.querySelectorAll('#inspector tbody tr').length === 5);
  const rows = await page.$$eval('#inspector tr', (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows[0].slice(0, 2), ['Node', 'Keys']);
  const keys = (await visit.state()).metrics.find((metric) => metric.name === 'keys-cache-c').text;
  assert.deepEqual(rows.find((row) => row[0] === 'cache-c').slice(0, 2), ['cache-c', keys]);
  await page.focus('#stage');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  assert.equal(await visit.focused(), 'cache-c');
  assert.ok(await page.$eval('#inspector', (table) => table.getBoundingClientRect().height > 100), 'with the focus it comes into sight');
  await page.keyboard.press('Enter');
  await visit.says('.selected p', 'cache-c holds');
  assert.equal(await visit.focused(), 'cache-c', 'and the focus stays');
});

test('the table follows what happens', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Kill cache-b');
  await visit.settled();
  await visit.until(() => [...document.querySelectorAll('#inspector tr')].some((row) => /^cache-b.*down/.test(row.textContent)));
  await visit.press('Add node');
  await visit.until(() => document.querySelectorAll('#inspector tbody tr').length === 6);
});

test('parts of each kind have a table with headings of their own, which goes no wider than a phone', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&rate=1500&timeout=500&t=6s&do=3s:kill:server-2', {viewport: phone});
  await visit.press('Table');
  await visit.until(() => document.querySelectorAll('#inspector table').length > 1);
  const tables = await visit.page.$$eval('#inspector table', (all) => all.map(({rows}) => [...rows].map((row) => [...row.cells].map((cell) => cell.textContent))));
  assert.deepEqual(tables.map(([heads]) => heads[0]), ['Clients', 'Link', 'Balancer', 'Server']);
  for (const [heads, ...rows] of tables) for (const row of rows) assert.equal(row.length, heads.length, row[0]);
  const [heads, ...servers] = tables[3];
  assert.deepEqual(heads.slice(0, 3), ['Server', 'Busy lately', 'In service']);
  assert.match(servers[0].slice(0, 3).join(' '), /^server-1 \d+% \d+ of 16$/);
  assert.match(await visit.text('#inspector p'), /server-2 is down/, 'they are of this moment, although nothing moves any more');
  const {right, said} = await visit.page.$eval('#inspector', (box) => ({right: box.getBoundingClientRect().right, said: box.querySelector('p').getBoundingClientRect().right}));
  assert.ok(said <= right && right <= phone.width, `the words end at ${said}, the box at ${right}`);
  assert.ok(await visit.page.$eval('#inspector', (box) => { box.scrollLeft = 9999; return [...box.querySelectorAll('th:last-child')].every((cell) => cell.getBoundingClientRect().right <= innerWidth); }));
});

test('the table can be shown for good', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Table');
  await visit.page.mouse.click(10, 890);
  assert.ok(await visit.page.$eval('#inspector', (table) => table.getBoundingClientRect().height > 100));
  await visit.press('Table');
  await visit.page.focus('#copy');
  assert.ok(await visit.page.$eval('#inspector', (table) => table.getBoundingClientRect().height < 2));
});

test('the charts show what the program declares, and the same numbers as tables', async (t) => {
  const visit = await site.visit(t, link);
  await visit.until(() => document.querySelectorAll('#charts canvas').length === 3);
  const {data} = await visit.send({op: 'charts'});
  assert.deepEqual(await visit.page.$$eval('.chart h2', (heads) => heads.map((head) => head.textContent)), data.map((chart) => chart.title));
  const rows = await visit.page.$$eval('.chart table', (tables) => tables.map((table) => table.tBodies[0].rows.length));
  assert.ok(rows.every((count, i) => count > 0 && count <= 24 || data[i].series.every((one) => one.x.length === 0)), `rows: ${rows}`);
  const painted = await visit.page.$$eval('.chart canvas', (all) => all.map((canvas) =>
    new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size));
  assert.ok(painted.every((colours) => colours > 5), `colours: ${painted}`);
});

test('a chart keeps its place while its heading says what stands under the pointer', async (t) => {
  const visit = await site.visit(t, '?lab=balancing&do=2s:slow:server-3:0.25&t=6s');
  await visit.until(() => document.querySelectorAll('#charts canvas').length === 3);
  const tops = () => visit.page.$$eval('.chart-space', (all) => all.map((space) => space.getBoundingClientRect().top));
  const before = await tops();
  await visit.page.hover('.chart:nth-child(2) .u-over');
  await visit.says('.chart:nth-child(2) .chart-sub', 'p50');
  await visit.until(() => document.querySelectorAll('.chart.reads').length > 0);
  assert.deepEqual(await tops(), before);
});

test('the notes are text with links that open in the page', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Notes', 'tab');
  assert.match(await visit.text('#notes'), /Consistent hashing/);
  assert.ok(!await visit.page.$eval('#controls', (controls) => controls.checkVisibility()));
});
