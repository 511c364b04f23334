import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {phone} from './harness.mjs';
import {first, openDialog, use} from './datasteps.mjs';
import {ask, hosting} from './hosts.mjs';

const host = hosting();

const moment = '?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&t=2s';
const clipboard = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'];

/** Opens the dialog on a page of the playground. */
async function opened(t, link = moment, options = {}) {
  const visit = await host.visit(t, link, options);
  await visit.press('Embed');
  await visit.until(() => document.querySelector('.embedding')?.open);
  return visit;
}

const codes = (visit) => visit.page.$$eval('.embedding textarea', (fields) => fields.map((field) => field.value));

/** Waits until the codes hold something. */
const follows = (visit, part) => visit.until((part) => document.querySelector('.embedding textarea').value.includes(part), part);

/** Ticks or chooses something in the dialog. */
const choose = (visit, value) => visit.page.$eval(`.embedding [value="${value}"]`, (input) => input.click());

test('both codes name every parameter, so that they keep their meaning', async (t) => {
  const visit = await opened(t);
  const pinned = (await visit.send({op: 'pin'})).data;
  const {params} = await visit.state();
  const [element, frame] = (await codes(visit)).map((code) => code.replaceAll('&amp;', '&'));
  for (const {key} of params) assert.ok(new URLSearchParams(pinned).has(key), key);
  assert.ok(element.includes(`<script src="${visit.base}embed.js" async></script>`));
  assert.ok(element.includes(`link="${pinned}"`), element);
  assert.ok(frame.includes(`src="${visit.base}embed.html${pinned}&show=timeline,caption&theme=auto"`), frame);
  assert.match(frame, /title="Hash ring: .*" width="100%" height="\d+"/);
});

test('what is chosen is in the codes and in the preview', async (t) => {
  const visit = await opened(t);
  for (const value of ['add', 'virtual-nodes', 'dark', 'visible', 'fixed']) await choose(visit, value);
  await visit.page.$eval('.embedding [type=number]', (field) => { field.value = '480'; field.dispatchEvent(new Event('input', {bubbles: true})); });
  await follows(visit, 'height="480"');
  const [element, frame] = await codes(visit);
  assert.match(element, /show="timeline,caption,add,virtual-nodes" theme="dark" autoload="visible" height="480"/);
  assert.match(frame, /show=timeline,caption,add,virtual-nodes&amp;theme=dark"/);
  assert.match(frame, /height="480"/);
  await visit.until(() => document.querySelector('headroom-lab').shadowRoot.querySelector('.live'));
  assert.equal(await visit.page.$eval('headroom-lab', (lab) => lab.offsetHeight), 480);
  const inner = await (await visit.page.$('headroom-lab >>> iframe')).contentFrame();
  assert.deepEqual(await inner.$$eval('.offered .button, .offered .field', (all) => all.map((one) => one.dataset.key ?? one.textContent)), ['Add node', 'virtual-nodes']);
});

test('the code runs in somebody else\'s page, at the moment that was on screen', async (t) => {
  const visit = await opened(t);
  const {link} = await visit.state();
  const [element, frame] = await codes(visit);
  const other = await host.host(t, element.split('\n')[1] + frame.replace('loading="lazy"', ''));
  const first = await other.run(0);
  assert.ok((await ask(first, {op: 'seek', t: 2})).link === link);
  const plain = other.page.frames().find((one) => one.parentFrame() && one !== first);
  await plain.waitForSelector('[data-live]');
  assert.equal((await ask(plain)).link, link);
});

test('a code is copied, and where the clipboard is refused it stands there selected', async (t) => {
  const visit = await opened(t, moment, {allow: clipboard});
  await visit.press('Copy the code: element');
  await visit.says('.embedding-code [role=status]', 'copied');
  assert.equal(await visit.page.evaluate(() => navigator.clipboard.readText()), (await codes(visit))[0]);
  assert.equal(await visit.focused(), 'Copy the code: element');
  await visit.page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError')); });
  await visit.press('Copy the code: frame');
  await visit.until(() => document.activeElement.localName === 'textarea');
  assert.equal(await visit.page.evaluate(() => getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), (await codes(visit))[1]);
});

test('Escape closes it, the focus goes back, and what was playing in the preview is gone', async (t) => {
  const visit = await opened(t);
  assert.equal(await visit.page.evaluate(() => document.activeElement.closest('dialog')?.className), 'embedding', 'the focus is in the dialog');
  await visit.page.keyboard.press('Escape');
  assert.equal(await visit.focused(), 'Embed');
  assert.equal(await visit.page.$('headroom-lab'), null);
  await visit.press('Add node');
  await visit.settled();
  await visit.press('Embed');
  await follows(visit, 'add:cache-f');
});

test('it says what becomes of a person\'s own keys', async (t) => {
  const visit = await host.visit(t, '?lab=ring&t=1s');
  await openDialog(visit);
  await visit.page.type('#data-text', 'alice\nbob\nalice');
  await first(visit);
  await use(visit);
  await visit.press('Embed');
  await visit.says('.embedding [role=status]', 'travel in the code');
  assert.match((await codes(visit))[0], /data=[0-9a-f]{16}:2:[^"]*#d=1\.[-\w]+"/);
  const other = await opened(t, '?lab=ring&data=0123456789abcdef:5:orders.csv');
  await other.says('.embedding [role=status]', 'neutral frame');
});

test('a dialog that does not arrive is said, and the next press tries again', async (t) => {
  let lost = true;
  const visit = await host.visit(t, moment, {intercept: (request) => lost && request.url().endsWith('/embedding.css') && request.abort()});
  visit.expect(/failed: .*embedding\.css/, /console: .*embedding\.css/);
  await visit.press('Embed');
  await visit.says('#notices', 'press Embed again');
  lost = false;
  await visit.press('Embed');
  await visit.until(() => document.querySelector('.embedding')?.open);
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in it in the ${theme} theme`, async (t) => {
    const visit = await opened(t, moment, {media: {'prefers-color-scheme': theme}});
    await visit.until(() => document.querySelector('headroom-lab').shadowRoot.querySelector('img').complete);
    await clean(visit, 'with the picture');
  });
}

for (const [what, viewport] of [['a phone', phone], ['320 pixels', {width: 320, height: 640}]]) {
  test(`on ${what} it scrolls down and not sideways`, async (t) => {
    const visit = await opened(t, moment, {viewport});
    const {sideways, over} = await visit.page.$eval('.embedding', (dialog) => ({
      sideways: [dialog, ...dialog.querySelectorAll('*')].filter((one) => !one.matches('textarea') && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible').map((one) => one.className),
      over: dialog.getBoundingClientRect().right > innerWidth,
    }));
    assert.deepEqual(sideways, []);
    assert.equal(over, false);
    await clean(visit, what);
  });
}
