import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {dist} from './harness.mjs';
import {ask, hosting} from './hosts.mjs';

const host = hosting();

const types = {html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml'};

/** A host that only hands out the files of dist/, below a path of its own, and knows no headers. */
const files = createServer((request, response) => {
  const path = new URL(request.url, 'http://host').pathname;
  try {
    if (!path.startsWith('/docs/lab/')) throw new Error('elsewhere');
    const name = path.slice('/docs/lab/'.length) || 'index.html';
    const body = readFileSync(join(dist, name));
    response.writeHead(200, {'Content-Type': types[name.split('.').pop()]}).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
before(() => new Promise((resolve) => files.listen(0, 'localhost', () => resolve(undefined))));
after(() => { files.close(); files.closeAllConnections(); });

const paper = {light: [250, 250, 247], dark: [14, 17, 22]};

/** The colour of a pixel of what is on screen.
 * @param {import('./hosts.mjs').HostVisit} visit @param {number} x @param {number} y */
async function pixel(visit, x, y) {
  const shot = await visit.page.screenshot({encoding: 'base64', clip: {x, y, width: 1, height: 1}});
  return visit.page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))]));
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, shot);
}

/** A place in the picture or the scene of the first embed where nothing is drawn. */
async function corner(visit) {
  const {x, y} = await (await visit.lab(0)).boundingBox();
  return pixel(visit, x + 14, y + 30);
}

for (const [what, attributes, system, scheme, want] of [
  ['follows a dark system', '', 'dark', '', 'dark'],
  ['follows a light system', 'theme="auto"', 'light', '', 'light'],
  ['is dark on a light host that wants it so', 'theme="dark"', 'light', '', 'dark'],
  ['is light on a dark system where the host wants it so', 'theme="light"', 'dark', '', 'light'],
  ['follows a host that says which scheme it has', '', 'light', 'dark', 'dark'],
  ['follows a light host on a dark system', '', 'dark', 'light', 'light'],
]) {
  test(`an embed ${what}, as a picture and when it runs`, async (t) => {
    const visit = await host.host(t, `<headroom-lab lab="ring" nodes="4" t="1s" ${attributes}></headroom-lab>`, {media: {'prefers-color-scheme': system}});
    await visit.page.evaluate((scheme) => {
      document.documentElement.style.colorScheme = scheme;
      document.querySelector('main').append(document.querySelector('headroom-lab'));
    }, scheme);
    await visit.pictured(0);
    assert.deepEqual(await corner(visit), paper[want], 'the picture');
    await visit.run(0);
    await visit.frames(5);
    assert.deepEqual(await corner(visit), paper[want], 'the playground');
  });
}

test('on a static host below a path a neutral frame stands for the picture, and the playground runs', async (t) => {
  const home = `http://localhost:${files.address().port}/docs/lab/`;
  const real = host.base;
  host.base = home;
  t.after(() => { host.base = real; });
  const visit = await host.host(t, '<headroom-lab lab="ring" nodes="4" t="1s" title="A ring"></headroom-lab>');
  visit.expect(/404: .*\/docs\/lab\/render\.svg/, /console: .*404.*render\.svg/);
  await visit.pictured(0);
  assert.ok(await visit.inside(0, '.neutral'));
  assert.equal(await (await visit.inside(0, 'a')).evaluate((link) => link.href), `${home}?lab=ring&nodes=4&t=1s`);
  const frame = await visit.run(0);
  assert.equal((await ask(frame)).parts.rows.length, 4);
  await ask(frame, {op: 'pause'});
  const {link} = await ask(frame, {op: 'seek', t: 1});
  await frame.$eval('#open', (anchor) => anchor.dispatchEvent(new Event('pointerdown'))); // as before a click
  assert.equal(await frame.$eval('#open', (anchor) => anchor.href), home + link);
});

test('data of one\'s own leaves a neutral frame, and no server is asked for a picture', async (t) => {
  let asked = 0;
  const visit = await host.host(t, '<headroom-lab link="?lab=ring&data=0123456789abcdef:5:orders.csv" title="Our orders"></headroom-lab>',
    {intercept: (request) => { asked += Number(request.url().includes('render.svg')); }});
  await visit.pictured(0);
  assert.ok(await visit.inside(0, '.neutral'));
  const frame = await visit.run(0);
  assert.equal((await ask(frame)).data.missing, true);
  assert.match(await frame.$eval('#caption', (caption) => caption.textContent), /Open it in Headroom/);
  assert.equal(asked, 0);
});

test('as a plain frame it fills what it is given and follows nobody', async (t) => {
  const visit = await host.host(t, `<iframe src="${host.base}embed.html?lab=ring&nodes=4&t=1s&show=add" title="A ring" width="700" height="500" frameborder="0"></iframe>`);
  const frame = await (await visit.page.$('iframe')).contentFrame();
  await frame.waitForSelector('[data-live] .slim .button');
  assert.deepEqual(await frame.evaluate(() => [document.documentElement.scrollHeight, innerHeight]), [500, 500]);
  assert.equal(await frame.$eval('#frame', (box) => getComputedStyle(box).borderTopWidth), '1px', 'with a border of its own');
});

test('a height or a ratio that the host chose is kept', async (t) => {
  const visit = await host.host(t, '<headroom-lab lab="ring" t="1s" height="420"></headroom-lab><headroom-lab lab="ring" t="1s" ratio="2/1"></headroom-lab>');
  const heights = () => visit.page.$$eval('headroom-lab', (labs) => labs.map((lab) => Math.round(lab.getBoundingClientRect().height)));
  const before = await heights();
  assert.deepEqual(before, [420, 380]);
  for (const i of [0, 1]) await visit.run(i);
  await visit.frames(5);
  assert.deepEqual(await heights(), before);
});
