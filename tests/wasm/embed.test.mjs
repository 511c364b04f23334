import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import vm from 'node:vm';
import {brotliCompressSync} from 'node:zlib';

const web = new URL('../../web/', import.meta.url);
const read = (name) => readFileSync(new URL(name, web), 'utf8');
const script = read('embed.js');

test('what a host page loads is below 4 KB', () => {
  assert.ok(brotliCompressSync(script).length < 4000);
});

/** The colours of a theme in the style sheet: the first block is light, the second dark. */
function colours() {
  return read('styles.css').split('{').filter((block) => block.includes('--background:')).slice(0, 2)
    .map((block) => new Set([...block.matchAll(/--[a-z-]+: (#[0-9A-F]{6});/g)].map(([, colour]) => colour)));
}

test('its colours are those of the playground, light and dark', () => {
  const [light, dark] = colours();
  const pairs = [...script.matchAll(/light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)/g)];
  assert.ok(pairs.length > 5);
  for (const [pair, one, other] of pairs) assert.ok(light.has(one) && dark.has(other), pair);
  assert.equal(script.match(/#[0-9A-Fa-f]{6}\b/g).length, 2 * pairs.length, 'and there are no others');
});

test('it keeps the room that the frame will take', () => {
  const {heightIn} = vm.runInNewContext(/export (function heightIn[\s\S]*?\n})/.exec(read('stage.js'))[1] + '; ({heightIn})');
  const clamps = [...script.matchAll(/clamp\((\d+)px, ([\d.]+)cqw, (\d+)px\)/g)].map(([, ...numbers]) => numbers.map(Number));
  assert.equal(clamps.length, 2);
  for (const width of [280, 350, 470, 619, 620, 760, 889, 1200]) {
    const [least, share, most] = clamps[width < 620 ? 1 : 0];
    assert.equal(heightIn(width), Math.round(Math.max(least, Math.min(width * share / 100, most))), `${width} wide`);
  }
});

/** host.js in a frame of its own: what it posts, and a way to let it hear. */
function frame() {
  const posted = [];
  const parent = {postMessage: (message, origin) => posted.push({...message, origin})};
  let hear = (/** @type {object} */ event) => assert.fail(`nobody listens for ${event}`);
  const window = {parent, addEventListener: (kind, listener) => { hear = listener; }};
  vm.runInNewContext(read('host.js'), {window});
  return {window, posted, parent, hear: (message, origin = 'https://host.example', source = parent) => hear({source, origin, data: message})};
}

const hello = {headroom: 1, type: 'hello'};

test('a frame tells nothing before it was greeted, and then everything, to that origin', () => {
  const {window, posted, hear} = frame();
  window.headroomHost.tell('height', {height: 500});
  window.headroomHost.tell('ready', {link: '?lab=ring'});
  assert.deepEqual(posted, []);
  hear(hello);
  assert.deepEqual(posted, [{headroom: 1, type: 'height', height: 500, origin: 'https://host.example'},
    {headroom: 1, type: 'ready', link: '?lab=ring', origin: 'https://host.example'}]);
  window.headroomHost.tell('change', {link: '?'});
  assert.equal(posted.length, 3);
});

test('it hears its parent alone, and of that one origin', () => {
  const {window, hear} = frame();
  const heard = [];
  window.headroomHost.hear(({type}) => heard.push(type));
  hear({headroom: 1, type: 'rest'}); // before hello
  hear(hello, 'https://other.example', {postMessage: () => {}}); // a neighbour
  hear({type: 'hello'});
  hear(null);
  hear('hello');
  assert.deepEqual(heard, []);
  hear(hello);
  hear({headroom: 1, type: 'theme', theme: 'dark'});
  hear({headroom: 1, type: 'rest'}, 'https://other.example');
  assert.deepEqual(heard, ['hello', 'theme']);
});

test('what came before anybody listened is heard later, once', () => {
  const {window, hear} = frame();
  hear({...hello, play: true});
  const heard = [];
  window.headroomHost.hear(({type, play}) => heard.push([type, play]));
  hear({headroom: 1, type: 'rest'});
  assert.deepEqual(heard, [['hello', true], ['rest', undefined]]);
});

test('a page without an origin of its own is answered as that page alone', () => {
  const {window, posted, hear} = frame();
  hear(hello, 'null');
  window.headroomHost.tell('ready');
  assert.deepEqual(posted, [{headroom: 1, type: 'ready', origin: '*'}]);
});

test('a page that is in no frame hears nobody', () => {
  const {window, posted, hear} = frame();
  window.parent = window;
  hear(hello, 'https://host.example', window);
  window.headroomHost.tell('ready');
  assert.deepEqual(posted, []);
});

test('an embed beside which another one starts draws less for a moment, unless it has work to do', async (t) => {
  const query = {matches: false, addEventListener() {}};
  Object.assign(globalThis, {matchMedia: () => query, cancelAnimationFrame() {},
    IntersectionObserver: class { observe() {} disconnect() {} }});
  globalThis.document = /** @type {any} */ ({addEventListener() {}});
  const {Loop} = await import('../../web/loop.js');
  const loop = new Loop({advance() {}, frame: () => 0}, null, null);
  t.after(() => loop.stop()); // its channel would keep Node waiting for ever
  const [playing, pending] = [1, 2];
  assert.equal(loop.pace(playing), 0);
  loop.calm();
  assert.ok(loop.pace(playing) > 0);
  assert.equal(loop.pace(playing | pending), 0);
  loop.calmUntil = performance.now();
  assert.equal(loop.pace(playing), 0);
});
