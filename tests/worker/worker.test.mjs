import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {ask, dist, startEdge, startNative} from './edge.mjs';

/** The worker answers as the native server does, byte for byte. */

let edge, native;
before(async () => { [edge, native] = await Promise.all([startEdge(), startNative()]); });
after(async () => { native?.stop(); await edge?.stop(); });

/** What the way adds, on either side. */
const way = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'cf-cache-status'];

/** What an answer says, without what the way adds. @param {Awaited<ReturnType<typeof ask>>} answer */
function said({status, headers, text}) {
  const kept = Object.entries(headers).filter(([name]) => !way.includes(name)).sort();
  return {status, headers: Object.fromEntries(kept), text};
}

/** The page names itself in full, so both are asked by one name. */
const named = {Host: 'headroom.example'};

/** Asks both and requires the same answer, which it returns.
 * @param {string} path @param {{method?: string, headers?: Record<string, string>}} [options] */
async function same(path, {method, headers} = {}) {
  const options = {method, headers: {...named, ...headers}};
  const [ours, theirs] = await Promise.all([ask(edge.base, path, options), ask(native.base, path, options)]);
  assert.deepEqual(said(ours), said(theirs), path);
  return ours;
}

/** Every link of the corpus of those that must keep working. */
const links = readFileSync(new URL('../conformance/links.txt', import.meta.url), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#')).map((line) => line.slice(line.indexOf(' ') + 1))
  .filter((link) => link.startsWith('?'));

/** The links of the presets. */
const presets = Object.keys(JSON.parse(readFileSync(dist + '/pictures/index.json', 'utf8')).pictures);

const small = '?lab=ring&nodes=7&keys=3000';
/** As many keys as there may be, placed more often than a picture may. */
const dear = '?lab=ring&keys=1000000&do=1s:add:a&do=2s:add:b&do=3s:add:c&do=4s:add:d&do=5s:add:e&t=6s';
/** Keys that only the person who made the link has. */
const owned = '?lab=ring&data=0123456789abcdef:4711:customers.csv';

test('the page of every link is the same, head, picture and all', async () => {
  const bare = [];
  for (const link of links) {
    const {status, text} = await same('/' + link);
    assert.equal(status, 200);
    if (!/<title>[^<]+ · Headroom<\/title>[^]*<div class="wide"><svg /.test(text)) bare.push(link);
  }
  assert.ok(links.length > 30 && bare.length <= 1, `one picture may be too large, but ${bare}`);
});

test('the page for frames is the same', async () => {
  for (const path of ['/embed', '/embed.html', '/embed' + small, '/embed.html' + small + '&theme=dark&show=nodes', '/embed' + owned]) {
    const {status, text} = await same(path);
    assert.equal(status, 200);
    assert.match(text, /<div class="wide"><svg /, path);
  }
});

test('the picture of every preset is the one the build has made, in every theme', async () => {
  assert.ok(presets.length > 5);
  for (const link of presets) {
    for (const how of ['', '&theme=light', '&theme=dark', '&theme=auto', '&theme=light&width=880']) {
      const {status, headers, text} = await same('/render.svg' + link + how);
      assert.equal(status, 200);
      assert.match(headers.etag, /^"[A-Za-z0-9_-]{24}"$/);
      assert.match(text, /^<svg /);
    }
  }
});

test('what is drawn is the same in every theme and size', async () => {
  for (const how of ['', '&theme=light', '&theme=dark', '&theme=auto', '&width=280&height=200', '&width=4000&height=4000&theme=dark',
    '&do=1s:add:x&t=2s', '&show=nodes&autoload=visible', '&utm_source=a%20b+c']) {
    assert.equal((await same('/render.svg' + small + how)).status, 200, how);
  }
  for (const path of ['/render.svg', '/render.svg?', '/render.svg?theme=dark', '/render.svg?lab=ring&&nodes=%36', '/render.svg' + owned,
    `/render.svg?lab=ring&do=1s:add:"<b>'ü`]) {
    assert.equal((await same(encodeURI(path).replaceAll('%25', '%'))).status, 200, path);
  }
});

test('refusals are the same', async () => {
  const reasons = {
    [dear]: 422,
    '?lab=nowhere': 400, '?lab=ring&theme=pink': 400, '?width=279': 400, '?height=1e3': 400, '?width=': 400, '?theme=dark&width=99999': 400,
  };
  for (const [link, status] of Object.entries(reasons)) {
    for (let turn = 0; turn < 2; turn++) assert.equal((await same('/render.svg' + link)).status, status, link);
  }
  for (const {base} of [edge, native]) {
    const page = await ask(base, '/' + dear);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<div class="wide">/, 'a page goes without');
  }
});

test('the same link is the same answer again and again, and once there need not be sent', async () => {
  for (const path of ['/' + small + '&seed=2', '/embed' + small + '&seed=2', '/render.svg' + small + '&seed=2', '/render.svg' + presets[0]]) {
    const first = await same(path);
    assert.equal(first.status, 200);
    for (let turn = 0; turn < 2; turn++) {
      const again = await same(path);
      assert.deepEqual(said(again), said(first));
      if (!path.endsWith(presets[0])) assert.equal(again.headers['cf-cache-status'], 'HIT', path);
    }
    for (const had of [first.headers.etag, `"other", W/${first.headers.etag}`, '*']) {
      for (const method of ['GET', 'HEAD']) {
        const {status, text} = await same(path, {method, headers: {'If-None-Match': had}});
        assert.deepEqual([status, text], [304, ''], had);
      }
    }
    assert.deepEqual(said(await same(path, {headers: {'If-None-Match': '"other"'}})), said(first));
  }
});

test('whoever has an answer need not wait for it either', async () => {
  for (const path of ['/' + small + '&seed=3', '/render.svg' + small + '&seed=3']) {
    const {headers: {etag}} = await ask(native.base, path, {headers: named});
    assert.equal((await same(path, {headers: {'If-None-Match': etag}})).status, 304);
  }
});

test('requests that come at once do not meet', async () => {
  const paths = Array.from({length: 24}, (_, i) => `${['/', '/embed', '/render.svg'][i % 3]}${small}&seed=${100 + i}`);
  const answers = await Promise.all(paths.map((path) => same(path)));
  assert.equal(new Set(answers.map(({headers}) => headers.etag)).size, paths.length);
});

test('the head alone is the head of the whole', async () => {
  for (const path of ['/' + small + '&seed=4', '/embed', '/render.svg' + small, '/render.svg' + presets[0], '/render.svg?lab=nowhere', '/gone']) {
    const head = await same(path, {method: 'HEAD'});
    const whole = await same(path);
    assert.equal(head.headers['content-length'], String(whole.body.length));
    assert.equal(head.text, '');
    assert.deepEqual(said({...head, text: whole.text}), said(whole));
  }
});

test('an answer depends on the address and on nothing else that is sent', async () => {
  const plain = await same('/' + small + '&seed=5');
  for (const odd of [{'X-Forwarded-Proto': 'https'}, {Cookie: 'a=b'}, {'Accept-Language': 'de'}, {'User-Agent': 'x'}]) {
    const path = '/' + small + '&seed=6&odd=' + Object.keys(odd);
    const other = await ask(edge.base, path, {headers: {...named, ...odd}});
    assert.deepEqual(said(other), said(await same(path)));
  }
  assert.match(plain.text, /"http:\/\/headroom\.example\/\?lab=ring/);
  const elsewhere = await same('/' + small + '&seed=5', {headers: {Host: 'elsewhere.example:81'}});
  assert.match(elsewhere.text, /"http:\/\/elsewhere\.example:81\/\?lab=ring/, 'not what was kept for another host');
});

test('what is not there and what is not possible is answered alike', async () => {
  for (const path of ['/nothing', '/assets/0123456789ab/gone.js', '/a/b/?lab=ring', '//', '/%20', '/.env', '/embed/', '/Embed', '/render.svg/']) {
    assert.equal((await same(path)).status, 404, path);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    assert.equal((await same('/?lab=ring', {method})).status, 405, method);
  }
  assert.equal((await ask(edge.base, '/%zz')).status, 400);
  assert.equal((await ask(native.base, '/%zz')).status, 400);
  assert.equal((await same('/healthz')).text, 'ok\n');
});
