import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import test from 'node:test';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';
import {ask, hosting, inFrame} from './hosts.mjs';

/**
 * What matters most about embeds, in another engine: Firefox, where there is one or one can be
 * installed. Where neither is so the tests say that they were left out.
 */

const firefox = execFileSync(fileURLToPath(new URL('../install/firefox.sh', import.meta.url)), {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']}).trim();

const host = firefox ? hosting(() => puppeteer.launch({browser: 'firefox', executablePath: firefox, protocolTimeout: 60_000})) : null;

/** @param {string} name @param {(t: import('node:test').TestContext) => Promise<void>} body */
function inFirefox(name, body) {
  test(`in Firefox: ${name}`, async (t) => {
    if (host) await body(t);
    else t.diagnostic('left out: no Firefox, and none can be installed');
  });
}

const far = '<div class="far"></div>';
const one = '<headroom-lab lab="ring" nodes="4" keys="20000" do="1s:add:cache-e" t="2s" show="add,remove"></headroom-lab>';

inFirefox('an embed is a picture first, and the playground when asked, in the same room', async (t) => {
  const visit = await host.host(t, one);
  await visit.pictured(0);
  assert.ok(await (await visit.inside(0, 'img')).evaluate((image) => image.naturalWidth > 700));
  const before = await visit.page.$eval('headroom-lab', (lab) => lab.getBoundingClientRect().height);
  const frame = await visit.run(0);
  assert.equal((await ask(frame)).parts.rows.length, 5);
  await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.playing);
  await visit.until((before) => Math.abs(document.querySelector('headroom-lab').getBoundingClientRect().height - before) <= 1, before);
});

inFirefox('focus and scroll stay where they are', async (t) => {
  const visit = await host.host(t, `<input id="field"><headroom-lab lab="ring" autoload="visible"></headroom-lab>${far}`);
  await visit.page.focus('#field');
  await visit.page.evaluate(() => scrollTo(0, 40));
  const frame = await visit.running(0);
  await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.t > 0.2);
  assert.deepEqual(await visit.page.evaluate(() => [document.activeElement.id, scrollY]), ['field', 40]);
});

inFirefox('by keyboard the focus goes along, and nothing scrolls', async (t) => {
  const visit = await host.host(t, `${one}${far}`);
  await visit.pictured(0);
  await (await visit.inside(0, 'button')).focus();
  await visit.page.evaluate(() => scrollTo(0, 100));
  await visit.page.keyboard.press('Enter');
  const frame = await visit.running(0);
  await inFrame(frame, () => document.activeElement?.getAttribute('aria-label') === 'Pause');
  assert.deepEqual(await visit.page.evaluate(() => [document.activeElement.localName, scrollY]), ['headroom-lab', 100]);
});

for (const sandbox of ['', 'allow-scripts']) {
  inFirefox(`it runs in a sandbox: "${sandbox}"`, async (t) => {
    const visit = await host.host(t, `<headroom-lab lab="ring" nodes="4" t="1s" sandbox="${sandbox}" show="add"></headroom-lab>`);
    await visit.listen(0);
    const frame = await visit.run(0);
    assert.equal(await frame.evaluate(() => { try { return typeof localStorage; } catch (error) { return error.name; } }), 'SecurityError');
    await frame.evaluate(() => document.querySelector('.offered .button').click());
    await visit.until(() => globalThis.heard.some(({type, link}) => type === 'change' && link.includes('add:cache-e')));
  });
}

inFirefox('three run at once, and out of sight they rest', async (t) => {
  const visit = await host.host(t, [3, 4, 6].map((nodes) => `<headroom-lab lab="ring" nodes="${nodes}" height="300"></headroom-lab>`).join('') + far, {viewport: {width: 900, height: 1100}});
  const frames = [];
  for (const i of [0, 1, 2]) frames.push(await visit.run(i));
  assert.deepEqual(await Promise.all(frames.map(async (frame) => (await ask(frame)).parts.rows.length)), [3, 4, 6]);
  await visit.page.evaluate(() => scrollTo(0, 3000));
  const times = () => Promise.all(frames.map(async (frame) => (await ask(frame)).t));
  let [before, after] = [[], await times()];
  for (let i = 0; String(before) !== String(after) && i < 50; i++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    [before, after] = [after, await times()];
  }
  assert.deepEqual(before, after);
});

inFirefox('a fifth waits for a click, and the one used longest ago makes room', async (t) => {
  const visit = await host.host(t, [2, 3, 4, 5, 6].map((nodes) => `<headroom-lab lab="ring" nodes="${nodes}" keys="1000" t="1s" autoload="visible" height="240"></headroom-lab>`).join(''), {viewport: {width: 900, height: 1400}});
  for (const i of [0, 1, 2, 3]) await visit.running(i);
  await visit.frames(10);
  assert.equal(await visit.framed(4), false);
  await visit.run(4);
  await visit.until(() => !document.querySelectorAll('headroom-lab')[0].shadowRoot.querySelector('iframe'));
  assert.deepEqual(await Promise.all([0, 1, 2, 3, 4].map((i) => visit.framed(i))), [false, true, true, true, true]);
});
