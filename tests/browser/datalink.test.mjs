import assert from 'node:assert/strict';
import test from 'node:test';
import {deflateRawSync} from 'node:zlib';
import {clean} from './axe.mjs';
import {choose, closed, drop, fileFor, first, openDialog, use, visits, wrong} from './datasteps.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=1000&t=1s';
const clipboard = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'];

/** What the address bar says, without the address of the server. */
const shown = (visit) => visit.page.evaluate(() => location.search + location.hash);

/** Waits until the address bar names a dataset and has followed. */
async function followed(visit) {
  const {link} = await visit.state();
  await visit.until((link) => location.search === link, link);
}

/** Drops a file, uses it, and returns what there is then. */
async function bring(t, visit, name, text) {
  const path = fileFor(t, name, text);
  await drop(visit, path);
  await first(visit);
  const {data} = await use(visit);
  await followed(visit);
  return {path, data, print: await visit.fingerprint(), link: await shown(visit)};
}

const large = visits(20_000);

test('keys of up to 16 KB travel in the link, which opens to the same picture', async (t) => {
  const visit = await site.visit(t, link, {allow: clipboard});
  await openDialog(visit);
  await visit.page.type('#data-text', 'alice\nbob\nalice');
  await first(visit);
  assert.match(await visit.text('.data-body > .own-note:last-child'), /^Nothing leaves this machine.*small enough to travel in the link/);
  const {data} = await use(visit);
  assert.ok(data.inline);
  assert.match(await visit.text('.own'), /They travel in the link/);
  await followed(visit);
  const print = await visit.fingerprint();
  await visit.press('Copy link');
  await visit.says('#announcer', 'Link copied');
  const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /data=[0-9a-f]{16}:2:pasted(\+|%20)keys&.*#d=1\.[-\w]+$/);
  assert.equal(copied, visit.page.url(), 'the address bar says the same');

  const other = await site.visit(t, copied.slice(visit.base.length), {fresh: true});
  const arrived = await other.pixels();
  await other.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
  await other.frames(3);
  await other.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'light'}]);
  await other.frames(3);
  assert.deepEqual(await other.pixels(), arrived, 'and nothing of another scenario was left on screen');
  assert.deepEqual((await other.state()).data, data);
  assert.equal(await other.fingerprint(), print);
  assert.equal(await other.text('#notices'), '');
  assert.equal(await shown(other), await shown(visit));
  await other.press('Add node');
  await followed(other);
  assert.match(await shown(other), /#d=1\./, 'the keys stay in the link');
  await other.press('Back to made-up keys');
  await other.until(() => location.hash === '');
  await other.press('Undo');
  await other.until(() => location.hash.startsWith('#d=1.'));
});

test('of larger keys the link has name, count and digest only, and a reload asks for the file', async (t) => {
  const visit = await site.visit(t, link);
  const {path, data, print, link: saved} = await bring(t, visit, 'visitors.txt', large);
  assert.ok(!data.inline);
  assert.match(saved, new RegExp(`data=${data.digest}:${data.keys}:visitors.txt`));
  assert.ok(saved.length < 120, saved);
  await visit.page.reload();
  await visit.live();
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  const count = data.keys.toLocaleString('en');
  assert.equal(await visit.text('.missing-text'), `This experiment runs on keys of its author: visitors.txt, ${count} keys.`);
  assert.match(await visit.text('.missing'), /They are not in the link\./);
  assert.match(await visit.text('.own'), new RegExp(`visitors\\.txt${count} keys, not here`));
  assert.equal((await visit.state()).playing, false);
  await choose(visit, path, 'Choose the file');
  await first(visit);
  const state = await use(visit);
  assert.deepEqual(state.data, data);
  assert.equal(await visit.fingerprint(), print);
  assert.equal(state.undo, false, 'what was missing has been filled in: nothing was changed');
  assert.equal(await visit.page.$eval('.missing', (panel) => panel.checkVisibility()), false);
  assert.equal(await shown(visit), saved);
});

test('another file is told apart, and used only if that is wanted', async (t) => {
  const visit = await site.visit(t, link);
  const {path, data, link: saved} = await bring(t, visit, 'visitors.csv', 'user,page\n' + large.replaceAll(/user:(\d+)\n/g, 'user:$1,/$1\n'));
  const other = fileFor(t, 'others.csv', 'user,page\nann,/a\nbob,/b\n');
  await visit.page.reload();
  await visit.live();
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  await choose(visit, other, 'Choose the file');
  await first(visit);
  await visit.press('Use these keys');
  assert.equal(await wrong(visit), `others.csv with 2 keys is not what this experiment runs on, visitors.csv with ${data.keys.toLocaleString('en')} keys: ` +
    'another file, or another column, was chosen.');
  assert.equal((await visit.state()).data.missing, true);
  await choose(visit, path, 'Choose another');
  await first(visit);
  await visit.page.select('#data-column', '1');
  await visit.until(() => document.querySelector('.data-first li').textContent === '/0');
  await visit.press('Use these keys');
  assert.match(await wrong(visit), /^visitors\.csv with .* was chosen\.$/, 'the right file and the wrong column');
  await clean(visit, 'with another file');
  await visit.page.select('#data-column', '0');
  await visit.until(() => document.querySelector('.data-first li').textContent === 'user:0');
  assert.equal(await visit.text('dialog.data .field-error'), '', 'another column is another try');
  assert.equal(await visit.text('dialog.data .primary'), 'Use these keys');
  await visit.page.select('#data-column', '1');
  await visit.until(() => document.querySelector('.data-first li').textContent === '/0');
  await visit.press('Use these keys');
  await wrong(visit);
  await use(visit, 'Use it anyway');
  await followed(visit);
  const {data: used} = await visit.state();
  assert.deepEqual([used.name, used.missing, used.digest === data.digest], ['visitors.csv', false, false]);
  assert.notEqual(await shown(visit), saved);
  await visit.press('Undo');
  await visit.until(() => document.querySelector('.missing').checkVisibility());
  assert.equal((await visit.state()).data.digest, data.digest, 'undo goes back to the keys that are missing');
});

test('the right file and the wrong column: the right one is chosen at once', async (t) => {
  const visit = await site.visit(t, link);
  const {path, data, print, link: saved} = await bring(t, visit, 'visitors.csv', 'user,page\n' + large.replaceAll(/user:(\d+)\n/g, 'user:$1,/$1\n'));
  await visit.page.reload();
  await visit.live();
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  await choose(visit, path, 'Choose the file');
  await first(visit);
  await visit.page.select('#data-column', '1');
  await visit.press('Use these keys');
  await wrong(visit);
  await visit.page.select('#data-column', '0');
  assert.deepEqual((await use(visit)).data, data);
  assert.equal(await visit.fingerprint(), print);
  assert.equal(await shown(visit), saved);
});

test('keys that are used anyway travel in the link, however often the button is pressed', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=4&data=0123456789abcdef:48210:visitors.csv&t=1s', {fresh: true});
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  await choose(visit, fileFor(t, 'few.txt', 'alice\nbob\n'), 'Choose the file');
  await first(visit);
  await visit.press('Use these keys');
  await wrong(visit);
  assert.match(await visit.text('.data-body > .own-note:last-child'), /small enough to travel in the link/);
  await visit.page.$eval('dialog.data .primary', (button) => { for (let i = 0; i < 3; i++) button.click(); });
  await closed(visit);
  await followed(visit);
  assert.equal((await visit.settled()).data.name, 'few.txt');
  assert.match(await visit.text('.own'), /They travel in the link\./);
  assert.match(await shown(visit), /#d=1\./);
});

test('a browser that cannot deflate makes links that only name the keys, and says so', async (t) => {
  const visit = await site.visit(t, link, {before: () => {
    globalThis.CompressionStream = class {
      constructor(format) { throw new TypeError(`Unsupported compression format: '${format}'`); }
    };
  }});
  await openDialog(visit);
  await visit.page.type('#data-text', 'alice\nbob');
  await first(visit);
  assert.match(await visit.text('.data-body > .own-note:last-child'), /A link carries its name and how many keys it has, and not the keys\.$/);
  await use(visit);
  await followed(visit);
  assert.match(await visit.text('.own'), /The link only names them\./);
  assert.doesNotMatch(await shown(visit), /#/);
});

test('without the file the experiment runs on made-up keys', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=4&keys=2000&data=0123456789abcdef:48210:visitors.csv&t=1s');
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  assert.match(await visit.text('.missing-text'), /visitors\.csv, 48,210 keys\.$/);
  await visit.press('Use made-up keys instead');
  const state = await visit.settled();
  assert.equal(state.data, null);
  assert.match(state.caption.now, /^2,\d+ keys on 4 nodes/);
  assert.equal(await visit.page.$eval('.missing', (panel) => panel.checkVisibility()), false);
  await followed(visit);
  assert.ok(!(await shown(visit)).includes('data='));
});

test('back, forward and presets go between links with keys, without them, and with keys that are missing', async (t) => {
  const visit = await site.visit(t, '?lab=ring&data=0123456789abcdef:9:gone.txt&t=1s', {fresh: true});
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  const preset = () => visit.page.$$eval('.presets a', (links) => links[0].click());
  const missing = () => visit.page.$eval('.missing', (panel) => panel.checkVisibility());
  await preset();
  await visit.until(() => !document.querySelector('.missing').checkVisibility());
  await visit.press('Pause');
  const {data: own} = await bring(t, visit, 'small.txt', 'alice\nbob\n');
  await preset();
  await visit.until(() => !location.search.includes('data='));
  assert.equal((await visit.state()).data, null);
  await visit.page.goBack();
  await visit.until(() => location.hash.startsWith('#d=1.'));
  await visit.says('.own-name', 'small.txt');
  assert.deepEqual((await visit.settled()).data, own);
  await visit.page.goBack();
  await visit.until(() => location.search.includes('gone.txt'));
  await visit.until(() => document.querySelector('.missing').checkVisibility());
  await visit.page.goForward();
  await visit.says('.own-name', 'small.txt');
  assert.equal(await missing(), false);
});

test('a fragment that somebody types in the address bar is opened, too', async (t) => {
  const visit = await site.visit(t, link, {fresh: true});
  const {link: saved, data} = await bring(t, visit, 'small.txt', 'alice\nbob\n');
  await visit.page.goto('about:blank');
  await visit.page.goto(visit.base + saved.split('#')[0]);
  await visit.live();
  await visit.until(() => document.querySelector('.missing')?.checkVisibility());
  await visit.page.evaluate((hash) => { location.hash = hash; }, saved.slice(saved.indexOf('#')));
  await visit.until(() => !JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.data.missing);
  assert.deepEqual((await visit.settled()).data, data);
});

test('a fragment that is damaged, too large, of a later version or of other keys says so, and the keys are asked for', async (t) => {
  const named = '?lab=ring&data=0123456789abcdef:2:people.txt&t=1s';
  const pack = (bytes) => '#d=1.' + deflateRawSync(bytes).toString('base64url');
  const visit = await site.visit(t, link, {fresh: true});
  for (const [fragment, message] of [
    ['#d=1.!', /cut off or was changed/],
    [pack(Buffer.from([1, 97, 1])).slice(0, -2), /cut off or was changed/],
    [pack(Buffer.from([9, 97, 1])), /packed keys are damaged/],
    [pack(Buffer.alloc(16 << 20)), /more than 16 KB/],
    ['#d=2.AAAA', /version 2/],
    [pack(Buffer.from([1, 97, 1, 1, 98, 2])), /others than the ones that it names/],
  ]) {
    await visit.page.goto('about:blank');
    await visit.page.goto(visit.base + named + fragment);
    await visit.live();
    await visit.until(() => document.querySelector('.notice') && document.querySelector('.missing')?.checkVisibility());
    assert.match(await visit.text('.notice p'), message);
    assert.match(await visit.text('.missing-text'), /people\.txt, 2 keys/);
  }
});

test('the skip links lead to their places and leave the scenario and its keys alone', async (t) => {
  const visit = await site.visit(t, link, {fresh: true});
  const {link: saved, data} = await bring(t, visit, 'small.txt', 'alice\nbob\n');
  await visit.page.focus('.skip');
  await visit.page.keyboard.press('Enter');
  assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'stage');
  await visit.frames(20);
  assert.deepEqual((await visit.state()).data, data);
  assert.equal(await shown(visit), saved);
});

for (const [where, viewport] of [['a desktop', {width: 1440, height: 900}], ['a phone', phone], ['320 pixels', {width: 320, height: 640}]]) {
  test(`axe finds nothing where keys are missing, on ${where} in both themes, and it fits`, async (t) => {
    const visit = await site.visit(t, '?lab=ring&data=0123456789abcdef:48210:visitors%20of%20the%20whole%20year%20and%20of%20the%20one%20before.csv&t=1s', {viewport});
    await visit.until(() => document.querySelector('.missing')?.checkVisibility());
    for (const theme of ['light', 'dark']) {
      await visit.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: theme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);
      await clean(visit, theme);
    }
    assert.ok(await visit.page.$eval('.missing', (panel) => {
      const [inner, outer] = [panel.getBoundingClientRect(), document.getElementById('scene').getBoundingClientRect()];
      return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
    }));
  });
}
