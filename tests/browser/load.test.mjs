import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {dist, playground} from './harness.mjs';

const site = playground();

const moment = '?lab=ring&nodes=4&do=1s:add:cache-e&t=2s';
const isWasm = (request) => request.url().endsWith('/headroom.wasm');

/** The program's bytes as they lie in dist/. */
function wasm() {
  const assets = join(dist, 'assets');
  return readFileSync(join(assets, readdirSync(assets)[0], 'headroom.wasm'));
}

/** Whether an element can be seen. */
function shown(selector) {
  return document.querySelector(selector)?.checkVisibility({visibilityProperty: true, opacityProperty: true}) ?? false;
}

/** What the page says has happened; its reload has to open the same link. */
async function failure(visit) {
  await visit.until(shown, '#failure');
  assert.ok(await visit.page.evaluate(shown, '#picture svg'), 'the picture of the server stays in sight');
  const words = await visit.text('#failure');
  const before = visit.page.url();
  await Promise.all([visit.page.waitForNavigation(), visit.press('Reload')]);
  assert.equal(visit.page.url(), before, 'the reload keeps the scenario');
  return words;
}

test('the default page loads, draws and plays', async (t) => {
  const visit = await site.visit(t, '');
  const [base, live] = await visit.pixels();
  assert.ok(base.colours > 20 && live.colours > 20, `both canvases are painted: ${base.colours} and ${live.colours} colours`);
  assert.equal(await visit.text('#title'), 'Hash ring');
  const {t: before, playing} = await visit.state();
  assert.ok(playing);
  await visit.ahead(before);
  assert.notDeepEqual(await visit.pixels(), [base, live], 'keys have moved');
});

test('a link that names a moment opens there and rests', async (t) => {
  const visit = await site.visit(t, moment);
  const before = await visit.pixels();
  const state = await visit.state();
  assert.deepEqual([state.t, state.playing], [2, false]);
  assert.deepEqual(state.marks.map((mark) => mark.label), ['Add node cache-e']);
  assert.deepEqual(await visit.pixels(), before);
});

test('what a link gets wrong is said and the rest of it opens', async (t) => {
  const visit = await site.visit(t, '?lab=ring&nodes=many&keys=2000&colour=red&t=1s');
  const notices = await visit.text('#notices');
  assert.match(notices, /nodes/);
  assert.match(notices, /colour/);
  assert.equal((await visit.state()).params.find((param) => param.key === 'keys').value, '2000');
  await visit.press('Dismiss');
  assert.equal((await visit.page.$$('.notice')).length, 1, 'a notice can be dismissed');
});

test('a link to a lab that is not there says which there are', async (t) => {
  const visit = await site.visit(t, '?lab=warp-drive');
  assert.match(await visit.text('#notices'), /warp-drive.*ring/);
  assert.equal(await visit.text('#title'), 'Hash ring', 'and shows what there is instead');
  assert.ok((await visit.page.$$('#controls .field')).length > 3, 'controls and all');
});

test('a program that does not arrive leaves a message, the picture and a reload', async (t) => {
  const visit = await site.visit(t, moment, {live: false, intercept: (request) => isWasm(request) && request.abort()});
  visit.expect(/failed: .*headroom\.wasm/, /console: .*ERR_FAILED.*headroom\.wasm/);
  assert.match(await failure(visit), /did not arrive .*Check the connection.*the scenario is in the link/);
});

test('a program that arrives damaged leaves the same', async (t) => {
  const body = wasm().subarray(0, 100_000);
  const visit = await site.visit(t, moment, {live: false, intercept: (request) => isWasm(request) &&
    request.respond({contentType: 'application/wasm', body})});
  assert.match(await failure(visit), /did not arrive.*reload/);
});

test('a server that has lost the program leaves the same', async (t) => {
  const visit = await site.visit(t, moment, {live: false, intercept: (request) => isWasm(request) &&
    request.respond({status: 404, contentType: 'text/html', body: 'not here'})});
  visit.expect(/404: .*headroom\.wasm/, /console: .*404/);
  assert.match(await failure(visit), /did not arrive.*answered 404/);
});

test('a module of the page that does not arrive leaves a message', async (t) => {
  const visit = await site.visit(t, moment, {live: false, intercept: (request) => request.url().endsWith('/app.js') && request.abort()});
  visit.expect(/failed: .*app\.js/, /console: .*app\.js/);
  assert.match(await failure(visit), /part of the page did not arrive/);
});

test('a host that gives the program a wrong type is no obstacle', async (t) => {
  const body = wasm();
  const visit = await site.visit(t, moment, {intercept: (request) => isWasm(request) &&
    request.respond({contentType: 'text/plain', body})});
  assert.equal((await visit.state()).t, 2);
});

/** Lets a test break an export of the program: it then runs out of stack, as deep recursion in Go does. */
function breakable() {
  const real = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const {instance, module} = await real.call(WebAssembly, source, imports);
    const exports = {...instance.exports};
    for (const name of ['advance', 'frame', 'input']) {
      exports[name] = (...args) => {
        if (globalThis.broken === name) throw new RangeError('Maximum call stack size exceeded');
        return instance.exports[name](...args);
      };
    }
    return {module, instance: new Proxy(instance, {get: (of, key) => key === 'exports' ? exports : Reflect.get(of, key)})};
  };
}

for (const name of ['advance', 'frame', 'input']) {
  test(`a program that fails in ${name} stops with a message, and a reload brings the scenario back`, async (t) => {
    const visit = await site.visit(t, moment, {before: breakable});
    await visit.press('Kill cache-a');
    await visit.settled();
    const {link} = await visit.state();
    await visit.page.evaluate((name) => { globalThis.broken = name; }, name);
    await visit.page.mouse.move(600, 300);
    await visit.until(shown, '#failure');
    assert.match(await visit.text('#failure'), /The simulation has stopped.*Maximum call stack/);
    assert.ok(await visit.page.evaluate(() => document.getElementById('panel').inert), 'controls that do nothing are not offered');
    await Promise.all([visit.page.waitForNavigation(), visit.press('Reload')]);
    await visit.live();
    assert.equal((await visit.state()).link, link);
  });
}

test('a program that ends stops with a message', async (t) => {
  const visit = await site.visit(t, moment);
  visit.expect(/console: exit code: 2/);
  await visit.page.evaluate(() => globalThis.headroom.send()); // a panic where nothing recovers
  await visit.until(shown, '#failure');
  assert.match(await visit.text('#failure'), /The simulation has stopped/);
});

test('without JavaScript the page shows the picture and says what is missing', async (t) => {
  const visit = await site.visit(t, moment, {script: false});
  visit.expect(/failed: .*\.js csp/); // modules named for preloading
  const seen = JSON.stringify(await visit.page.accessibility.snapshot());
  assert.match(seen, /Headroom needs JavaScript/);
  assert.match(seen, /"role":"heading".*"name":"Hash ring"/);
  assert.match(seen, /cache-e joined and [\d.]+% of the keys moved/);
  assert.equal(seen.match(/"role":"image"/g)?.length, 1, 'one of the two layouts of the picture is shown');
});
