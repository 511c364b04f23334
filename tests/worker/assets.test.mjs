import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {ask, dist, startEdge, startNative, wranglerConfig} from './edge.mjs';

/** The platform serves the files of dist/ as the native server does, without the program. */

let edge, native;
before(async () => { [edge, native] = await Promise.all([startEdge(), startNative()]); });
after(async () => { native?.stop(); await edge?.stop(); });

/** What a browser is told about an answer. What it is tagged by is the platform's own affair. */
const told = ['access-control-allow-origin', 'cache-control', 'content-security-policy', 'content-type',
  'cross-origin-embedder-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy',
  'referrer-policy', 'x-content-type-options'];

/** What has no ending, such as LICENSE, has no type at the edge. @param {string} file @param {Record<string, string>} headers */
const policy = (file, headers) => Object.fromEntries(told
  .filter((name) => name !== 'content-type' || /\.\w+$/.test(file)).map((name) => [name, headers[name]]));

const names = readdirSync(dist, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(dist.length + 1)).sort();
const twins = names.filter((name) => /\.(br|gz)$/.test(name) && names.includes(name.slice(0, -3)));
const files = names.filter((name) => !twins.includes(name) && !/^[._]/.test(name));

test('every file goes out with the same bytes and under the same policy', async () => {
  assert.ok(files.length > 50);
  for (const name of files.filter((name) => !wranglerConfig().assets.run_worker_first.includes('/' + name))) {
    const [ours, theirs] = await Promise.all([ask(edge.base, '/' + name), ask(native.base, '/' + name)]);
    assert.deepEqual([ours.status, theirs.status], [200, 200], name);
    assert.ok(ours.body.equals(theirs.body), name);
    assert.deepEqual(policy(name, ours.headers), policy(name, theirs.headers), name);
    assert.equal((await ask(edge.base, '/' + name, {headers: {'If-None-Match': ours.headers.etag}})).status, 304, name);
  }
});

test('what is not for the public is not there', async () => {
  assert.ok(twins.length > 20);
  for (const name of [twins[0], twins.at(-1), '_headers', '.assetsignore', 'wrangler.jsonc', '.build/worker/entry.mjs']) {
    assert.equal((await ask(edge.base, '/' + name)).status, 404, name);
  }
});

test('no other page may frame the playground, and any may frame an embed', async () => {
  for (const path of ['/', '/index.html', '/?lab=ring', '/index.html?lab=ring&nodes=3', '/?' + 'x'.repeat(4000)]) {
    assert.match((await ask(edge.base, path)).headers['content-security-policy'], /frame-ancestors 'none'/, path);
  }
  for (const path of ['/embed', '/embed.html', '/embed?lab=ring']) {
    const {headers} = await ask(edge.base, path);
    assert.match(headers['content-security-policy'], /frame-ancestors \*/, path);
    assert.equal(headers['cross-origin-opener-policy'], undefined, path);
  }
});

test('a page is its file, filled in', async () => {
  for (const name of ['index.html', 'embed.html']) {
    const source = readFileSync(`${dist}/${name}`, 'utf8');
    const {text} = await ask(edge.base, '/' + name);
    const [before] = source.split('<!--headroom:head-->');
    assert.ok(before.length < source.length && text.startsWith(before), name);
    assert.doesNotMatch(text, /<!--headroom:/, name);
  }
});
