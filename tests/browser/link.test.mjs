import assert from 'node:assert/strict';
import test from 'node:test';
import {playground} from './harness.mjs';

const site = playground();

const clipboard = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'];

/** Without what the addresses of two servers differ in. */
const query = (url) => new URL(url).search;

/** Refuses the clipboard, as a sandboxed frame does. */
function refused() {
  navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
}

/** What two visits that look at the same thing have in common: all of the state but how it got there. */
function comparable({rev, said, undo, redo, ...rest}) {
  return rest;
}

/** Presses a preset of the list. */
function choose(visit, name) {
  return visit.page.$$eval('.presets a', (links, name) => links.find((link) => link.textContent === name).click(), name);
}

test('a copied link opens afresh to the same state, fingerprint and pixels', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=4&keys=30000&arrival-rate=200&t=1s', {allow: clipboard});
  await visit.press('Add node');
  await visit.settled();
  await visit.press('Play');
  await visit.ahead(2.5);
  await visit.press('Kill cache-b');
  await visit.ahead(3.5);
  await visit.press('Pause');
  await visit.settled();
  await visit.page.mouse.move(5, 895);
  await visit.press('Copy link');
  await visit.says('#announcer', 'Link copied');
  const link = await visit.page.evaluate(() => navigator.clipboard.readText());
  const [state, print, pixels] = [await visit.settled(), await visit.fingerprint(), await visit.pixels()];
  assert.equal(query(link), state.link);
  assert.equal(new URL(link).origin + '/', visit.base, 'the link is whole');

  const other = await site.visit(t, query(link), {fresh: true});
  assert.equal(await other.fingerprint(), print);
  assert.deepEqual(comparable(await other.state()), comparable(state));
  assert.deepEqual(await other.pixels(), pixels);
});

test('where the clipboard is refused the link stands in a field, selected', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=3&keys=1000&t=1s', {before: refused});
  await visit.press('Copy link');
  await visit.until(() => document.activeElement.className === 'copy-field');
  const [value, chosen] = await visit.page.$eval('.copy-field', (field) =>
    [field.value, field.value.slice(field.selectionStart, field.selectionEnd)]);
  assert.equal(query(value), (await visit.state()).link);
  assert.equal(chosen, value);
  await visit.page.keyboard.press('Escape');
  assert.equal(await visit.focused(), 'Copy link', 'Escape closes it and the focus is where it was');
});

test('the address follows within a second', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=4&keys=1000&t=2s');
  await visit.press('Add node');
  const since = Date.now();
  await visit.until(() => location.search.includes('do=2s:add:cache-e'));
  assert.ok(Date.now() - since < 1500, `it took ${Date.now() - since} ms`);
  assert.equal(query(visit.page.url()), (await visit.state()).link);
});

test('the address follows while time goes on', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000', {fresh: true});
  for (const t of [0.5, 2]) {
    await visit.until((t) => parseFloat(new URLSearchParams(location.search).get('t')) > t, t);
  }
  const entries = await visit.page.evaluate(() => history.length);
  assert.ok(entries <= 2, 'and leaves nothing behind the back button');
});

test('a reload comes back to the same moment', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&arrival-rate=50&t=1s');
  await visit.press('Kill cache-b');
  await visit.settled();
  const print = await visit.fingerprint();
  await visit.until(() => location.search.includes('kill'));
  await visit.page.reload();
  await visit.live();
  assert.equal(await visit.fingerprint(), print);
});

test('back and forward of the browser go between scenarios', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=3&keys=1000&t=1s');
  const names = async () => (await visit.settled()).parts.rows.map((row) => row.name);
  await choose(visit, "the notebook's demo");
  await visit.until(() => document.getElementById('subtitle').textContent === "the notebook's demo");
  assert.deepEqual(await names(), ['server-1', 'server-2', 'server-3']);
  await visit.page.goBack();
  await visit.until(() => !location.search.includes('server'));
  assert.deepEqual(await names(), ['cache-a', 'cache-b', 'cache-c']);
  await visit.page.goForward();
  await visit.until(() => location.search.includes('server'));
  assert.deepEqual(await names(), ['server-1', 'server-2', 'server-3']);
});

test('every preset opens, plays and says which it is', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&t=1s');
  const {data: [lab]} = await visit.send({op: 'catalog'});
  assert.ok(lab.presets.length >= 8, `there are ${lab.presets.length}`);
  for (const [i, preset] of lab.presets.entries()) {
    await choose(visit, preset.name);
    const start = await visit.state();
    assert.equal(start.preset, i, preset.name);
    assert.equal(await visit.text('#subtitle'), preset.name);
    assert.deepEqual(start.notices, [], preset.name);
    await visit.ahead(start.t);
    assert.equal(await visit.page.$eval('.presets a[aria-current]', (link) => link.textContent), preset.name);
    assert.ok((await visit.page.title()).includes(preset.name), 'the title of the page names it');
  }
});

test('a preset plays up to its change and says what moved', async (t) => {
  const visit = await site.visit(t, '?lab=ring&keys=1000&t=1s');
  await choose(visit, 'a fifth cache joins');
  await visit.says('#announcer', 'cache-e joined');
  assert.match(await visit.text('#announcer'), /^cache-e joined; \d+\.\d% of keys moved$/);
});
