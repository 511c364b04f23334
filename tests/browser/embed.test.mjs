import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {ask, hosting, inFrame} from './hosts.mjs';

const host = hosting();

const moment = '?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&t=2s';
const one = '<headroom-lab lab="ring" nodes="4" keys="20000" do="1s:add:cache-e" t="2s" title="A ring"></headroom-lab>';
const far = '<div class="far"></div>';

/** The boxes of all embeds, to a tenth of a pixel. */
const boxes = (visit) => visit.page.$$eval('headroom-lab', (labs) => labs.map((lab) => {
  const {top, width, height} = lab.getBoundingClientRect();
  return [top, width, height].map((x) => Math.round(x * 10) / 10);
}));

/** Whether two heights are the same but for rounding. */
const close = (a, b) => Math.abs(a - b) <= 1;

test('an embed is a picture of its scenario first, and the playground when asked', async (t) => {
  const visit = await host.host(t, `<p>Before</p>${one}<p>After</p>`);
  const [before] = await boxes(visit);
  await visit.pictured(0);
  const image = await visit.inside(0, 'img');
  const {alt, src, natural} = await image.evaluate(({alt, src, naturalWidth, naturalHeight}) => ({alt, src, natural: [naturalWidth, naturalHeight]}));
  assert.equal(alt, 'A ring');
  assert.match(src, /\/render\.svg\?lab=ring&nodes=4&keys=20000&do=1s:add:cache-e&t=2s&theme=auto&width=760&height=512$/);
  assert.deepEqual(natural, [760, 512]);
  assert.deepEqual((await boxes(visit))[0], before, 'the picture takes the room that was kept for it');
  assert.equal(await visit.framed(0), false, 'nothing runs before somebody asks');
  const frame = await visit.run(0);
  const state = await ask(frame);
  assert.match(state.link, /^\?lab=ring&v=1&nodes=4&keys=20000&do=1s:add:cache-e&t=2/);
  assert.ok(state.playing, 'whoever presses Run sees it run');
  assert.ok(close((await boxes(visit))[0][2], before[2]), 'and it takes the room of the picture');
});

test('attributes and a link say the same', async (t) => {
  const visit = await host.host(t, `${one}<headroom-lab link="${moment}"></headroom-lab>`);
  const states = [];
  for (const i of [0, 1]) {
    const frame = await visit.run(i);
    states.push({...await ask(frame, {op: 'seek', t: 2}), rev: 0});
  }
  assert.equal(states[0].link, states[1].link);
});

test('focus and scroll stay where they are while embeds load, and when they run by themselves', async (t) => {
  const visit = await host.host(t, `<input id="field"><p>Words</p><headroom-lab lab="ring" autoload="visible"></headroom-lab>${far}<headroom-lab lab="ring" t="1s" autoload="visible"></headroom-lab>${far}`, {
    before: () => addEventListener('DOMContentLoaded', () => document.getElementById('field')?.focus()),
  });
  await visit.page.evaluate(() => scrollTo(0, 40));
  const frame = await visit.running(0);
  await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.t > 0.2);
  assert.deepEqual(await visit.page.evaluate(() => [document.activeElement.id, scrollY]), ['field', 40]);
  assert.equal(await visit.framed(1), false, 'far away nothing runs');
  await visit.page.keyboard.type('abc');
  assert.equal(await visit.page.$eval('#field', (field) => field.value), 'abc');
  await visit.page.evaluate(() => document.querySelectorAll('headroom-lab')[1].scrollIntoView());
  const other = await visit.running(1);
  assert.equal((await ask(other)).playing, false, 'what names a moment rests there');
  assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'field');
});

test('by keyboard the focus goes along into the frame, and nothing scrolls', async (t) => {
  const visit = await host.host(t, `<p>Words</p>${one}${far}`);
  await visit.pictured(0);
  await visit.page.evaluate(() => scrollTo(0, 120));
  await (await visit.inside(0, 'button')).focus();
  await visit.page.evaluate(() => scrollTo(0, 120));
  await visit.page.keyboard.press('Enter');
  const frame = await visit.running(0);
  await inFrame(frame, () => document.activeElement?.getAttribute('aria-label') === 'Pause');
  assert.equal(await visit.page.evaluate(() => document.activeElement.localName), 'headroom-lab');
  assert.equal(await visit.page.evaluate(() => scrollY), 120);
  await visit.page.keyboard.press('Space');
  await inFrame(frame, () => document.activeElement?.getAttribute('aria-label') === 'Play');
});

test('a click that is not on the keyboard leaves the focus to the page', async (t) => {
  const visit = await host.host(t, one);
  await visit.run(0);
  assert.notEqual(await visit.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.localName), 'iframe');
});

for (const sandbox of ['', 'allow-scripts', 'allow-scripts allow-same-origin']) {
  test(`it runs in a sandbox: "${sandbox}"`, async (t) => {
    const visit = await host.host(t, `<headroom-lab lab="ring" nodes="4" t="1s" sandbox="${sandbox}" show="add,timeline"></headroom-lab>`);
    await visit.listen(0);
    const frame = await visit.run(0);
    const storage = await frame.evaluate(() => { try { return typeof localStorage; } catch (error) { return error.name; } });
    assert.equal(storage, sandbox.includes('same-origin') ? 'object' : 'SecurityError');
    await (await frame.$('.offered .button')).click();
    await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.parts.rows.length === 5);
    await visit.until(() => globalThis.heard.some(({type, link}) => type === 'change' && link.includes('add:cache-e')));
    assert.equal((await visit.heard('ready')).length, 1);
  });
}

test('three run at once, each its own scenario', async (t) => {
  const visit = await host.host(t, [3, 4, 6].map((nodes) => `<headroom-lab lab="ring" nodes="${nodes}"></headroom-lab>`).join(''));
  const frames = [];
  for (const i of [0, 1, 2]) frames.push(await visit.run(i));
  const rows = await Promise.all(frames.map(async (frame) => (await ask(frame)).parts.rows.length));
  assert.deepEqual(rows, [3, 4, 6]);
  const titles = await Promise.all([0, 1, 2].map(async (i) => (await visit.inside(i, 'iframe')).evaluate((frame) => frame.title)));
  assert.equal(new Set(titles).size, 3, 'each frame has a name of its own');
});

test('a fifth waits for a click; the one used longest ago goes back to its picture, as it was left', async (t) => {
  const labs = [2, 3, 4, 5, 6].map((nodes) => `<headroom-lab lab="ring" nodes="${nodes}" keys="1000" t="1s" autoload="visible" show="add" height="260"></headroom-lab>`);
  const visit = await host.host(t, labs.join(''), {viewport: {width: 900, height: 1500}});
  const frames = [];
  for (const i of [0, 1, 2, 3]) frames.push(await visit.running(i));
  await visit.frames(10);
  assert.equal(await visit.framed(4), false, 'the fifth is a picture, though it is seen');
  await (await frames[0].$('.offered .button')).click(); // the first is used, so the second is the one used longest ago
  await (await frames[1].$('.offered .button')).evaluate((button) => button.click()); // which no person did
  await visit.run(4);
  await visit.until(() => !document.querySelectorAll('headroom-lab')[1].shadowRoot.querySelector('iframe'));
  assert.deepEqual(await Promise.all([0, 1, 2, 3, 4].map((i) => visit.framed(i))), [true, false, true, true, true]);
  assert.match(await (await visit.inside(1, 'img')).evaluate((image) => image.src), /nodes=3.*do=1s:add:cache-d/, 'the picture is of the present state');
  assert.match(await (await visit.inside(1, 'a')).evaluate((anchor) => anchor.href), /nodes=3.*do=1s:add:cache-d/, 'and so is the way to the playground');
  const again = await visit.run(1);
  assert.equal((await ask(again)).parts.rows.length, 4, 'and goes on from there');
});

test('out of sight it rests, and goes on in sight', async (t) => {
  const visit = await host.host(t, `<headroom-lab lab="ring"></headroom-lab>${far}`);
  const frame = await visit.run(0);
  const time = async () => (await ask(frame)).t;
  await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.t > 0.2);
  await visit.page.evaluate(() => scrollTo(0, 2000));
  let [before, after] = [-1, await time()];
  for (let i = 0; before !== after && i < 50; i++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    [before, after] = [after, await time()];
  }
  assert.equal(before, after, 'time rests');
  assert.ok((await ask(frame)).playing, 'without being paused');
  await visit.page.evaluate(() => scrollTo(0, 0));
  await inFrame(frame, (t) => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.t > t, after);
});

test('Open in Headroom leads to the present state, in a tab of its own', async (t) => {
  const visit = await host.host(t, `<headroom-lab link="${moment}" show="add"></headroom-lab>`);
  assert.equal(await (await visit.inside(0, 'a')).evaluate((link) => link.href), visit.playground + moment, 'from the picture, too');
  const frame = await visit.run(0);
  await (await frame.$('.play')).click();
  await (await frame.$('.offered .button')).click();
  await inFrame(frame, () => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.parts.rows.length === 6);
  const opened = new Promise((resolve) => visit.page.browserContext().once('targetcreated', resolve));
  await (await frame.$('#open')).click();
  const target = await opened;
  const {link} = await ask(frame);
  assert.equal(target.url(), visit.playground + link);
  assert.deepEqual(await frame.$eval('#open', ({target, rel}) => [target, rel]), ['_blank', 'noopener']);
});

test('it tells when it is ready, what changes, and what goes wrong', async (t) => {
  const visit = await host.host(t, `<headroom-lab link="${moment}" show="add"></headroom-lab>`);
  await visit.listen(0);
  const frame = await visit.run(0);
  await ask(frame, {op: 'pause'});
  assert.match((await visit.heard('ready'))[0].link, /^\?lab=ring&v=1&nodes=4/);
  await (await frame.$('.offered .button')).click();
  await visit.until(() => globalThis.heard.some(({type, link}) => type === 'change' && link.includes('add:cache-f')));
  visit.expect(/console: .*exit code: 2/);
  await frame.evaluate(() => globalThis.headroom.send()); // a panic where nothing recovers
  await visit.until(() => globalThis.heard.some(({type}) => type === 'error'));
  assert.match((await visit.heard('error'))[0].message, /The simulation has stopped/);
  assert.match(await frame.$eval('#failure', (box) => box.textContent), /Reload/);
});

test('a program that does not arrive is told to the page and to its reader', async (t) => {
  const visit = await host.host(t, one, {intercept: (request) => request.url().endsWith('.wasm') && request.abort()});
  visit.expect(/failed: .*headroom\.wasm/);
  await visit.listen(0);
  const frame = await visit.run(0);
  assert.match((await visit.heard('error'))[0].message, /did not arrive/);
  await inFrame(frame, () => document.getElementById('failure').checkVisibility());
});

test('a link that cannot be read is told to the page, and the frame shows what there is', async (t) => {
  const visit = await host.host(t, '<headroom-lab lab="nowhere"></headroom-lab><headroom-lab link="http://"></headroom-lab>');
  visit.expect(/^400: .*render\.svg\?lab=nowhere/, /console: .*400/); // it has no picture either
  await visit.listen(0);
  const frame = await visit.run(0);
  await visit.until(() => globalThis.heard.some(({type}) => type === 'error'));
  assert.match((await visit.heard('error'))[0].message, /there is no lab "nowhere"; the labs are ring/);
  assert.equal((await ask(frame)).lab.id, 'ring');
  await visit.run(1);
});

test('what does not come keeps no place, and can be asked for again', async (t) => {
  let held = true;
  const visit = await host.host(t, '<headroom-lab lab="ring"></headroom-lab>', {
    before: () => { // the first time nobody waits for long
      const real = globalThis.setTimeout;
      let first = true;
      globalThis.setTimeout = /** @type {any} */ ((f, ms, ...more) => {
        if (ms !== 30_000 || !first) return real(f, ms, ...more);
        first = false;
        return real(f, 300, ...more);
      });
    },
    intercept: (request) => held && request.url().includes('/embed.html'),
  });
  await visit.listen(0);
  await (await visit.inside(0, 'button')).click();
  await visit.until(() => globalThis.heard.some(({type}) => type === 'error'));
  assert.match((await visit.heard('error'))[0].message, /^Nothing came from /);
  assert.equal(await visit.framed(0), false);
  held = false;
  await visit.run(0);
});

test('messages from anybody else change nothing', async (t) => {
  const visit = await host.host(t, `${one}<iframe id="other" src="${host.page('<p>Another frame</p>')}" title="Another"></iframe>`);
  await visit.listen(0);
  const frame = await visit.run(0);
  await ask(frame, {op: 'pause'});
  await visit.frames(20);
  const [before, heard] = [await boxes(visit), (await visit.page.evaluate(() => globalThis.heard)).length];
  const lies = [{type: 'height', height: 3000}, {type: 'ready', link: '?lab=other'}, {type: 'change', link: '?lab=other'}, {type: 'error', message: 'boo'}, {type: 'rested', link: '?x'}];
  const other = visit.page.frames().find((one) => one.parentFrame() && one !== frame);
  for (const lie of lies) {
    await visit.page.evaluate((lie) => postMessage({headroom: 1, ...lie}, '*'), lie);
    await other.evaluate((lie) => parent.postMessage({headroom: 1, ...lie}, '*'), lie);
  }
  for (const message of [{type: 'theme', theme: 'dark'}, {type: 'rest'}]) {
    await other.evaluate((message) => { for (let i = 0; i < parent.length; i++) parent[i].postMessage({headroom: 1, ...message}, '*'); }, message);
    await frame.evaluate((message) => postMessage({headroom: 1, ...message}, '*'), message);
  }
  await ask(frame, {op: 'play'});
  await visit.frames(20);
  assert.deepEqual(await boxes(visit), before);
  assert.equal((await visit.page.evaluate(() => globalThis.heard)).filter(({link, message}) => message || link.includes('other')).length, 0);
  assert.ok(heard > 0);
  assert.ok((await ask(frame)).playing, 'nobody but the page around it makes it rest');
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), undefined);
});

test('the page of the playground itself refuses to be framed', async (t) => {
  const visit = await host.host(t, `<iframe src="${host.base}${moment}" title="The page"></iframe>`);
  visit.expect(/console: .*frame-ancestors/, /failed: .*|console: .*/);
  await visit.frames(5);
  const frame = visit.page.frames().find((one) => one.parentFrame());
  assert.doesNotMatch(await frame.evaluate(() => document.body.textContent), /Headroom/);
});

test('the script twice is the script once, and an embed survives being moved', async (t) => {
  const visit = await host.host(t, `<div id="a">${one}</div><div id="b"></div>`, {scripts: 2});
  const frame = await visit.run(0);
  await ask(frame, {op: 'do', action: 'add', args: ['cache-x']});
  await inFrame(frame, () => document.querySelector('#inspector').textContent.includes('cache-x'));
  await visit.listen(0);
  await visit.until(() => globalThis.heard.some(({link}) => link?.includes('cache-x')));
  await visit.page.evaluate(() => document.getElementById('b').append(document.querySelector('headroom-lab')));
  assert.equal(await visit.framed(0), false);
  const again = await visit.run(0);
  assert.match((await ask(again)).link, /cache-x/);
});

test('attributes that change open the embed anew', async (t) => {
  const visit = await host.host(t, one);
  await visit.run(0);
  await visit.page.$eval('headroom-lab', (lab) => lab.setAttribute('nodes', '7'));
  const frame = await visit.running(0);
  assert.equal((await ask(frame)).parts.rows.filter(({name}) => name <= 'cache-g').length, 7);
  await visit.page.$eval('headroom-lab', (lab) => lab.setAttribute('class', 'wide'));
  await visit.page.$eval('headroom-lab', (lab) => lab.setAttribute('theme', 'dark'));
  await inFrame(frame, () => document.documentElement.dataset.theme === 'dark');
  assert.equal((await (await visit.inside(0, 'iframe')).contentFrame()), frame, 'a theme changes without starting again');
});

test('axe finds nothing in a page with embeds, and in the embed', async (t) => {
  const visit = await host.host(t, `${one}<headroom-lab lab="ring" show="add,remove,weight,hash,virtual-nodes,name,timeline,caption"></headroom-lab>`);
  await visit.pictured(0);
  await clean(visit, 'with pictures', 15);
  await visit.run(0);
  const frame = await visit.run(1);
  await clean(visit, 'with one that runs', 15);
  await clean({page: frame}, 'inside', 15);
  await (await frame.$('.offered .asks')).click();
  await clean({page: frame}, 'with a choice of parts', 15);
  await (await frame.$('#stage')).press('?');
  await clean({page: frame}, 'with the keys', 15);
});

for (const width of [280, 320, 390, 760]) {
  test(`it fits into ${width} pixels`, async (t) => {
    const visit = await host.host(t, '<div id="room"><headroom-lab lab="ring" show="add,remove,kill,weight,method,hash,virtual-nodes,keys,timeline,caption"></headroom-lab></div>', {viewport: {width: 800, height: 1200}});
    await visit.page.$eval('#room', (room, width) => { room.style.width = width + 'px'; }, width);
    const frame = await visit.run(0);
    await inFrame(frame, () => document.getElementById('frame').offsetHeight <= innerHeight);
    const {over, tall} = await frame.evaluate(() => ({
      over: [...document.querySelectorAll('#frame *')].filter((element) => element.checkVisibility() && !element.closest('.away, .inspector, .tooltip, svg') &&
        (element.getBoundingClientRect().right > innerWidth + 0.5 || element.getBoundingClientRect().left < -0.5)).map((element) => element.className || element.id),
      tall: document.documentElement.scrollHeight - innerHeight,
    }));
    assert.deepEqual(over, [], 'nothing sticks out');
    assert.ok(tall <= 0, 'nothing is cut off below');
  });
}
