import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import test from 'node:test';
import {seekStep} from '../../web/keys.js';
import {roundStep} from '../../web/plot.js';

const web = new URL('../../web/', import.meta.url);
const index = readFileSync(new URL('index.html', web), 'utf8');
const modules = new Map(readdirSync(web).filter((name) => name.endsWith('.js') && name !== 'early.js')
  .map((name) => [name, readFileSync(new URL(name, web), 'utf8')]));

/** The modules that one needs before it runs, itself among them. */
function needs(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, other] of modules.get(name).matchAll(/^import [^;]*? from '\.\/([a-z]+\.js)';$/gm)) needs(other, found);
  return found;
}

test('the page sends at once for the modules of the first picture, and only for those', () => {
  const first = needs('app.js');
  const later = needs('panels.js');
  assert.deepEqual([...modules.keys()].filter((name) => !first.has(name) && !later.has(name)), [], 'no module is left over');
  const listed = [...index.matchAll(/<link rel="modulepreload" href="assets\/([a-z]+\.js)"/g)].map(([, name]) => name);
  assert.deepEqual(listed.toSorted(), [...first].filter((name) => name !== 'app.js').toSorted());
});

test('every element that a module looks for is in the page', () => {
  for (const [name, source] of modules) {
    for (const [, id] of source.matchAll(/byId\('([a-z-]+)'\)/g)) {
      const made = [...modules.values()].some((other) => other.includes(`id: '${id}'`));
      assert.ok(made || index.includes(`id="${id}"`), `${name} looks for #${id}`);
    }
  }
});

test('what the server fills stands where it is shown', () => {
  assert.match(index, /<h1 id="title"><!--headroom:title--><\/h1>/);
  assert.match(index, /<div id="picture" class="still"><!--headroom:picture--><\/div>/);
  assert.match(index, /<p id="caption"[^>]*><!--headroom:caption--><\/p>/);
});

test('an axis has at most four round steps, and agrees with itself', () => {
  for (let high = 0.001; high < 2e6; high *= 1.07) {
    const step = roundStep(high, false);
    const count = Math.ceil(high / step - 1e-9);
    assert.ok(count >= 1 && count <= 4, `${high} by ${step}`);
    assert.equal(roundStep(count * step, false), step, `${high} by ${step}`);
  }
});

test('what is counted has no fractions on its axis', () => {
  assert.deepEqual([0, 0.5, 1, 2, 3, 9, 14659].map((high) => roundStep(high, true)), [1, 1, 1, 1, 1, 5, 5000]);
});

test('arrow keys seek by about a hundredth of the timeline, in round steps', () => {
  for (const [end, want] of [[30, 0.5], [20, 0.2], [100, 1], [3600, 50], [0.5, 0.005]]) {
    assert.ok(Math.abs(seekStep(end) - want) < 1e-9, `${end} s by ${seekStep(end)}`);
  }
});
