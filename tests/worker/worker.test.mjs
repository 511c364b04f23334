import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {ask, startEdge, startNative} from './edge.mjs';

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

/** Asks both and requires the same answer, which it returns.
 * @param {string} path @param {Parameters<typeof ask>[2]} [options] */
async function same(path, options) {
  const [ours, theirs] = await Promise.all([ask(edge.base, path, options), ask(native.base, path, options)]);
  assert.deepEqual(said(ours), said(theirs), path);
  return ours;
}

/** Every link of the corpus of those that must keep working. */
const links = readFileSync(new URL('../conformance/links.txt', import.meta.url), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#')).map((line) => line.slice(line.indexOf(' ') + 1))
  .filter((link) => link.startsWith('?'));

test('the page of every link is the same, picture and all', async () => {
  const bare = [];
  for (const link of links) {
    const {status, text} = await same('/' + link);
    assert.equal(status, 200);
    if (!/<title>[^<]+ · Headroom<\/title>[^]*<div class="wide"><svg /.test(text)) bare.push(link);
  }
  assert.ok(links.length > 30 && bare.length <= 1, `one picture may be too large, but ${bare}`);
});

test('a page that is asked for again has not changed', async () => {
  const first = await same('/?lab=ring&nodes=7');
  assert.deepEqual(said(await same('/?lab=ring&nodes=7')), said(first));
  for (const method of ['GET', 'HEAD']) {
    const again = await same('/?lab=ring&nodes=7', {method, headers: {'If-None-Match': `"other", ${first.headers.etag}`}});
    assert.equal(again.status, 304);
    assert.equal(again.text, '');
  }
});

test('the head alone is the head of the whole', async () => {
  const whole = await same('/?lab=ring&nodes=6');
  const head = await same('/?lab=ring&nodes=6', {method: 'HEAD'});
  assert.deepEqual(head.headers['content-length'], String(whole.body.length));
  assert.equal(head.text, '');
  assert.deepEqual(said({...head, text: whole.text}), said(whole));
});

test('what is not there and what is not possible is answered alike', async () => {
  for (const path of ['/nothing', '/assets/0123456789ab/gone.js', '/a/b/?lab=ring', '//', '/%20', '/.env']) {
    assert.equal((await same(path)).status, 404, path);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    assert.equal((await same('/?lab=ring', {method})).status, 405, method);
  }
});
