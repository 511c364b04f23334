import assert from 'node:assert/strict';
import {cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {after, before, test} from 'node:test';
import {ask, dist, startEdge, worker} from './edge.mjs';

/** The worker when its program does not start, or the platform fails it: what can do without does. */

/** A module that asks for something nobody has: import "a" "b" as a function. */
const startless = Buffer.from('0061736d01000000010401600000020701016101620000', 'hex');

let folder, edge;
before(async () => {
  folder = mkdtempSync(tmpdir() + '/headroom-worker-');
  cpSync(worker, folder, {recursive: true});
  writeFileSync(folder + '/app.wasm', startless);
  edge = await startEdge({built: folder});
});
after(async () => {
  await edge?.stop();
  rmSync(folder, {recursive: true, force: true});
});

test('pictures that the build has made need no program', async () => {
  for (const [link, name] of Object.entries(JSON.parse(readFileSync(dist + '/pictures/index.json', 'utf8')).pictures)) {
    const {status, body} = await ask(edge.base, `/render.svg${link}&theme=dark`);
    assert.equal(status, 200, link);
    assert.ok(body.equals(readFileSync(`${dist}/pictures/${name}-dark.svg`)), link);
  }
});

/** Answers are kept by the name that was asked, and the port will be another one. @param {string} path */
const askNamed = (path) => ask(edge.base, path, {headers: {Host: 'headroom.example'}});

const pages = [['/?lab=ring', 'index.html', "'none'"], ['/embed?lab=ring', 'embed.html', '\\*']];

test('a page goes out as it is, and under its policy', async () => {
  for (const [path, name, framing] of pages) {
    const {status, headers, body} = await askNamed(path);
    assert.equal(status, 200);
    assert.match(headers['content-security-policy'], new RegExp(`frame-ancestors ${framing}`));
    assert.ok(body.equals(readFileSync(`${dist}/${name}`)), name);
  }
});

test('what has to be drawn is a mistake', async () => {
  const {status, headers} = await askNamed('/render.svg?lab=ring&nodes=9');
  assert.equal(status, 500);
  assert.equal(headers['cache-control'], 'no-store');
});

test('nobody keeps any of it', async () => {
  cpSync(worker + '/app.wasm', folder + '/app.wasm');
  await edge.reload();
  for (const [path] of pages) assert.match((await askNamed(path)).text, /<div class="wide"><svg /);
  assert.equal((await askNamed('/render.svg?lab=ring&nodes=9')).status, 200);
});

/** The worker on a platform whose store of answers fails, and whose files do if told to by a header. */
const failing = `
import whole from './whole.mjs';
const fail = () => Promise.reject(new Error('the platform fails'));
Object.defineProperty(globalThis, 'caches', {value: {default: {match: fail, put: fail}}});
export default {
  fetch: (request, env, context) => whole.fetch(request, request.headers.has('No-Files') ? {...env, ASSETS: {fetch: fail}} : env, context),
};
`;
const noFiles = {headers: {'No-Files': 'yes'}};

test('when the platform fails, the program answers all the same', async () => {
  renameSync(folder + '/entry.mjs', folder + '/whole.mjs');
  writeFileSync(folder + '/entry.mjs', failing);
  await edge.reload();
  for (const [path] of pages) {
    const {status, text} = await ask(edge.base, path);
    assert.equal(status, 200, path);
    assert.match(text, /<div class="wide"><svg /, path);
  }
  const [[link, name]] = Object.entries(JSON.parse(readFileSync(dist + '/pictures/index.json', 'utf8')).pictures);
  for (const options of [{}, noFiles]) {
    assert.equal((await ask(edge.base, '/render.svg?lab=ring&nodes=9', options)).status, 200);
    const {status, body} = await ask(edge.base, `/render.svg${link}&theme=dark`, options);
    assert.equal(status, 200);
    assert.ok(body.equals(readFileSync(`${dist}/pictures/${name}-dark.svg`)), link);
    assert.equal((await ask(edge.base, `/render.svg${link}&theme=dark`, {...options, method: 'HEAD'})).status, 200);
  }
});

test('when everything fails, the mistake is named as ours', async () => {
  writeFileSync(folder + '/app.wasm', startless);
  await edge.reload();
  for (const [path] of pages) {
    const {status, headers, text} = await ask(edge.base, path, noFiles);
    assert.equal(status, 500, path);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(text, 'The server made a mistake. Try again.\n');
  }
});
